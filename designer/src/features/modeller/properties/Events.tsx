import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox, SelectField } from '../../../ui/Field';
import { eventDefinition, isAny, type Drawn, type Moddle } from '../canvas/types';
import { attribute, extension, property } from '../model/extensions';
import { formatPeriod, parsePeriod } from '../model/period';
import { variablesAt } from '../model/variables';
import { useBench } from '../workbench';
import { ConditionEditor } from './ConditionEditor';
import { CommittedText, Question } from './Fields';
import { PeriodFields } from './PeriodFields';

type TimerKind = 'timeDuration' | 'timeDate' | 'timeCycle';
const timerKinds: TimerKind[] = ['timeDuration', 'timeDate', 'timeCycle'];

/** What an event waits for or tells, by its kind. */
export function EventQuestions({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { writer, forms } = useBench();
  const definition = eventDefinition(element.businessObject);
  const interrupts = <InterruptQuestion element={element} />;
  switch (definition?.$type) {
    case 'bpmn:TimerEventDefinition':
      return (
        <>
          <TimerQuestion element={element} definition={definition} />
          {interrupts}
        </>
      );
    case 'bpmn:MessageEventDefinition':
      return (
        <>
          <MessageQuestion element={element} owner={definition} />
          {interrupts}
        </>
      );
    case 'bpmn:SignalEventDefinition':
      return (
        <>
          <ReferenceQuestion element={element} definition={definition} kind="signal" />
          {interrupts}
        </>
      );
    case 'bpmn:ErrorEventDefinition':
      return (
        <>
          <ReferenceQuestion element={element} definition={definition} kind="error" />
          {isAny(element, 'bpmn:CatchEvent') && <CaughtNames element={element} names={['errorCode', 'errorMessage']} />}
        </>
      );
    case 'bpmn:EscalationEventDefinition':
      return (
        <>
          <ReferenceQuestion element={element} definition={definition} kind="escalation" />
          {isAny(element, 'bpmn:CatchEvent') && <CaughtNames element={element} names={['escalationCode']} />}
          {interrupts}
        </>
      );
    case 'bpmn:ConditionalEventDefinition':
      return (
        <>
          <Question title={t('modeller.event.condition')}>
            <ConditionEditor
              label={t('modeller.flow.condition')}
              value={definition.get<Moddle | undefined>('condition')?.get<string | undefined>('body') ?? ''}
              variables={variablesAt(element, forms)}
              onCommit={(text) => writer.setExpression(element, definition, 'condition', text)}
            />
          </Question>
          {interrupts}
        </>
      );
    case 'bpmn:LinkEventDefinition':
      return (
        <Question title={t('modeller.event.link')}>
          <CommittedText
            label={t('modeller.event.linkName')}
            value={definition.get<string | undefined>('name') ?? ''}
            onCommit={(name) => writer.updatePart(element, definition, { name })}
          />
        </Question>
      );
    default:
      return null;
  }
}

/** Soll der Schritt abgebrochen werden? For events at the edge of a step and in sub-processes. */
function InterruptQuestion({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const moddle = element.businessObject;
  const inEventSubProcess = isAny(element, 'bpmn:StartEvent') && moddle.$parent?.get('triggeredByEvent') === true;
  const name = isAny(element, 'bpmn:BoundaryEvent') ? 'cancelActivity' : inEventSubProcess ? 'isInterrupting' : null;
  if (name === null) return null;
  return (
    <Question title={t('modeller.event.interruptTitle')}>
      <Checkbox
        label={t('modeller.event.interrupt')}
        checked={moddle.get(name) !== false}
        onChange={(event) => writer.update(element, { [name]: event.target.checked })}
      />
    </Question>
  );
}

function TimerQuestion({ element, definition }: { element: Drawn; definition: Moddle }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const known = timerKinds.find((kind) => definition.get(kind) !== undefined) ?? 'timeDuration';
  const [chosen, setChosen] = useState<TimerKind | null>(null);
  const kind = chosen ?? known;
  const body = definition.get<Moddle | undefined>(kind)?.get<string | undefined>('body') ?? '';
  const period = parsePeriod(body);
  const write = (text: string) =>
    writer.together(() => {
      for (const other of timerKinds) if (other !== kind) writer.setExpression(element, definition, other, '');
      writer.setExpression(element, definition, kind, text);
    });
  return (
    <Question title={t(isAny(element, 'bpmn:StartEvent') ? 'modeller.event.timerStart' : 'modeller.event.timer')}>
      <SelectField
        label={t('modeller.event.timerKind')}
        value={kind}
        onChange={(event) => setChosen(event.target.value as TimerKind)}
      >
        {timerKinds.map((one) => (
          <option key={one} value={one}>
            {t(`modeller.event.${one}`)}
          </option>
        ))}
      </SelectField>
      {kind === 'timeDuration' && (body === '' || period !== null) && (
        <PeriodFields period={period ?? { count: 14, unit: 'days' }} onChange={(next) => write(formatPeriod(next))} />
      )}
      {kind === 'timeDuration' && body === '' && (
        <button type="button" className="link-button" onClick={() => write('P14D')}>
          {t('modeller.event.take')}
        </button>
      )}
      <CommittedText
        label={t(`modeller.event.${kind}Text`)}
        hint={t(`modeller.event.${kind}Hint`)}
        value={body}
        onCommit={write}
      />
    </Question>
  );
}

/** Um welche Nachricht geht es? Of an event or a task. */
export function MessageQuestion({ element, owner }: { element: Drawn; owner: Moddle }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const message = owner.get<Moddle | undefined>('messageRef');
  const throws = isAny(element, 'bpmn:ThrowEvent', 'bpmn:SendTask');
  const known = writer.declared('bpmn:Message');
  return (
    <Question title={t('modeller.event.message')}>
      <CommittedText
        label={t('modeller.event.messageName')}
        hint={t('modeller.event.messageHint')}
        list={`messages-${element.id}`}
        value={message?.name ?? ''}
        onCommit={(name) => writer.refer(element, owner, 'messageRef', 'bpmn:Message', 'name', name)}
      />
      <datalist id={`messages-${element.id}`}>
        {known.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
      {throws && (
        <>
          <CommittedText
            label={t('modeller.event.keyThrown')}
            hint={t('modeller.event.keyHint')}
            optional
            value={attribute(element.businessObject, 'zeebe:PublishMessage', 'correlationKey')}
            onCommit={(correlationKey) =>
              writer.setExtension(element, element.businessObject, 'zeebe:PublishMessage', { correlationKey })
            }
          />
          <CommittedText
            label={t('modeller.event.timeToLive')}
            hint={t('modeller.event.timeToLiveHint')}
            optional
            value={attribute(element.businessObject, 'zeebe:PublishMessage', 'timeToLive')}
            onCommit={(timeToLive) =>
              writer.setExtension(element, element.businessObject, 'zeebe:PublishMessage', { timeToLive })
            }
          />
        </>
      )}
      {!throws && message !== undefined && !isAny(element, 'bpmn:StartEvent') && (
        <CommittedText
          label={t('modeller.event.keyCaught')}
          hint={t('modeller.event.keyHint')}
          optional
          value={attribute(message, 'zeebe:Subscription', 'correlationKey')}
          onCommit={(correlationKey) => writer.setExtension(element, message, 'zeebe:Subscription', { correlationKey })}
        />
      )}
      {throws && extension(element.businessObject, 'zeebe:TaskDefinition') !== undefined && (
        <p className="small muted">{t('modeller.event.byJob')}</p>
      )}
    </Question>
  );
}

const references = {
  signal: { reference: 'signalRef', type: 'bpmn:Signal', key: 'name' },
  error: { reference: 'errorRef', type: 'bpmn:Error', key: 'errorCode' },
  escalation: { reference: 'escalationRef', type: 'bpmn:Escalation', key: 'escalationCode' },
} as const;

function ReferenceQuestion({
  element,
  definition,
  kind,
}: {
  element: Drawn;
  definition: Moddle;
  kind: keyof typeof references;
}) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const { reference, type, key } = references[kind];
  return (
    <Question title={t(`modeller.event.${kind}`)}>
      <CommittedText
        label={t(`modeller.event.${kind}Name`)}
        hint={t(`modeller.event.${kind}Hint`)}
        list={`${kind}-${element.id}`}
        value={definition.get<Moddle | undefined>(reference)?.get<string | undefined>(key) ?? ''}
        onCommit={(value) => writer.refer(element, definition, reference, type, key, value)}
      />
      <datalist id={`${kind}-${element.id}`}>
        {writer.declared(type).map((one) => (
          <option key={one.id} value={one.get<string>(key)} />
        ))}
      </datalist>
    </Question>
  );
}

/** In welchem Feld soll stehen, was gemeldet wurde? */
function CaughtNames({ element, names }: { element: Drawn; names: string[] }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  return (
    <Question title={t('modeller.event.caught')}>
      {names.map((name) => (
        <CommittedText
          key={name}
          label={t(`modeller.event.${name}Variable`)}
          optional
          value={property(element.businessObject, `kommune:${name}Variable`)}
          onCommit={(value) => writer.setProperty(element, element.businessObject, `kommune:${name}Variable`, value)}
        />
      ))}
    </Question>
  );
}
