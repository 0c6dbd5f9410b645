import { useTranslation } from 'react-i18next';
import { Checkbox } from '../../../ui/Field';
import type { DeviceType, Rule } from './model';
import { Amount, Choice, DurationInput } from './sentenceParts';
import type { TakenMessage } from './sentence';

interface Props {
  rule: Rule;
  type: DeviceType | undefined;
  messages: TakenMessage[];
  onChange: (change: Partial<Rule>) => void;
}

const mostReadings = 32;

/** The sentence with its choices: „wenn … mindestens … in … von … Messungen, dann …, bis …“. */
export function SentenceForm({ rule, type, messages, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className="fieldset sentence-form">
      <legend className="field-label">{t('sensing.rule.sentence')}</legend>
      <div className="sentence-line">
        <span>{t('sensing.rule.when')}</span>
        <Condition rule={rule} type={type} onChange={onChange} />
      </div>
      {(rule.kind === 'threshold' || rule.kind === 'invalid') && <Lasting rule={rule} onChange={onChange} />}
      <Then rule={rule} messages={messages} onChange={onChange} />
      {rule.kind === 'threshold' && <Until rule={rule} type={type} onChange={onChange} />}
    </fieldset>
  );
}

type PartProps = Omit<Props, 'messages'>;

function Condition({ rule, type, onChange }: PartProps) {
  const { t } = useTranslation();
  const field = (
    <Choice
      label={t('sensing.rule.field')}
      value={rule.field}
      options={(type?.fields ?? []).map((entry) => ({ value: entry.name, text: entry.label }))}
      onChange={(name) => onChange({ field: name })}
    />
  );
  const unit = type?.fields.find((entry) => entry.name === rule.field)?.unit ?? '';
  const amount = (
    <>
      <Amount label={t('sensing.rule.limit')} value={rule.limit} onChange={(limit) => onChange({ limit })} />
      {unit !== '' && <span>{unit}</span>}
    </>
  );
  const span = (
    <DurationInput
      label={t('sensing.rule.span')}
      value={rule.for ?? 'PT1H'}
      onChange={(duration) => onChange({ for: duration })}
    />
  );
  const directions = (key: string) =>
    (['above', 'below'] as const).map((value) => ({ value, text: t(`sensing.rule.${key}.${value}`) }));
  switch (rule.kind) {
    case 'silence':
      return (
        <>
          {span}
          <span>{t('sensing.rule.noReading')}</span>
        </>
      );
    case 'invalid':
      return (
        <>
          {field}
          <span>{t('sensing.rule.unusable')}</span>
          <OutOf rule={rule} onChange={onChange} />
        </>
      );
    case 'change':
      return (
        <>
          {field}
          <span>{t('sensing.rule.within')}</span>
          {span}
          <span>{t('sensing.rule.by')}</span>
          {amount}
          <Choice
            label={t('sensing.rule.direction')}
            value={rule.direction}
            options={directions('moves')}
            onChange={(direction) => onChange({ direction: direction as Rule['direction'] })}
          />
        </>
      );
    case 'threshold':
      return (
        <>
          {field}
          <Choice
            label={t('sensing.rule.direction')}
            value={rule.direction}
            options={directions('reaches')}
            onChange={(direction) => onChange({ direction: direction as Rule['direction'] })}
          />
          {amount}
          <OutOf rule={rule} onChange={onChange} />
        </>
      );
  }
}

function OutOf({ rule, onChange }: { rule: Rule; onChange: Props['onChange'] }) {
  const { t } = useTranslation();
  return (
    <>
      <span>{t('sensing.rule.in')}</span>
      <Amount
        label={t('sensing.rule.count')}
        value={rule.count}
        onChange={(count) => onChange({ count, of: Math.max(count, rule.of) })}
      />
      <span>{t('sensing.rule.outOf')}</span>
      <Amount
        label={t('sensing.rule.of')}
        value={rule.of}
        onChange={(of) => onChange({ of: Math.min(of, mostReadings) })}
      />
      <span>{t('sensing.rule.readings')}</span>
    </>
  );
}

function Lasting({ rule, onChange }: { rule: Rule; onChange: Props['onChange'] }) {
  const { t } = useTranslation();
  return (
    <div className="sentence-line">
      <Checkbox
        label={t('sensing.rule.lasting')}
        checked={rule.for !== null}
        onChange={(event) => onChange({ for: event.target.checked ? 'PT24H' : null })}
      />
      {rule.for !== null && (
        <>
          <DurationInput
            label={t('sensing.rule.span')}
            value={rule.for}
            onChange={(duration) => onChange({ for: duration })}
          />
          <span>{t('sensing.rule.long')}</span>
        </>
      )}
    </div>
  );
}

const keep = '';

function Then({ rule, messages, onChange }: { rule: Rule; messages: TakenMessage[]; onChange: Props['onChange'] }) {
  const { t } = useTranslation();
  const key = rule.onRaise?.key ?? 'geraet';
  const named = (name: string) => (name === keep ? null : { name, key });
  // A message may start one process and reach cases of another: the one it starts says more.
  const known = [...new Map(messages.toReversed().map((message) => [message.name, message])).values()].toReversed();
  const words = (message: TakenMessage) =>
    `${t(message.starts ? 'sensing.then.start' : 'sensing.then.tell', { process: message.processName })} (${message.name})`;
  const options = (current: string | undefined, only: (message: TakenMessage) => boolean) => [
    { value: keep, text: t('sensing.then.keep') },
    ...known.filter(only).map((message) => ({ value: message.name, text: words(message) })),
    ...(current === undefined || known.some((message) => message.name === current && only(message))
      ? []
      : [{ value: current, text: t('sensing.then.message', { name: current }) }]),
  ];
  return (
    <>
      <div className="sentence-line">
        <span>{t('sensing.rule.then')}</span>
        <Choice
          label={t('sensing.rule.onRaise')}
          value={rule.onRaise?.name ?? keep}
          options={options(rule.onRaise?.name, () => true)}
          onChange={(name) => onChange({ onRaise: named(name) })}
        />
      </div>
      <div className="sentence-line">
        <span>{t('sensing.rule.after')}</span>
        <Choice
          label={t('sensing.rule.onClear')}
          value={rule.onClear?.name ?? keep}
          options={options(rule.onClear?.name, (message) => !message.starts)}
          onChange={(name) => onChange({ onClear: named(name) })}
        />
      </div>
    </>
  );
}

function Until({ rule, type, onChange }: PartProps) {
  const { t } = useTranslation();
  const unit = type?.fields.find((entry) => entry.name === rule.field)?.unit ?? '';
  return (
    <div className="sentence-line">
      <Checkbox
        label={t(`sensing.rule.until.${rule.direction}`)}
        checked={rule.clear !== null}
        onChange={(event) => onChange({ clear: event.target.checked ? rule.limit : null })}
      />
      {rule.clear !== null && (
        <>
          <Amount label={t('sensing.rule.clear')} value={rule.clear} onChange={(clear) => onChange({ clear })} />
          {unit !== '' && <span>{unit}</span>}
        </>
      )}
    </div>
  );
}
