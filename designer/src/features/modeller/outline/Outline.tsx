import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../ui/Icon';
import type { IconName } from '../../../ui/icons';
import type { Severity } from '../api';
import { reveal } from '../canvas/steps';
import { eventDefinition, isAny, type Drawn } from '../canvas/types';
import { useBench } from '../workbench';
import { type OutlineItem, outlineOf, visibleItems } from './outline';
import { OutlineActions } from './OutlineActions';

const icons: [string, IconName][] = [
  ['bpmn:UserTask', 'account'],
  ['bpmn:ServiceTask', 'gear'],
  ['bpmn:ScriptTask', 'gear'],
  ['bpmn:BusinessRuleTask', 'rule'],
  ['bpmn:SendTask', 'mail'],
  ['bpmn:ReceiveTask', 'mail'],
  ['bpmn:Gateway', 'fork'],
  ['bpmn:SubProcess', 'process'],
  ['bpmn:CallActivity', 'process'],
  ['bpmn:StartEvent', 'start'],
  ['bpmn:EndEvent', 'stop'],
  ['bpmn:Lane', 'lane'],
  ['bpmn:Participant', 'process'],
  ['bpmn:Process', 'process'],
  ['bpmn:Collaboration', 'process'],
  ['bpmn:SequenceFlow', 'right'],
];

export function iconOf(element: Drawn): IconName {
  const definition = eventDefinition(element.businessObject)?.$type;
  if (definition === 'bpmn:TimerEventDefinition') return 'clock';
  if (definition === 'bpmn:MessageEventDefinition') return 'mail';
  return icons.find(([type]) => isAny(element, type))?.[1] ?? 'flag';
}

/** The procedure as a tree of steps: walked with arrows, renamed with F2, removed with Delete, edited with Enter. */
export function Outline() {
  const { t } = useTranslation();
  const { modeler, readOnly, findings, openProperties, writer } = useBench();
  const selectedId = modeler.get('selection').get()[0]?.id;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [renaming, setRenaming] = useState<string | null>(null);
  const tree = useRef<HTMLUListElement>(null);
  const items = outlineOf(modeler.get('canvas').getRootElement());
  const lines = visibleItems(items, closed);
  const current = lines.find(([item]) => item.id === selectedId)?.[0] ?? lines[0]?.[0];
  const severities = useMemo(() => worst(findings), [findings]);

  const go = (item: OutlineItem | undefined) => {
    if (item === undefined) return;
    reveal(modeler, item.id);
    requestAnimationFrame(() => tree.current?.querySelector<HTMLElement>(`[data-id="${item.id}"]`)?.focus());
  };
  const fold = (id: string, isClosed: boolean) => {
    const next = new Set(closed);
    if (isClosed) next.add(id);
    else next.delete(id);
    setClosed(next);
  };
  const remove = (item: OutlineItem) => {
    const at = lines.findIndex(([line]) => line.id === item.id);
    modeler.get('modeling').removeElements([item.element]);
    go(lines[at - 1]?.[0]);
  };
  const onKey = (event: KeyboardEvent, item: OutlineItem) => {
    const at = lines.findIndex(([line]) => line.id === item.id);
    const keys: Record<string, () => void> = {
      ArrowDown: () => go(lines[at + 1]?.[0]),
      ArrowUp: () => go(lines[at - 1]?.[0]),
      Home: () => go(lines[0]?.[0]),
      End: () => go(lines.at(-1)?.[0]),
      ArrowLeft: () =>
        item.children.length > 0 && !closed.has(item.id) ? fold(item.id, true) : go(parentOf(lines, at)),
      ArrowRight: () => (closed.has(item.id) ? fold(item.id, false) : go(item.children[0])),
      Enter: () => {
        reveal(modeler, item.id);
        openProperties();
      },
      ...(readOnly ? {} : { F2: () => setRenaming(item.id), Delete: () => remove(item) }),
    };
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  const line = (item: OutlineItem, level: number) => {
    const isCurrent = item.id === current?.id;
    const name = nameOf(item, t);
    const severity = severities.get(item.id);
    return (
      <li key={item.id} role="none">
        {renaming === item.id ? (
          <Rename
            label={t('modeller.outline.newName', { name })}
            value={item.element.businessObject.name ?? ''}
            onDone={(value) => {
              setRenaming(null);
              if (value !== null) writer.update(item.element, { name: value === '' ? undefined : value });
              go(item);
            }}
          />
        ) : (
          <div
            role="treeitem"
            data-id={item.id}
            className="outline-line"
            style={{ paddingInlineStart: `${level * 16}px` }}
            aria-level={level}
            aria-selected={item.id === selectedId}
            aria-expanded={item.children.length === 0 ? undefined : !closed.has(item.id)}
            tabIndex={isCurrent ? 0 : -1}
            onClick={() => go(item)}
            onDoubleClick={openProperties}
            onKeyDown={(event) => onKey(event, item)}
          >
            <Icon name={iconOf(item.element)} size={16} />
            <span className="outline-name">
              {name}
              <span className="hidden-visually">
                , {t(`modeller.outline.${item.kind}`, { kind: kindName(item, t) })}
              </span>
            </span>
            {severity !== undefined && (
              <span className={`outline-finding ${severity}`} title={t(`modeller.findings.${severity}`)}>
                <Icon name={severity === 'error' ? 'alert' : severity === 'warning' ? 'warning' : 'info'} size={16} />
                <span className="hidden-visually">{t(`modeller.findings.${severity}`)}</span>
              </span>
            )}
          </div>
        )}
      </li>
    );
  };
  return (
    <div className="outline">
      {current !== undefined && !readOnly && (
        <OutlineActions
          item={current}
          onRename={() => setRenaming(current.id)}
          onRemove={() => remove(current)}
          onAdded={(element) => {
            setRenaming(element.id);
          }}
        />
      )}
      <ul role="tree" aria-label={t('modeller.outline.title')} ref={tree}>
        {lines.map(([item, level]) => line(item, level))}
      </ul>
      {items.length === 0 && <p className="muted small">{t('modeller.outline.empty')}</p>}
    </div>
  );
}

function Rename({ label, value, onDone }: { label: string; value: string; onDone: (value: string | null) => void }) {
  // A name on several lines is shown on one; only what somebody types here is written.
  const shown = value.replaceAll('\n', ' ');
  const [text, setText] = useState(shown);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <input
      ref={field}
      className="input outline-rename"
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => onDone(text === shown ? null : text.trim())}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') onDone(null);
      }}
    />
  );
}

