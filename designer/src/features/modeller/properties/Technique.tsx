import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../ui/Button';
import { TextField } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import { isAny, type Drawn, type Moddle } from '../canvas/types';
import { attribute, extension, type Pair, type PairList, pairs, property } from '../model/extensions';
import { useBench } from '../workbench';
import { CommittedText, Question } from './Fields';

/** The tab „Technik“: ids, job, headers, mappings and free properties as they stand in the document. */
export function Technique({ element, owner }: { element: Drawn; owner: Moddle }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const hasJob = extension(owner, 'zeebe:TaskDefinition') !== undefined;
  const isJobHost = isAny(
    owner,
    'bpmn:ServiceTask',
    'bpmn:SendTask',
    'bpmn:ScriptTask',
    'bpmn:BusinessRuleTask',
    'bpmn:ThrowEvent',
  );
  const lists = listsOf(owner);
  return (
    <>
      <Question title={t('modeller.technique.identity')}>
        <CommittedText
          label={t('modeller.technique.id')}
          hint={t('modeller.technique.idHint')}
          value={owner.id}
          onCommit={(id) => {
            if (/^[A-Za-z_][\w.-]*$/.test(id)) writer.updatePart(element, owner, { id });
          }}
        />
        {isAny(owner, 'bpmn:Process') && (
          <CommittedText
            label={t('modeller.technique.versionTag')}
            optional
            value={attribute(owner, 'zeebe:VersionTag', 'value')}
            onCommit={(value) => writer.setExtension(element, owner, 'zeebe:VersionTag', { value })}
          />
        )}
        {isAny(owner, 'bpmn:UserTask') && (
          <CommittedText
            label={t('modeller.technique.taskTitle')}
            hint={t('modeller.technique.taskTitleHint')}
            optional
            value={property(owner, 'kommune:title')}
            onCommit={(value) => writer.setProperty(element, owner, 'kommune:title', value)}
          />
        )}
      </Question>
      {isJobHost && (
        <Question title={t('modeller.technique.job')}>
          <CommittedText
            label={t('modeller.work.type')}
            optional
            value={attribute(owner, 'zeebe:TaskDefinition', 'type')}
            onCommit={(type) => writer.setExtension(element, owner, 'zeebe:TaskDefinition', { type })}
          />
          {hasJob && (
            <CommittedText
              label={t('modeller.technique.retries')}
              optional
              value={attribute(owner, 'zeebe:TaskDefinition', 'retries')}
              onCommit={(retries) => writer.setExtension(element, owner, 'zeebe:TaskDefinition', { retries })}
            />
          )}
        </Question>
      )}
      {lists.map((list) => (
        <PairTable key={list} element={element} owner={owner} list={list} />
      ))}
    </>
  );
}

function listsOf(owner: Moddle): PairList[] {
  const maps = isAny(owner, 'bpmn:Activity', 'bpmn:Event');
  const heads = isAny(
    owner,
    'bpmn:UserTask',
    'bpmn:ServiceTask',
    'bpmn:SendTask',
    'bpmn:ScriptTask',
    'bpmn:BusinessRuleTask',
  );
  return [...(maps ? (['inputs', 'outputs'] as const) : []), ...(heads ? (['headers'] as const) : []), 'properties'];
}

/** Pairs of a name and a value, each line editable, the last one empty for adding. */
export function PairTable({ element, owner, list }: { element: Drawn; owner: Moddle; list: PairList }) {
  const { t } = useTranslation();
  const { writer } = useBench();
  const known = pairs(owner, list);
  const [added, setAdded] = useState<Pair | null>(null);
  const rows = added === null ? known : [...known, added];
  const change = (at: number, pair: Pair) => {
    if (at === known.length && (pair.name === '' || pair.value === '')) {
      setAdded(pair);
      return;
    }
    setAdded(null);
    writer.setPairs(
      element,
      owner,
      list,
      at === known.length ? [...known, pair] : known.map((old, i) => (i === at ? pair : old)),
    );
  };
  return (
    <Question title={t(`modeller.pairs.${list}`)}>
      {rows.map((pair, at) => (
        // Lines have no identity but their place in the document.
        // oxlint-disable-next-line react/no-array-index-key
        <div className="pair" key={`${list}-${at}`}>
          <PairField
            label={t(`modeller.pairs.${list}Name`)}
            value={pair.name}
            onCommit={(name) => change(at, { ...pair, name })}
          />
          <PairField
            label={t(`modeller.pairs.${list}Value`)}
            value={pair.value}
            onCommit={(value) => change(at, { ...pair, value })}
          />
          <IconButton
            icon="trash"
            compact
            label={t('modeller.pairs.remove', { name: pair.name })}
            onClick={() => {
              if (at === known.length) setAdded(null);
              else
                writer.setPairs(
                  element,
                  owner,
                  list,
                  known.filter((_, i) => i !== at),
                );
            }}
          />
        </div>
      ))}
      <button type="button" className="link-button with-icon" onClick={() => setAdded({ name: '', value: '' })}>
        <Icon name="add" size={16} />
        {t('modeller.pairs.add')}
      </button>
    </Question>
  );
}

function PairField({ label, value, onCommit }: { label: string; value: string; onCommit: (value: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextField
      label={label}
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed !== null && typed !== value) onCommit(typed);
        setTyped(null);
      }}
    />
  );
}
