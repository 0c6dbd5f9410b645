import type { TFunction } from 'i18next';
import { partsOf } from './duration';
import type { DeviceField, DeviceRule } from './model';

/** A message that processes take, as `GET /api/messages` lists it. */
export interface TakenMessage {
  name: string;
  processName: string;
  starts: boolean;
}

const numbers = new Intl.NumberFormat('de-DE', { maximumFractionDigits: 2 });

export function durationWords(duration: string, t: TFunction): string {
  const { count, unit } = partsOf(duration);
  return t(`sensing.duration.${unit}`, { count });
}

function amount(value: number, unit: string): string {
  return unit === '' ? numbers.format(value) : `${numbers.format(value)} ${unit}`;
}

/** What happens when the rule begins to hold: `starte Behälterleerung`. */
export function thenWords(rule: DeviceRule, messages: TakenMessage[], t: TFunction): string {
  const name = rule.rule.onRaise?.name;
  if (name === undefined) return t('sensing.then.keep');
  const starts = messages.find((message) => message.name === name && message.starts);
  if (starts !== undefined) return t('sensing.then.start', { process: starts.processName });
  const reaches = messages.find((message) => message.name === name);
  return reaches === undefined
    ? t('sensing.then.message', { name })
    : t('sensing.then.tell', { process: reaches.processName });
}

/** A rule as a sentence: `wenn Füllstand mindestens 80 % in 2 von 3 Messungen, dann starte Behälterleerung, bis unter 70 %.` */
export function sentence(
  rule: DeviceRule,
  field: DeviceField | undefined,
  messages: TakenMessage[],
  t: TFunction,
): string {
  const { kind, direction, limit, clear, count, of } = rule.rule;
  const label = field?.label ?? rule.rule.field;
  const unit = field?.unit ?? '';
  const times = of > 1 ? t('sensing.sentence.times', { count, of }) : '';
  const lasting = rule.rule.for === null ? '' : durationWords(rule.rule.for, t);
  const condition = {
    threshold: () =>
      t(`sensing.sentence.threshold.${direction}`, { label, amount: amount(limit, unit) }) +
      times +
      (lasting === '' ? '' : t('sensing.sentence.lasting', { time: lasting })),
    change: () =>
      t(`sensing.sentence.change.${direction}`, {
        label,
        amount: amount(limit, unit),
        time: lasting === '' ? t('sensing.duration.hours', { count: 1 }) : lasting,
      }),
    silence: () => t('sensing.sentence.silence', { time: lasting }),
    invalid: () =>
      t('sensing.sentence.invalid', { label }) +
      times +
      (lasting === '' ? '' : t('sensing.sentence.lasting', { time: lasting })),
  }[kind]();
  const end =
    kind === 'threshold' && clear !== null
      ? t(`sensing.sentence.until.${direction}`, { amount: amount(clear, unit) })
      : '';
  return t('sensing.sentence.whole', { condition, what: thenWords(rule, messages, t), end });
}
