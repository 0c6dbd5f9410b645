import {
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { Model, UploadFilesEvent } from 'survey-core';
import { Survey } from 'survey-react-ui';
import type { Form, JsonObject } from '../../api/schema';
import { Button } from '../../ui/Button';
import { problemText } from '../../ui/states';
import { createModel, type FormFault, faultsOf } from './formModel';
import './forms.css';
import { useFormPages } from './pages';
import { WizardHead } from './Wizard';

export interface SurveyFormHandle {
  /**
   * Checks the pages seen so far, then leads to the first one not seen. The answers when all were seen and are complete, else
   * null; faults are shown and told.
   */
  check: () => JsonObject | null;
  /** Shows refusals of the server at their questions. */
  showErrors: (errors: Record<string, string[]>) => void;
  focus: (name?: string) => void;
}

export interface SurveyFormProps {
  form: Form;
  data: JsonObject;
  readOnly?: boolean;
  /** The language of its texts; that of the application unless told. */
  language?: string;
  /** The name of the page to be shown. */
  page?: string | undefined;
  onChange?: (data: JsonObject) => void;
  onFaults?: (faults: FormFault[]) => void;
  /** Keeps a chosen file and gives its address; without it the file itself is part of the answer. */
  onFile?: (file: File) => Promise<string>;
  /** What ends the form, shown below its last page. */
  finish?: ReactNode;
  /** The way out, shown below every page. */
  cancel?: ReactNode;
  ref?: Ref<SurveyFormHandle>;
}

function dataAddress(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error ?? new Error(file.name)));
    reader.readAsDataURL(file);
  });
}

function setReadOnly(model: Model, readOnly: boolean): void {
  model.readOnly = readOnly;
}

function show(model: Model, page: string): void {
  const wanted = model.getPageByName(page);
  if (wanted?.isVisible) model.currentPage = wanted;
}

/** Shows a form of the documented SurveyJS subset. Data given later than the first time is ignored: the person is writing. */
export default function SurveyForm({
  form,
  data,
  readOnly = false,
  language,
  page,
  onChange,
  onFaults,
  onFile,
  finish,
  cancel,
  ref,
}: SurveyFormProps) {
  const { t, i18n } = useTranslation();
  const optional = t('common.optional');
  const [initial] = useState(data);
  const heading = useRef<HTMLHeadingElement>(null);
  const change = useRef(onChange);
  const tellFaults = useRef(onFaults);
  const keepFile = useRef(onFile);
  useEffect(() => {
    change.current = onChange;
    tellFaults.current = onFaults;
    keepFile.current = onFile;
  });
  const model = useMemo(
    () => createModel(form, initial, language ?? i18n.language, optional),
    [form, initial, language, i18n.language, optional],
  );
  const pageWord = useCallback((number: number) => t('form.page', { number }), [t]);
  const { pages, index, goTo, finish: allCorrect } = useFormPages(model, readOnly, pageWord);

  useEffect(() => {
    const onValue = () => change.current?.({ ...model.data });
    model.onValueChanged.add(onValue);
    return () => model.onValueChanged.remove(onValue);
  }, [model]);
  useEffect(() => {
    const upload = (_: Model, { files, callback }: UploadFilesEvent) => {
      Promise.all(files.map(async (file) => ({ file, content: await (keepFile.current ?? dataAddress)(file) }))).then(
        (kept) => callback(kept),
        (error: unknown) => callback([], [problemText(error, t)]),
      );
    };
    model.onUploadFiles.add(upload);
    return () => model.onUploadFiles.remove(upload);
  }, [model, t]);
  useEffect(() => {
    setReadOnly(model, readOnly);
  }, [model, readOnly]);
  useEffect(() => {
    if (page !== undefined) show(model, page);
  }, [model, page]);

  /** Tells what is wrong and leads there, or to the page that is shown now. */
  const lead = useCallback(() => {
    const faults = faultsOf(model);
    tellFaults.current?.(faults);
    if (faults[0] !== undefined) model.focusQuestion(faults[0].name);
    else requestAnimationFrame(() => heading.current?.focus());
  }, [model]);
  const turnTo = (to: number) => {
    if (!goTo(to)) return lead();
    tellFaults.current?.([]);
    requestAnimationFrame(() => heading.current?.focus());
  };

  useImperativeHandle(
    ref,
    () => ({
      check: () => {
        if (allCorrect()) {
          tellFaults.current?.([]);
          return { ...model.data };
        }
        lead();
        return null;
      },
      showErrors: (errors) => {
        for (const [name, messages] of Object.entries(errors))
          model.getQuestionByName(name)?.addError(messages.join(' '));
        lead();
      },
      focus: (name) => {
        const question = name === undefined ? model.getAllQuestions(true)[0] : model.getQuestionByName(name);
        if (question !== undefined && question !== null) model.focusQuestion(question.name);
      },
    }),
    [model, allCorrect, lead],
  );

  const next = pages[index + 1];
  return (
    <div className="survey">
      {pages.length > 1 && <WizardHead pages={pages} index={index} onGo={turnTo} heading={heading} />}
      <Survey model={model} />
      {(pages.length > 1 || finish !== undefined) && (
        <div className="form-end">
          {index > 0 && <Button onClick={() => turnTo(index - 1)}>{t('form.back')}</Button>}
          {next === undefined ? (
            finish
          ) : (
            <Button kind={finish === undefined ? 'outline' : 'main'} onClick={() => turnTo(index + 1)}>
              {t('form.next', { page: next.title })}
            </Button>
          )}
          {cancel}
        </div>
      )}
    </div>
  );
}