function parentOf(lines: [OutlineItem, number][], at: number): OutlineItem | undefined {
  const level = lines[at]?.[1] ?? 1;
  return lines.slice(0, at).findLast(([, other]) => other < level)?.[0];
}

type Translate = (key: string, values?: Record<string, unknown>) => string;

/** What a line is called: its name, or what it is when it has none. */
function nameOf({ element, kind, leadsTo }: OutlineItem, t: Translate): string {
  const name = element.businessObject.name ?? '';
  if (kind !== 'way') return name === '' ? kindName({ element }, t) : name.replaceAll('\n', ' ');
  const isDefault = element.source?.businessObject.get('default') === element.businessObject;
  const when = name === '' ? t(isDefault ? 'modeller.outline.otherwise' : 'modeller.outline.unnamedWay') : name;
  return leadsTo === null || leadsTo === '' ? when : `${when} → ${leadsTo}`;
}

export function kindName({ element }: Pick<OutlineItem, 'element'>, t: Translate): string {
  const definition = eventDefinition(element.businessObject)?.$type.replace(/^bpmn:|EventDefinition$/g, '') ?? '';
  return t(`modeller.kind.${element.businessObject.$type.slice('bpmn:'.length)}${definition}`, {
    defaultValue: t(`modeller.kind.${element.businessObject.$type.slice('bpmn:'.length)}`),
  });
}

function worst(findings: { elementId: string | null; severity: Severity }[]): Map<string, Severity> {
  const order: Severity[] = ['hint', 'warning', 'error'];
  const found = new Map<string, Severity>();
  for (const { elementId, severity } of findings) {
    if (elementId === null) continue;
    const known = found.get(elementId);
    if (known === undefined || order.indexOf(severity) > order.indexOf(known)) found.set(elementId, severity);
  }
  return found;
}
