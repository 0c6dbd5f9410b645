import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button, IconButton } from '../../../ui/Button';
import { TextArea, TextField } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import { Message } from '../../../ui/Message';
import { problemText } from '../../../ui/states';
import { showToast } from '../../../ui/toast';
import { Editor, NameFields } from './Editor';
import { examplesOf, lineOf } from './examples';
import { FileButton } from './FileButton';
import { type CodecExample, type CodecScript, idOf } from './model';
import { useSave, useTrial } from './queries';

interface Result {
  name: string;
  /** Null: nothing was expected. */
  matches: boolean | null;
  data: unknown;
  warnings: string[];
  errors: string[];
}

const fresh: CodecScript = { id: '', name: '', script: '', examples: [] };
const freshExample: CodecExample = { name: '', bytes: '', port: 1, expected: '' };

/** A codec as its maker wrote it, with its examples, run as often as one likes. */
export function CodecEditor({ codec: saved }: { codec: CodecScript | null }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const script = useRef<HTMLDivElement>(null);
  const [codec, setCodec] = useState(saved ?? fresh);
  const [checked, setChecked] = useState(false);
  const save = useSave('codecs');
  const trial = useTrial<CodecScript, Result[]>('codecs/try');
  const nameMissing = codec.name.trim() === '' || codec.id === '' ? t('sensing.nameMissing') : null;
  const scriptMissing = codec.script.trim() === '' ? t('sensing.codec.scriptMissing') : null;
  const submit = () => {
    setChecked(true);
    if (nameMissing !== null || scriptMissing !== null) return;
    save.mutate(
      { id: codec.id, content: codec },
      {
        onSuccess: () => {
          showToast(t('sensing.saved', { name: codec.name }));
          void navigate('/sensorik/codecs');
        },
      },
    );
  };
  const load = (text: string, file: string) => {
    const name = codec.name === '' ? file.replace(/\.\w+$/, '') : codec.name;
    setCodec({ ...codec, script: text, name, id: codec.id === '' ? idOf(name) : codec.id });
    trial.reset();
  };
  const toLine = (line: number) => {
    const area = script.current?.querySelector('textarea');
    if (area == null) return;
    const lines = codec.script.split('\n');
    const from = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    area.focus();
    area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
    area.scrollTop = (area.scrollHeight / Math.max(1, lines.length)) * Math.max(0, line - 4);
  };
  return (
    <Editor
      kind="codecs"
      id={saved?.id ?? null}
      title={saved === null ? t('sensing.codecs.new') : saved.name}
      back="/sensorik/codecs"
      error={save.error}
      saving={save.isPending}
      onSave={submit}
      trial={
        <Examples
          codec={codec}
          results={trial.data}
          error={trial.error}
          onChange={(examples) => setCodec({ ...codec, examples })}
          onRun={() => trial.mutate(codec)}
          onLine={toLine}
        />
      }
    >
      <NameFields
        isNew={saved === null}
        id={codec.id}
        name={codec.name}
        error={checked ? nameMissing : null}
        onChange={(id, name) => setCodec({ ...codec, id, name })}
      />
      <div className="row-line">
        <FileButton label={t('sensing.codec.upload')} accept=".js,.mjs,.txt" onText={load} />
        <span className="muted small">{t('sensing.codec.uploadHint')}</span>
      </div>
      <div ref={script}>
        <TextArea
          label={t('sensing.codec.script')}
          className="input code"
          rows={22}
          spellCheck={false}
          value={codec.script}
          error={checked ? scriptMissing : null}
          onChange={(event) => setCodec({ ...codec, script: event.target.value })}
        />
      </div>
    </Editor>
  );
}

interface ExamplesProps {
  codec: CodecScript;
  results: Result[] | undefined;
  error: unknown;
  onChange: (examples: CodecExample[]) => void;
  onRun: () => void;
  onLine: (line: number) => void;
}

