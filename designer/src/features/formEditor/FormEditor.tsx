import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/Button';
import { Empty } from '../../ui/states';
import { Tabs } from '../../ui/Tabs';
import { EditingContext, type Editing, type FormFinding, type KnownField } from './editor';
import { FieldTree } from './FieldTree';
import { type FormNode, formatForm, nodeAt, parseForm, type Place } from './model/document';
import { hintsOf } from './model/hints';
import { useHistory } from './model/history';
import { isTranslated, missingIn, textIn, textsOf } from './model/texts';
import { Palette } from './Palette';
import { Preview } from './Preview';
import { Properties } from './properties/Properties';
import { Translations } from './Translations';
import { useActions } from './useActions';
import './formEditor.css';

interface Props {
  /** The form as JSON; changed from outside it is opened anew. */
  text: string;
  onChange: (text: string) => void;
  readOnly: boolean;
  /** What the server says about it. */
  findings: FormFinding[];
  known: KnownField[];
  /** The steps that show this form. */
  usedBy: string[];
  /** A place to be shown first. */
  at?: Place | null;
  onBack: () => void;
  /** How it stands with saving. */
  status: ReactNode;
  notices: ReactNode;
}

/** The page of one form; a text that is no form is left as it is. */
export default function FormEditor(props: Props) {
  const { t } = useTranslation();
  const form = useMemo(() => parseForm(props.text), [props.text]);
  const [first, setFirst] = useState(form);
  if (first === null && form !== null) setFirst(form);
  if (first !== null) return <Opened {...props} first={first} />;
  return (
    <Empty
      icon="alert"
      title={t('formEditor.unreadable')}
      action={<Button onClick={props.onBack}>{t('formEditor.back')}</Button>}
    >
      {t('formEditor.unreadableHint')}
    </Empty>
  );
}

const tabs = ['fields', 'preview', 'translation'] as const;
const treeId = 'felder';
const questionsId = 'feld-eigenschaften';

function Opened({
  text,
  onChange,
  readOnly,
  findings,
  known,
  usedBy,
  at,
  onBack,
  status,
  notices,
  first,
}: Props & { first: FormNode }) {
  const { t } = useTranslation();
  const { history, change, choose, undo, redo, open } = useHistory(first);
  const { form, place } = history.now;
  const [tab, setTab] = useState<string>('fields');
  const [said, setSaid] = useState('');
  useTextOf(form, text, onChange, open);

  useEffect(() => {
    if (at != null) choose(at);
  }, [at, choose]);

  const focusRow = useCallback((wanted: Place) => {
    requestAnimationFrame(() =>
      document.getElementById(treeId)?.querySelector<HTMLElement>(`[data-place="${wanted}"]`)?.focus(),
    );
  }, []);
  const focusQuestions = useCallback(() => {
    requestAnimationFrame(() =>
      document.getElementById(questionsId)?.querySelector<HTMLElement>('input, select, textarea')?.focus(),
    );
  }, []);
  const announce = useCallback((words: string) => setSaid(words), []);
  const takeBack = () => {
    undo();
    announce(t('formEditor.said.undone'));
  };
  const doAgain = () => {
    redo();
    announce(t('formEditor.said.redone'));
  };
  const actions = useActions({ form, place, change, undo, announce, focusRow, focusQuestions });
  const all = useMemo(() => {
    const hints = hintsOf(form, known).map(({ place: where, kind, name }) => ({
      place: where,
      severity: 'hint' as const,
      message: t(`formEditor.hint.${kind}`, { name }),
    }));
    return [...findings, ...hints];
  }, [form, known, findings, t]);
  const texts = useMemo(() => textsOf(form), [form]);
  const missing = isTranslated(texts) ? missingIn(texts, 'en').length : 0;

  const editing: Editing = {
    form,
    place: nodeAt(form, place) === null ? '' : place,
    readOnly,
    findings: all,
    known,
    change,
    choose,
    set: (changes) => actions.set(changes),
    announce,
    focusRow,
    focusQuestions,
    actions,
  };
  const onKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event)) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) doAgain();
    else takeBack();
  };
  return (
    <EditingContext value={editing}>
      {/* Undo and redo work wherever the focus is, as everywhere. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className="form-editor" onKeyDown={onKey}>
        <header className="modeller-head" data-region>
          <IconButton icon="back" label={t('formEditor.back')} onClick={onBack} />
          <h1>{textIn(form.title, 'de') || t('formEditor.untitled')}</h1>
          <span className="modeller-published small muted">
            {usedBy.length === 0
              ? t('formEditor.unused')
              : t('formEditor.usedBy', { steps: usedBy.map((step) => `„${step}“`).join(', ') })}
          </span>
          <span className="spacer" />
          <IconButton
            icon="undo"
            label={t('modeller.undo')}
            disabled={readOnly || history.past.length === 0}
            onClick={takeBack}
          />
          <IconButton
            icon="redo"
            label={t('modeller.redo')}
            disabled={readOnly || history.future.length === 0}
            onClick={doAgain}
          />
          {status}
          <Button icon="check" onClick={onBack} className="modeller-wide">
            {t('formEditor.done')}
          </Button>
        </header>
        {notices}
        <p className="hidden-visually" role="status" aria-live="polite">
          {said}
        </p>
        <div className="form-editor-body">
          {!readOnly && <Palette />}
          <section className="form-editor-middle" aria-label={t('formEditor.middle')} data-region id={treeId}>
            <Tabs
              label={t('formEditor.views')}
              tabs={tabs.map((id) => ({
                id,
                label: t(`formEditor.${id}`),
                count: id === 'translation' && missing > 0 ? missing : undefined,
              }))}
              selected={tab}
              onSelect={setTab}
            >
              {tab === 'fields' && (
                <div className="form-editor-fields">
                  <FieldTree />
                  <Preview size="phone" beside />
                </div>
              )}
              {tab === 'preview' && <Preview size="both" />}
              {tab === 'translation' && <Translations texts={texts} />}
            </Tabs>
          </section>
          <aside
            className="form-editor-properties"
            id={questionsId}
            aria-label={t('modeller.properties.title')}
            data-region
          >
            <Properties key={editing.place} />
          </aside>
        </div>
      </div>
    </EditingContext>
  );
}

/** In a text field undo belongs to the field. */
function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && (target.matches('textarea') || target.matches('input:not([type=checkbox])'));
}

/** Hands every change on as text, and opens what was changed elsewhere. Undone to the start it is the text as it was. */
function useTextOf(form: FormNode, text: string, onChange: (text: string) => void, open: (form: FormNode) => void) {
  const opened = useRef({ form, text });
  const written = useRef(text);
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });
  useEffect(() => {
    const next = form === opened.current.form ? opened.current.text : formatForm(form);
    if (next === written.current) return;
    written.current = next;
    tell.current(next);
  }, [form]);
  useEffect(() => {
    if (text === written.current) return;
    const other = parseForm(text);
    if (other === null) return;
    written.current = text;
    opened.current = { form: other, text };
    open(other);
  }, [text, open]);
}
