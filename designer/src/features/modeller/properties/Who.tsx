import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox, SelectField } from '../../../ui/Field';
import { isAny, type Drawn } from '../canvas/types';
import { formatWho, parseWho, type Who } from '../model/assignment';
import { attribute } from '../model/extensions';
import { variablesAt } from '../model/variables';
import { useBench } from '../workbench';
import { CommittedText, Question } from './Fields';

const definition = 'zeebe:AssignmentDefinition';
const kinds = ['lane', 'groups', 'person', 'field', 'expression'] as const;

/** Wer erledigt das? */
export function WhoQuestion({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { writer, modeler } = useBench();
  const moddle = element.businessObject;
  const known = parseWho({
    assignee: attribute(moddle, definition, 'assignee'),
    candidateGroups: attribute(moddle, definition, 'candidateGroups'),
    candidateUsers: attribute(moddle, definition, 'candidateUsers'),
  });
  const [chosen, setChosen] = useState<Who['kind'] | null>(null);
  const who = chosen === null || chosen === known.kind ? known : emptyWho(chosen);
  const lane = laneOf(modeler.get('elementRegistry').getAll(), element);
  const write = (next: Who) => writer.setExtension(element, moddle, definition, { ...formatWho(next) });
  return (
    <Question title={t('modeller.who.title')}>
      <SelectField
        label={t('modeller.who.how')}
        value={who.kind}
        onChange={(event) => {
          const kind = event.target.value as Who['kind'];
          setChosen(kind);
          if (kind === 'lane') write({ kind });
        }}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {kind === 'lane' && lane !== undefined ? t('modeller.who.laneNamed', { lane }) : t(`modeller.who.${kind}`)}
          </option>
        ))}
      </SelectField>
      {who.kind === 'lane' && lane === undefined && <p className="small muted">{t('modeller.who.noLane')}</p>}
      <WhoDetail element={element} who={who} onChange={write} />
    </Question>
  );
}

function WhoDetail({ element, who, onChange }: { element: Drawn; who: Who; onChange: (who: Who) => void }) {
  const { t } = useTranslation();
  const { groups, forms } = useBench();
  switch (who.kind) {
    case 'lane':
      return null;
    case 'groups': {
      const unknown = who.groups.filter((id) => groups.every((group) => group.id !== id));
      const all = [...groups, ...unknown.map((id) => ({ id, name: id }))];
      return (
        <div className="choices" role="group" aria-label={t('modeller.who.groups')}>
          {all.map((group) => (
            <Checkbox
              key={group.id}
              label={group.name}
              checked={who.groups.includes(group.id)}
              onChange={(event) =>
                onChange({
                  kind: 'groups',
                  groups: event.target.checked ? [...who.groups, group.id] : who.groups.filter((id) => id !== group.id),
                })
              }
            />
          ))}
          <p className="small muted">{t('modeller.who.groupsHint')}</p>
        </div>
      );
    }
    case 'person':
      return (
        <CommittedText
          label={t('modeller.who.account')}
          hint={t('modeller.who.accountHint')}
          value={who.user}
          onCommit={(user) => onChange({ kind: 'person', user })}
        />
      );
    case 'field':
      return (
        <SelectField
          label={t('modeller.who.fieldName')}
          value={who.variable}
          onChange={(event) => onChange({ kind: 'field', variable: event.target.value })}
        >
          <option value="">{t('modeller.choose')}</option>
          {variableNames(variablesAt(element, forms), who.variable).map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </SelectField>
      );
    case 'expression':
      return (
        <>
          <CommittedText
            label={t('modeller.who.assigneeText')}
            value={who.assignee}
            onCommit={(assignee) => onChange({ ...who, assignee })}
          />
          <CommittedText
            label={t('modeller.who.groupsText')}
            hint={t('modeller.who.expressionHint')}
            value={who.groups}
            onCommit={(text) => onChange({ ...who, groups: text })}
          />
          <CommittedText
            label={t('modeller.who.usersText')}
            value={who.users}
            onCommit={(users) => onChange({ ...who, users })}
          />
        </>
      );
  }
}

/** The known variables, and the chosen one even if no step before fills it. */
function variableNames<Known extends { name: string; title: string }>(known: Known[], chosen: string) {
  const isKnown = chosen === '' || known.some(({ name }) => name === chosen);
  return isKnown ? known : [...known, { name: chosen, title: chosen }];
}

function emptyWho(kind: Who['kind']): Who {
  switch (kind) {
    case 'lane':
      return { kind };
    case 'groups':
      return { kind, groups: [] };
    case 'person':
      return { kind, user: '' };
    case 'field':
      return { kind, variable: '' };
    case 'expression':
      return { kind, assignee: '', groups: '', users: '' };
  }
}

/** The name of the innermost lane around an element: the group that does it when nothing else is said. */
function laneOf(all: Drawn[], element: Drawn): string | undefined {
  const refersTo = (lane: Drawn) =>
    (lane.businessObject.get<unknown[] | undefined>('flowNodeRef') ?? []).includes(element.businessObject);
  const lanes = all.filter((candidate) => isAny(candidate, 'bpmn:Lane') && refersTo(candidate));
  const innermost = lanes.toSorted((a, b) => a.width * a.height - b.width * b.height)[0];
  return innermost?.businessObject.name;
}
