import { useTranslation } from 'react-i18next';
import { Checkbox, SelectField } from '../../../ui/Field';
import type { Drawn, Moddle } from '../canvas/types';
import { attribute, pairs } from '../model/extensions';
import type { ModelWriter } from '../model/ModelWriter';
import { type ElementTemplate, faultOf, type TemplateProperty } from '../model/templates';
import { useBench } from '../workbench';
import { CommittedText, Question } from './Fields';

/** What a plug-in's activity asks for, with its own names, help and checks. */
export function TemplateFields({ element, template }: { element: Drawn; template: ElementTemplate }) {
  const { t } = useTranslation();
  // Where an event's message is correlated is asked beside it.
  const asked = template.properties.filter(
    ({ type, label, binding }) => type !== 'Hidden' && label !== undefined && binding.type.startsWith('zeebe:'),
  );
  if (asked.length === 0) return null;
  return (
    <Question title={t('modeller.work.inputs')}>
      {asked.map((property) => (
        <Field key={property.id ?? property.label} element={element} property={property} />
      ))}
    </Question>
  );
}

function Field({ element, property }: { element: Drawn; property: TemplateProperty }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const isNumber = property.type === 'Number';
  const written = read(element.businessObject, property) || String(property.value ?? '');
  const value = isNumber ? written.replace(/^=/, '') : written;
  const commit = (text: string) =>
    write(
      writer,
      element,
      property,
      isNumber && text !== '' && !text.startsWith('=') ? `=${text.replace(',', '.')}` : text,
    );
  const fault = faultOf(property, value);
  const label = property.label ?? '';
  const common = {
    label,
    ...(property.description === undefined ? {} : { hint: property.description }),
    error: fault === null ? null : typeof fault === 'object' ? fault.said : t(`modeller.work.fault.${fault}`),
  };
  if (property.choices !== undefined)
    return (
      <SelectField {...common} value={value} onChange={(event) => commit(event.target.value)}>
        <option value="">{t('modeller.choose')}</option>
        {property.choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.name}
          </option>
        ))}
      </SelectField>
    );
  if (property.type === 'Boolean')
    return (
      <Checkbox
        label={label}
        checked={/^=?true$/.test(value)}
        onChange={(event) => commit(event.target.checked ? '=true' : '=false')}
      />
    );
  return (
    <CommittedText {...common} value={value} optional={property.constraints?.notEmpty !== true} onCommit={commit} />
  );
}

function read(owner: Moddle, { binding }: TemplateProperty): string {
  switch (binding.type) {
    case 'zeebe:input':
      return pairs(owner, 'inputs').find(({ name }) => name === binding.name)?.value ?? '';
    case 'zeebe:output':
      return pairs(owner, 'outputs').find(({ value }) => value === binding.source)?.name ?? '';
    case 'zeebe:taskHeader':
      return pairs(owner, 'headers').find(({ name }) => name === binding.key)?.value ?? '';
    case 'zeebe:property':
      return pairs(owner, 'properties').find(({ name }) => name === binding.name)?.value ?? '';
    case 'zeebe:taskDefinition':
      return attribute(owner, 'zeebe:TaskDefinition', binding.property ?? 'type');
    default:
      return '';
  }
}

function write(writer: ModelWriter, element: Drawn, { binding }: TemplateProperty, text: string): void {
  const owner = element.businessObject;
  const set = (list: 'inputs' | 'headers' | 'properties', name: string) => {
    const others = pairs(owner, list).filter((pair) => pair.name !== name);
    writer.setPairs(element, owner, list, text === '' ? others : [...others, { name, value: text }]);
  };
  switch (binding.type) {
    case 'zeebe:input':
      set('inputs', binding.name ?? '');
      break;
    case 'zeebe:output': {
      const source = binding.source ?? '';
      const others = pairs(owner, 'outputs').filter(({ value }) => value !== source);
      writer.setPairs(element, owner, 'outputs', text === '' ? others : [...others, { name: text, value: source }]);
      break;
    }
    case 'zeebe:taskHeader':
      set('headers', binding.key ?? '');
      break;
    case 'zeebe:property':
      set('properties', binding.name ?? '');
      break;
    case 'zeebe:taskDefinition':
      writer.setExtension(element, owner, 'zeebe:TaskDefinition', { [binding.property ?? 'type']: text });
      break;
    default:
      break;
  }
}
