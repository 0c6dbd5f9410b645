import { type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Model, settings } from 'survey-core';
import 'survey-core/i18n/german';
import { Survey } from 'survey-react-ui';
import type { Form, JsonObject } from '../../api/schema';
import './forms.css';
import { kernTheme } from './kernTheme';

// A field that fades in is unreadable for a moment, and nothing of ours moves.
settings.animationEnabled = false;

export interface FormFault {
  name: string;
  title: string;
  message: string;
}

export interface SurveyFormHandle {
  /** Checks every page. The answers when they are complete, else null; faults are shown and told. */
  check: () => JsonObject | null;
  /** Shows refusals of the server at their questions. */
  showErrors: (errors: Record<string, string[]>) => void;
  focus: (name?: string) => void;
}

export interface SurveyFormProps {
  form: Form;
  data: JsonObject;
  readOnly?: boolean;
  onChange?: (data: JsonObject) => void;
  onFaults?: (faults: FormFault[]) => void;
  ref?: Ref<SurveyFormHandle>;
}

function createModel(form: Form, data: JsonObject, language: string, optional: string): Model {
  const model = new Model(form.schema);
  model.locale = language;
  model.applyTheme(kernTheme);
  model.showTitle = false;
  // At a workplace a form is read as a whole; its pages become sections.
  model.questionsOnPageMode = 'singlePage';
  model.showNavigationButtons = false;
  model.requiredMark = '';
  model.questionErrorLocation = 'bottom';
  model.widthMode = 'responsive';
  model.checkErrorsMode = 'onValueChanged';
  model.textUpdateMode = 'onTyping';
  model.autoFocusFirstQuestion = false;
  model.onGetQuestionTitle.add((_, options) => {
    // An answer is the normal case; what may stay empty says so.
    const asks = !options.question.isRequired && !options.question.isReadOnly;
    if (asks && !options.question.isContainer && !options.title.includes(optional))
      options.title = `${options.title} ${optional}`;
  });
  // The browser's own selection list is the one every reader and every thumb knows.
  for (const question of model.getAllQuestions()) if (question.getType() === 'dropdown') question.renderAs = 'select';
  model.onAfterRenderQuestion.add((_, { question, htmlElement }) => {
    htmlElement.querySelector('select')?.setAttribute('aria-labelledby', question.ariaTitleId);
  });
  model.data = { ...data };
  return model;
}

function setReadOnly(model: Model, readOnly: boolean): void {
  model.readOnly = readOnly;
}

/** Every faulty question in the order of the form. */
function faultsOf(model: Model): FormFault[] {
  return model
    .getAllQuestions(true)
    .filter((question) => question.isVisible && question.errors.length > 0)
    .map((question) => ({
      name: question.name,
      title: question.processedTitle,
      message: question.errors[0]?.getText() ?? '',
    }));
}

/** Shows a form of the documented SurveyJS subset. Data given later than the first time is ignored: the person is writing. */
export default function SurveyForm({ form, data, readOnly = false, onChange, onFaults, ref }: SurveyFormProps) {
  const { t, i18n } = useTranslation();
  const optional = t('common.optional');
  const [initial] = useState(data);
  const change = useRef(onChange);
  const tellFaults = useRef(onFaults);
  useEffect(() => {
    change.current = onChange;
    tellFaults.current = onFaults;
  });
  const model = useMemo(
    () => createModel(form, initial, i18n.language, optional),
    [form, initial, i18n.language, optional],
  );

  useEffect(() => {
    const onValue = () => change.current?.({ ...model.data });
    model.onValueChanged.add(onValue);
    return () => model.onValueChanged.remove(onValue);
  }, [model]);
  useEffect(() => {
    setReadOnly(model, readOnly);
  }, [model, readOnly]);

  useImperativeHandle(
    ref,
    () => ({
      check: () => {
        const complete = model.validate(true, true);
        tellFaults.current?.(complete ? [] : faultsOf(model));
        return complete ? { ...model.data } : null;
      },
      showErrors: (errors) => {
        for (const [name, messages] of Object.entries(errors))
          model.getQuestionByName(name)?.addError(messages.join(' '));
        const faults = faultsOf(model);
        tellFaults.current?.(faults);
        if (faults[0] !== undefined) model.focusQuestion(faults[0].name);
      },
      focus: (name) => {
        const question = name === undefined ? model.getAllQuestions(true)[0] : model.getQuestionByName(name);
        if (question !== undefined && question !== null) model.focusQuestion(question.name);
      },
    }),
    [model],
  );

  return (
    <div className="survey">
      <Survey model={model} />
    </div>
  );
}
