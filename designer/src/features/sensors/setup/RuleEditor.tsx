import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../../ui/Button';
import { Checkbox, SelectField, TextField } from '../../../ui/Field';
import { showToast } from '../../../ui/toast';
import { batteryField } from '../devices/health';
import { Editor, NameFields } from './Editor';
import { Maintenance } from './Maintenance';
import type { DeviceRule, DeviceType, Rule, RuleKind } from './model';
import { useDocuments, useSave, useTrial } from './queries';
import { type DryRun, RuleTrial } from './RuleTrial';
import { RuleVersions } from './RuleVersions';
import { SentenceForm } from './SentenceForm';
import { DurationInput } from './sentenceParts';
import { sentence } from './sentence';
import { useMessages } from './useMessages';

type Choice = RuleKind | 'battery';
const choices: Choice[] = ['threshold', 'change', 'silence', 'invalid', 'battery'];

const blank: Rule = {
  id: '',
  kind: 'threshold',
  field: '',
  direction: 'above',
  limit: 80,
  clear: 70,
  count: 1,
  of: 1,
  for: null,
  repeatAfter: null,
  maintenance: [],
  onRaise: null,
  onClear: null,
};

/** What each kind begins with: sensible figures, to be changed in the sentence. */
function begun(choice: Choice, rule: Rule, type: DeviceType | undefined): Rule {
  const first = type?.fields.find((field) => field.kind !== 'flag')?.name ?? '';
  const kept = { ...rule, field: rule.field === '' ? first : rule.field };
  const starts: Record<Choice, Rule> = {
    threshold: { ...kept, kind: 'threshold', direction: 'above', limit: 80, clear: 70, count: 2, of: 3, for: null },
    change: { ...kept, kind: 'change', direction: 'below', limit: 20, clear: null, count: 1, of: 1, for: 'PT1H' },
    silence: { ...kept, kind: 'silence', field: '', clear: null, count: 1, of: 1, for: 'PT24H' },
    invalid: { ...kept, kind: 'invalid', clear: null, count: 3, of: 3, for: null },
    battery: {
      ...kept,
      kind: 'threshold',
      field: batteryField,
      direction: 'below',
      limit: 15,
      clear: 30,
      count: 2,
      of: 2,
      for: null,
    },
  };
  return starts[choice];
}

function choiceOf(rule: Rule): Choice {
  return rule.kind === 'threshold' && rule.field === batteryField ? 'battery' : rule.kind;
}

/** A rule: a sentence made of choices, tried over past readings, with everything that was changed in it. */
export function RuleEditor({ rule: saved }: { rule: DeviceRule | null }) {
  const types = useDocuments('types').data;
  if (types === undefined) return null;
  return <Form saved={saved} types={types} />;
}

function Form({ saved, types }: { saved: DeviceRule | null; types: DeviceType[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const messages = useMessages();
  const [rule, setRule] = useState<DeviceRule>(
    () =>
      saved ?? {
        rule: begun('threshold', blank, types[0]),
        name: '',
        typeId: types[0]?.id ?? '',
        limits: null,
        active: true,
      },
  );
  const [checked, setChecked] = useState(false);
  const save = useSave('rules');
  const trial = useTrial<DeviceRule, DryRun>('rules/try');
  const type = types.find((entry) => entry.id === rule.typeId);
  const set = (change: Partial<Rule>) => setRule({ ...rule, rule: { ...rule.rule, ...change } });
  const nameMissing = rule.name.trim() === '' || rule.rule.id === '' ? t('sensing.nameMissing') : null;
  const submit = () => {
    setChecked(true);
    if (nameMissing !== null) return;
    save.mutate(
      { id: rule.rule.id, content: rule },
      {
        onSuccess: () => {
          showToast(t('sensing.saved', { name: rule.name }));
          void navigate('/sensorik/regeln');
        },
      },
    );
  };
  return (
    <Editor
      kind="rules"
      id={saved?.rule.id ?? null}
      title={saved === null ? t('sensing.rules.new') : saved.name}
      back="/sensorik/regeln"
      error={save.error}
      saving={save.isPending}
      onSave={submit}
      actions={
        <Button icon="history" onClick={() => trial.mutate(rule)}>
          {t(trial.isPending ? 'sensing.rule.trying' : 'sensing.rule.try')}
        </Button>
      }
      trial={
        <>
          <RuleTrial answer={trial.data} error={trial.error} field={fieldOf(rule, type)} />
          {saved !== null && <RuleVersions id={saved.rule.id} types={types} messages={messages} />}
        </>
      }
    >
      <NameFields
        isNew={saved === null}
        id={rule.rule.id}
        name={rule.name}
        error={checked ? nameMissing : null}
        onChange={(id, name) => setRule({ ...rule, name, rule: { ...rule.rule, id } })}
      />
      <div className="pair">
        <SelectField
          label={t('sensing.rule.for')}
          value={rule.typeId}
          onChange={(event) => {
            const next = types.find((entry) => entry.id === event.target.value);
            const known = next?.fields.some((field) => field.name === rule.rule.field) === true;
            setRule({
              ...rule,
              typeId: event.target.value,
              rule: { ...rule.rule, field: known ? rule.rule.field : (next?.fields[0]?.name ?? '') },
            });
          }}
        >
          {types.map((entry) => (
            <option key={entry.id} value={entry.id}>
              {entry.name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('sensing.rule.what')}
          value={choiceOf(rule.rule)}
          onChange={(event) => {
            setRule({ ...rule, rule: begun(event.target.value as Choice, rule.rule, type) });
            trial.reset();
          }}
        >
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {t(`sensing.rule.kind.${choice}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <SentenceForm rule={rule.rule} type={type} messages={messages} onChange={set} />
      <p className="sentence" role="status">
        {sentence(rule, fieldOf(rule, type), messages, t)}
      </p>
      <details open={rule.rule.repeatAfter !== null || rule.rule.maintenance.length > 0 || undefined}>
        <summary>{t('sensing.rule.more')}</summary>
        <div className="stack">
          <TextField
            label={t('sensing.rule.key')}
            hint={t('sensing.rule.keyHint')}
            className="input code"
            disabled={rule.rule.onRaise === null}
            value={rule.rule.onRaise?.key ?? ''}
            onChange={(event) => {
              const key = event.target.value.trim();
              set({
                onRaise: rule.rule.onRaise === null ? null : { ...rule.rule.onRaise, key },
                onClear: rule.rule.onClear === null ? null : { ...rule.rule.onClear, key },
              });
            }}
          />
          <div className="row-line">
            <Checkbox
              label={t('sensing.rule.repeat')}
              checked={rule.rule.repeatAfter !== null}
              onChange={(event) => set({ repeatAfter: event.target.checked ? 'PT24H' : null })}
            />
            {rule.rule.repeatAfter !== null && (
              <DurationInput
                label={t('sensing.rule.repeatAfter')}
                value={rule.rule.repeatAfter}
                onChange={(repeatAfter) => set({ repeatAfter })}
              />
            )}
          </div>
          <Maintenance windows={rule.rule.maintenance} onChange={(maintenance) => set({ maintenance })} />
        </div>
      </details>
      <Checkbox
        label={t('sensing.rule.active')}
        checked={rule.active}
        onChange={(event) => setRule({ ...rule, active: event.target.checked })}
      />
    </Editor>
  );
}

function fieldOf(rule: DeviceRule, type: DeviceType | undefined) {
  return type?.fields.find((field) => field.name === rule.rule.field);
}
