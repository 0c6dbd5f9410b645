/** How a property is asked for. */
export type Control =
  | 'text'
  | 'area'
  | 'plain'
  | 'number'
  | 'bound'
  | 'flag'
  | 'flagOff'
  | 'lines'
  | 'choices'
  | 'megabytes'
  | 'fileTypes'
  | 'key'
  | 'expression';

export interface PropertyQuestion {
  property: string;
  control: Control;
}

const ask = (control: Control, ...properties: string[]): PropertyQuestion[] =>
  properties.map((property) => ({ property, control }));

const choices = [
  ...ask('choices', 'choices'),
  ...ask('flag', 'showOtherItem'),
  ...ask('text', 'otherText'),
  ...ask('flag', 'showNoneItem'),
  ...ask('text', 'noneText'),
];
const several = [...choices, ...ask('number', 'minSelectedChoices', 'maxSelectedChoices')];
const bounds = ask('bound', 'min', 'max');

/** What is asked about the answer itself, by kind of field. */
export const answerQuestions: Record<string, PropertyQuestion[]> = {
  text: [...ask('number', 'maxLength'), ...ask('text', 'placeholder'), ...ask('lines', 'dataList')],
  comment: [...ask('number', 'maxLength', 'rows'), ...ask('flag', 'autoGrow'), ...ask('text', 'placeholder')],
  email: [...ask('number', 'maxLength'), ...ask('text', 'placeholder')],
  tel: [...ask('number', 'maxLength'), ...ask('text', 'placeholder')],
  url: [...ask('number', 'maxLength'), ...ask('text', 'placeholder')],
  number: [...bounds, ...ask('number', 'step')],
  range: [...bounds, ...ask('number', 'step')],
  date: bounds,
  datetime: bounds,
  time: bounds,
  month: bounds,
  boolean: ask('text', 'labelTrue', 'labelFalse'),
  radiogroup: choices,
  dropdown: [...choices, ...ask('text', 'placeholder')],
  checkbox: several,
  tagbox: [...several, ...ask('text', 'placeholder')],
  rating: [
    ...ask('number', 'rateMin', 'rateMax', 'rateStep'),
    ...ask('text', 'minRateDescription', 'maxRateDescription'),
  ],
  ranking: ask('choices', 'choices'),
  matrix: [...ask('choices', 'rows', 'columns'), ...ask('flag', 'eachRowRequired')],
  file: [
    ...ask('fileTypes', 'acceptedTypes'),
    ...ask('megabytes', 'maxSize'),
    ...ask('flag', 'allowMultiple'),
    ...ask('number', 'maxFiles'),
  ],
  paneldynamic: [
    ...ask('text', 'templateTitle'),
    ...ask('number', 'panelCount', 'minPanelCount', 'maxPanelCount'),
    ...ask('text', 'addPanelText', 'removePanelText', 'noEntriesText'),
    ...ask('key', 'keyName'),
    ...ask('text', 'keyDuplicationError'),
    ...ask('flagOff', 'allowAddPanel', 'allowRemovePanel'),
  ],
  matrixdynamic: [
    ...ask('number', 'rowCount', 'minRowCount', 'maxRowCount'),
    ...ask('text', 'addRowText', 'removeRowText'),
    ...ask('key', 'keyName'),
    ...ask('text', 'keyDuplicationError'),
    ...ask('flagOff', 'allowAddRows', 'allowRemoveRows'),
  ],
  html: ask('area', 'html'),
  image: [...ask('plain', 'imageLink'), ...ask('text', 'altText')],
  expression: ask('expression', 'expression'),
};

/** Properties that are only asked for once another one is set. */
export const dependsOn: Record<string, string> = {
  otherText: 'showOtherItem',
  noneText: 'showNoneItem',
  maxFiles: 'allowMultiple',
  keyDuplicationError: 'keyName',
};