function Examples({ codec, results, error, onChange, onRun, onLine }: ExamplesProps) {
  const { t } = useTranslation();
  const [unreadable, setUnreadable] = useState(false);
  const load = (text: string) =>
    void examplesOf(text)
      .catch(() => [])
      .then((examples) => {
        setUnreadable(examples.length === 0);
        if (examples.length > 0) onChange([...codec.examples, ...examples]);
      });
  const wrong = results?.filter((result) => result.matches === false || result.errors.length > 0).length ?? 0;
  return (
    <>
      <h3>{t('sensing.codec.examples')}</h3>
      <p className="muted small">{t('sensing.codec.examplesHint')}</p>
      <div className="row-line">
        <Button
          icon="play"
          blocked={codec.examples.length === 0 ? t('sensing.codec.noExamples') : null}
          onClick={onRun}
        >
          {t('sensing.codec.run')}
        </Button>
        <FileButton label={t('sensing.codec.uploadExamples')} accept=".yaml,.yml,.json" onText={load} />
        <Button icon="add" onClick={() => onChange([...codec.examples, freshExample])}>
          {t('sensing.codec.addExample')}
        </Button>
      </div>
      {unreadable && <Message kind="danger">{t('sensing.codec.examplesUnreadable')}</Message>}
      {error != null && <Problem text={problemText(error, t)} onLine={onLine} />}
      {results !== undefined && (
        <Message kind={wrong === 0 ? 'success' : 'warning'}>
          {wrong === 0
            ? t('sensing.codec.allRight', { count: results.length })
            : t('sensing.codec.someWrong', { count: wrong, all: results.length })}
        </Message>
      )}
      {codec.examples.map((example, index) => (
        <ExampleForm
          // Examples have no identity of their own; the place in the list is it.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          number={index + 1}
          example={example}
          result={results?.[index]}
          onChange={(changed) => onChange(codec.examples.with(index, changed))}
          onRemove={() => onChange(codec.examples.filter((_, at) => at !== index))}
          onLine={onLine}
        />
      ))}
    </>
  );
}

function Problem({ text, onLine }: { text: string; onLine: (line: number) => void }) {
  const { t } = useTranslation();
  const line = lineOf(text);
  return (
    <Message kind="danger">
      {text}{' '}
      {line !== null && (
        <button type="button" className="link-button" onClick={() => onLine(line)}>
          {t('sensing.codec.showLine', { line: String(line) })}
        </button>
      )}
    </Message>
  );
}

interface ExampleProps {
  number: number;
  example: CodecExample;
  result: Result | undefined;
  onChange: (example: CodecExample) => void;
  onRemove: () => void;
  onLine: (line: number) => void;
}

function ExampleForm({ number, example, result, onChange, onRemove, onLine }: ExampleProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="fieldset">
      <legend className="field-label">{t('sensing.codec.example', { number, name: example.name })}</legend>
      <IconButton
        className="fieldset-remove"
        icon="trash"
        compact
        label={t('sensing.codec.removeExample', { number })}
        onClick={onRemove}
      />
      <div className="example-head">
        <TextField
          label={t('sensing.codec.exampleName')}
          optional
          value={example.name}
          onChange={(event) => onChange({ ...example, name: event.target.value })}
        />
        <TextField
          label={t('sensing.codec.port')}
          inputMode="numeric"
          value={String(example.port)}
          onChange={(event) => onChange({ ...example, port: Number(event.target.value.replace(/\D/g, '')) })}
        />
      </div>
      <TextField
        label={t('sensing.codec.bytes')}
        className="input code"
        value={example.bytes}
        onChange={(event) => onChange({ ...example, bytes: event.target.value })}
      />
      <TextArea
        label={t('sensing.codec.expected')}
        optional
        className="input code"
        rows={2}
        value={example.expected}
        onChange={(event) => onChange({ ...example, expected: event.target.value })}
      />
      {result !== undefined && <Outcome result={result} onLine={onLine} />}
    </fieldset>
  );
}

function Outcome({ result, onLine }: { result: Result; onLine: (line: number) => void }) {
  const { t } = useTranslation();
  if (result.errors.length > 0) return <Problem text={result.errors.join(' ')} onLine={onLine} />;
  return (
    <div className="stack-small" role="status">
      {result.matches !== null && (
        <p className={result.matches ? 'outcome right' : 'outcome wrong'}>
          <Icon name={result.matches ? 'done' : 'alert'} size={16} />
          {t(result.matches ? 'sensing.codec.matches' : 'sensing.codec.differs')}
        </p>
      )}
      {result.warnings.length > 0 && <Message kind="warning">{result.warnings.join(' ')}</Message>}
      <pre className="payload">{JSON.stringify(result.data, null, 2)}</pre>
    </div>
  );
}
