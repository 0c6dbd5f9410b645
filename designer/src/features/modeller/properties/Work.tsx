import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../ui/Field';
import { isAny, type Drawn, type Moddle } from '../canvas/types';
import { applyTemplate } from '../model/applyTemplate';
import { attribute, extension } from '../model/extensions';
import { type ElementTemplate, elementTemplates, fits, templateOf } from '../model/templates';
import { variablesAt } from '../model/variables';
import { useBench } from '../workbench';
import { MessageQuestion } from './Events';
import { FeelField } from './Feel';
import { CommittedText, Question } from './Fields';
import { TemplateFields } from './TemplateFields';

/** Was soll die Automatik tun? The activities of plug-ins by their names, or a kind of job by its type. */
export function AutomationQuestion({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const query = useQuery({ queryKey: ['element-templates'], queryFn: elementTemplates, staleTime: 60_000 });
  const templates = (query.data ?? []).filter((template) => fits(template, element.businessObject));
  const type = attribute(element.businessObject, 'zeebe:TaskDefinition', 'type');
  const chosen = templateOf(templates, element.businessObject);
  const apply = (template: ElementTemplate | undefined) => {
    if (template !== undefined) applyTemplate(writer, element, template);
    else writer.update(element, { 'zeebe:modelerTemplate': undefined, 'zeebe:modelerTemplateVersion': undefined });
  };
  return (
    <>
      <Question title={t('modeller.work.title')}>
        {templates.length > 0 && (
          <SelectField
            label={t('modeller.work.activity')}
            hint={chosen?.description}
            value={chosen?.id ?? ''}
            onChange={(event) => apply(templates.find(({ id }) => id === event.target.value))}
          >
            <option value="">{t('modeller.work.byType')}</option>
            {templates.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        {chosen === undefined && (
          <CommittedText
            label={t('modeller.work.type')}
            hint={t('modeller.work.typeHint')}
            list={`types-${element.id}`}
            value={type}
            onCommit={(text) =>
              writer.setExtension(element, element.businessObject, 'zeebe:TaskDefinition', { type: text })
            }
          />
        )}
        <datalist id={`types-${element.id}`}>
          {builtIn.map((one) => (
            <option key={one} value={one}>
              {t(`modeller.work.${one.slice('kommune:'.length)}`)}
            </option>
          ))}
        </datalist>
      </Question>
      {chosen !== undefined && <TemplateFields element={element} template={chosen} />}
    </>
  );
}

const builtIn = ['kommune:notice', 'kommune:chronicle', 'kommune:find-cases', 'kommune:similar-cases'];

/** Was wird berechnet? */
export function ScriptQuestion({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { writer, forms } = useBench();
  const moddle = element.businessObject;
  const write = (attributes: Record<string, string>) =>
    writer.setExtension(element, moddle, 'zeebe:Script', attributes);
  if (extension(moddle, 'zeebe:TaskDefinition') !== undefined) return <AutomationQuestion element={element} />;
  return (
    <Question title={t('modeller.script.title')}>
      <FeelField
        label={t('modeller.script.expression')}
        value={attribute(moddle, 'zeebe:Script', 'expression')}
        variables={variablesAt(element, forms)}
        onCommit={(expression) => write({ expression })}
      />
      <CommittedText
        label={t('modeller.script.result')}
        value={attribute(moddle, 'zeebe:Script', 'resultVariable')}
        onCommit={(resultVariable) => write({ resultVariable })}
      />
    </Question>
  );
}

/** Nach welcher Regel wird entschieden? */
export function DecisionQuestion({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { writer, session } = useBench();
  const moddle = element.businessObject;
  if (extension(moddle, 'zeebe:TaskDefinition') !== undefined) return <AutomationQuestion element={element} />;
  const decisions = session
    .current()
    .files.filter(({ path }) => path.endsWith('.dmn'))
    .flatMap(({ text }) => [...text.matchAll(/<(?:\w+:)?decision\s[^>]*?id="([^"]+)"(?:[^>]*?name="([^"]+)")?/g)])
    .map(([, id = '', name]) => ({ id, name: name ?? id }));
  const chosen = attribute(moddle, 'zeebe:CalledDecision', 'decisionId');
  const write = (attributes: Record<string, string>) =>
    writer.setExtension(element, moddle, 'zeebe:CalledDecision', attributes);
  return (
    <Question title={t('modeller.decision.title')}>
      <CommittedText
        label={t('modeller.decision.which')}
        hint={t(decisions.length === 0 ? 'modeller.decision.none' : 'modeller.decision.hint')}
        list={`decisions-${element.id}`}
        value={chosen}
        onCommit={(decisionId) => write({ decisionId })}
      />
      <datalist id={`decisions-${element.id}`}>
        {decisions.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
      <CommittedText
        label={t('modeller.script.result')}
        value={attribute(moddle, 'zeebe:CalledDecision', 'resultVariable')}
        onCommit={(resultVariable) => write({ resultVariable })}
      />
    </Question>
  );
}

/** Welcher Prozess wird aufgerufen? */
export function CallQuestion({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const moddle = element.businessObject;
  const called = (name: string) => extension(moddle, 'zeebe:CalledElement')?.get<boolean | string | undefined>(name);
  const write = (attributes: Record<string, string | boolean>) =>
    writer.setExtension(element, moddle, 'zeebe:CalledElement', attributes);
  const passes = (name: string) => called(name) !== false && called(name) !== 'false';
  return (
    <Question title={t('modeller.call.title')}>
      <CommittedText
        label={t('modeller.call.process')}
        hint={t('modeller.call.hint')}
        value={attribute(moddle, 'zeebe:CalledElement', 'processId')}
        onCommit={(processId) => write({ processId })}
      />
      {(['propagateAllParentVariables', 'propagateAllChildVariables'] as const).map((name) => (
        <label className="check-row" key={name}>
          <input
            type="checkbox"
            className="checkbox"
            checked={passes(name)}
            onChange={(event) => write({ [name]: event.target.checked })}
          />
          <span>{t(`modeller.call.${name}`)}</span>
        </label>
      ))}
    </Question>
  );
}

/** Send and receive tasks: a message of the engine, or a job that sends it. */
export function MessageTaskQuestions({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const moddle = element.businessObject;
  const hasJob = extension(moddle, 'zeebe:TaskDefinition') !== undefined;
  const [byJob, setByJob] = useState(hasJob || (isAny(element, 'bpmn:SendTask') && !hasMessage(moddle)));
  if (isAny(element, 'bpmn:ReceiveTask')) return <MessageQuestion element={element} owner={moddle} />;
  return (
    <>
      <Question title={t('modeller.send.title')}>
        <SelectField
          label={t('modeller.send.how')}
          value={byJob ? 'job' : 'message'}
          onChange={(event) => {
            setByJob(event.target.value === 'job');
            if (event.target.value === 'message') writer.removeExtension(element, moddle, 'zeebe:TaskDefinition');
          }}
        >
          <option value="job">{t('modeller.send.job')}</option>
          <option value="message">{t('modeller.send.message')}</option>
        </SelectField>
      </Question>
      {byJob ? <AutomationQuestion element={element} /> : <MessageQuestion element={element} owner={moddle} />}
    </>
  );
}

function hasMessage(moddle: Moddle): boolean {
  return moddle.get('messageRef') !== undefined;
}
