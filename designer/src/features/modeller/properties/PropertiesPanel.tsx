import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../ui/Icon';
import { Tabs } from '../../../ui/Tabs';
import { isAny, type Drawn, type Moddle } from '../canvas/types';
import { property } from '../model/extensions';
import { filledBy, variablesAt } from '../model/variables';
import { iconOf, kindName } from '../outline/Outline';
import { useBench } from '../workbench';
import { DueQuestion } from './DueChoice';
import { EventQuestions } from './Events';
import { CommittedArea, CommittedText, Question } from './Fields';
import { FlowQuestion } from './Flow';
import { FormQuestion } from './FormChoice';
import { FourEyesQuestion } from './FourEyes';
import { LateQuestion } from './Late';
import { PriorityQuestion } from './Priority';
import { LaneQuestion, ProcessQuestions } from './Process';
import { RepeatQuestion } from './Repeat';
import { PairTable, Technique } from './Technique';
import { WaysQuestion } from './Ways';
import { WhoQuestion } from './Who';
import { AutomationQuestion, CallQuestion, DecisionQuestion, MessageTaskQuestions, ScriptQuestion } from './Work';

const tabs = ['work', 'data', 'technique', 'note'] as const;

/** The questions about what is selected: one step, one way, a lane, or the whole procedure. */
export function PropertiesPanel({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const [tab, setTab] = useState<string>('work');
  const owner = ownerOf(element);
  const name = owner.name ?? '';
  return (
    <>
      <div className="properties-head">
        <Icon name={iconOf(element)} />
        <div>
          <CommittedText
            label={kindName({ element }, t)}
            value={name}
            onCommit={(text) => {
              if (owner === element.businessObject) writer.update(element, { name: text === '' ? undefined : text });
              else writer.updatePart(element, owner, { name: text });
            }}
          />
        </div>
      </div>
      <Tabs
        label={t('modeller.properties.tabs')}
        tabs={tabs.map((id) => ({ id, label: t(`modeller.properties.${id}`) }))}
        selected={tab}
        onSelect={setTab}
      >
        <div className="questions">
          {tab === 'work' && <Work element={element} owner={owner} />}
          {tab === 'data' && <Data element={element} owner={owner} />}
          {tab === 'technique' && <Technique element={element} owner={owner} />}
          {tab === 'note' && <Note element={element} owner={owner} />}
        </div>
      </Tabs>
    </>
  );
}

/** A pool stands for its process: what is asked about the procedure is written there. */
function ownerOf(element: Drawn): Moddle {
  const moddle = element.businessObject;
  if (isAny(moddle, 'bpmn:Participant')) return moddle.get<Moddle | undefined>('processRef') ?? moddle;
  return moddle;
}

function Work({ element, owner }: { element: Drawn; owner: Moddle }) {
  const { t } = useTranslation();
  if (isAny(owner, 'bpmn:Process')) return <ProcessQuestions element={element} process={owner} />;
  if (isAny(owner, 'bpmn:Lane')) return <LaneQuestion element={element} />;
  if (isAny(owner, 'bpmn:SequenceFlow')) return <FlowQuestion element={element} />;
  if (isAny(owner, 'bpmn:Gateway')) return <WaysQuestion element={element} />;
  if (isAny(owner, 'bpmn:Event'))
    return (
      <>
        {owner.$type === 'bpmn:StartEvent' && owner.get<Moddle[]>('eventDefinitions').length === 0 && (
          <FormQuestion element={element} title={t('modeller.form.startTitle')} />
        )}
        <EventQuestions element={element} />
      </>
    );
  if (!isAny(owner, 'bpmn:Activity')) return <p className="small muted">{t('modeller.properties.nothing')}</p>;
  return (
    <>
      {isAny(owner, 'bpmn:UserTask') && <UserTask element={element} />}
      {owner.$type === 'bpmn:ServiceTask' && <AutomationQuestion element={element} />}
      {isAny(owner, 'bpmn:SendTask', 'bpmn:ReceiveTask') && <MessageTaskQuestions element={element} />}
      {isAny(owner, 'bpmn:ScriptTask') && <ScriptQuestion element={element} />}
      {isAny(owner, 'bpmn:BusinessRuleTask') && <DecisionQuestion element={element} />}
      {isAny(owner, 'bpmn:CallActivity') && <CallQuestion element={element} />}
      {(owner.$type === 'bpmn:Task' || isAny(owner, 'bpmn:ManualTask')) && (
        <p className="small muted">{t('modeller.properties.passesThrough')}</p>
      )}
      <RepeatQuestion element={element} />
    </>
  );
}

function UserTask({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { forms } = useBench();
  const known = filledBy(element, forms);
  return (
    <>
      <WhoQuestion element={element} />
      <FormQuestion element={element} title={t('modeller.form.title')} />
      <DueQuestion element={element} field="dueDate" />
      <LateQuestion element={element} />
      <FourEyesQuestion element={element} />
      <DueQuestion element={element} field="followUpDate" />
      <PriorityQuestion element={element} />
      {known.length > 0 && (
        <Question title={t('modeller.data.after')}>
          <Names variables={known} />
        </Question>
      )}
    </>
  );
}

function Data({ element, owner }: { element: Drawn; owner: Moddle }) {
  const { t } = useTranslation();
  const { forms } = useBench();
  if (!isAny(owner, 'bpmn:FlowNode', 'bpmn:SequenceFlow'))
    return <p className="small muted">{t('modeller.properties.nothing')}</p>;
  const maps = isAny(owner, 'bpmn:Activity', 'bpmn:Event');
  const added = isAny(owner, 'bpmn:FlowNode') ? filledBy(element, forms) : [];
  return (
    <>
      <Question title={t('modeller.data.before')}>
        <Names variables={variablesAt(element, forms)} />
      </Question>
      {added.length > 0 && (
        <Question title={t('modeller.data.after')}>
          <Names variables={added} />
        </Question>
      )}
      {maps && <PairTable element={element} owner={owner} list="inputs" />}
      {maps && <PairTable element={element} owner={owner} list="outputs" />}
    </>
  );
}

function Names({ variables }: { variables: { name: string; title: string; from: string }[] }) {
  return (
    <ul className="variable-names">
      {variables.map(({ name, title, from }) => (
        <li key={name} title={from === '' ? title : `${title} (${from})`}>
          {name}
        </li>
      ))}
    </ul>
  );
}

function Note({ element, owner }: { element: Drawn; owner: Moddle }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const documentation = owner.get<Moddle[] | undefined>('documentation')?.[0];
  return (
    <>
      {isAny(owner, 'bpmn:UserTask') && (
        <Question title={t('modeller.note.instructions')}>
          <CommittedArea
            label={t('modeller.note.instructionsLabel')}
            hint={t('modeller.note.instructionsHint')}
            optional
            value={property(owner, 'kommune:instructions')}
            onCommit={(text) => writer.setProperty(element, owner, 'kommune:instructions', text)}
          />
        </Question>
      )}
      <Question title={t('modeller.note.title')}>
        <CommittedArea
          label={t('modeller.note.label')}
          optional
          value={documentation?.get<string | undefined>('text') ?? ''}
          onCommit={(text) =>
            writer.updatePart(element, owner, {
              documentation: text === '' ? [] : [writer.create('bpmn:Documentation', { text }, owner)],
            })
          }
        />
      </Question>
    </>
  );
}
