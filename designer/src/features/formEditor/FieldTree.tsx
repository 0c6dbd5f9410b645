import { type DragEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { type FormFinding, useEditing } from './editor';
import { childPlaces, mayStandIn, nodeAt, type Place, type Row, rowsOf, standing } from './model/document';
import { isTranslated, missingIn, textsOf } from './model/texts';
import { kindDragged } from './Palette';
import { iconOf, kindWord, titleOf } from './words';

const rowDragged = 'application/x-form-place';
const order = ['hint', 'warning', 'error'] as const;
const signs = { error: 'alert', warning: 'warning', hint: 'info' } as const;

type Spot = { place: Place; where: 'before' | 'after' | 'inside' } | null;

/** The form as a tree of lines: walked with arrows, moved with Alt and arrows, removed with Delete, edited with Enter. */
export function FieldTree() {
  const { t } = useTranslation();
  const { form, place, readOnly, findings, choose, focusRow, focusQuestions, actions } = useEditing();
  const [spot, setSpot] = useState<Spot>(null);
  const tree = useRef<HTMLUListElement>(null);
  useEffect(() => {
    tree.current?.querySelector(`[data-place="${place}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [place]);
  const rows = useMemo(() => rowsOf(form), [form]);
  const untranslated = useMemo(() => {
    const texts = textsOf(form);
    return new Set(isTranslated(texts) ? missingIn(texts, 'en').map((text) => text.place) : []);
  }, [form]);

  const go = (row: Row | undefined) => {
    if (row === undefined) return;
    choose(row.place);
    focusRow(row.place);
  };
  const ask = (row: Row) => {
    choose(row.place);
    focusQuestions();
  };
  const onKey = (event: KeyboardEvent, row: Row) => {
    const at = rows.indexOf(row);
    const plain: Record<string, () => void> = {
      ArrowDown: () => go(rows[at + 1]),
      ArrowUp: () => go(rows[at - 1]),
      Home: () => go(rows[0]),
      End: () => go(rows.at(-1)),
      ArrowLeft: () => go(rows.find((one) => one.place === standing(row.place).owner && row.place !== '')),
      ArrowRight: () => go(rows[at + 1]?.level === row.level + 1 ? rows[at + 1] : undefined),
      Enter: () => ask(row),
      F2: () => ask(row),
      ...(readOnly ? {} : { Delete: () => actions.remove(row.place) }),
    };
    const moves: Record<string, () => void> = {
      ArrowUp: () => actions.move(row.place, 'up'),
      ArrowDown: () => actions.move(row.place, 'down'),
      ArrowRight: () => actions.move(row.place, 'in'),
      ArrowLeft: () => actions.move(row.place, 'out'),
    };
    const withControl: Record<string, () => void> = {
      c: () => actions.copy(row.place),
      d: () => actions.duplicate(row.place),
      v: actions.paste,
    };
    const hasControl = event.ctrlKey || event.metaKey;
    if (readOnly && (event.altKey || hasControl)) return;
    const keys = event.altKey ? moves : hasControl ? withControl : plain;
    const act = keys[hasControl ? event.key.toLowerCase() : event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <div className="field-tree">
      {!readOnly && <TreeTools />}
      <ul role="tree" ref={tree} aria-label={t('formEditor.list')}>
        {rows.map((row) => (
          <li key={row.place} role="none">
            <Line
              row={row}
              spot={spot?.place === row.place ? spot.where : null}
              findings={findings.filter((finding) => finding.place === row.place)}
              isUntranslated={untranslated.has(row.place)}
              onKey={onKey}
              onSpot={setSpot}
            />
          </li>
        ))}
      </ul>
      <p className="small muted field-tree-keys">{readOnly ? '' : t('formEditor.keys')}</p>
    </div>
  );
}

/** What can be done with the chosen line, for the mouse and for those who look for it. */
function TreeTools() {
  const { t } = useTranslation();
  const { place, actions } = useEditing();
  const isForm = place === '';
  return (
    <div className="toolbar field-tree-tools" role="toolbar" aria-label={t('formEditor.tools')}>
      <IconButton
        icon="up"
        compact
        label={t('formEditor.up')}
        disabled={isForm}
        onClick={() => actions.move(place, 'up')}
      />
      <IconButton
        icon="down"
        compact
        label={t('formEditor.down')}
        disabled={isForm}
        onClick={() => actions.move(place, 'down')}
      />
      <IconButton
        icon="copy"
        compact
        label={t('formEditor.duplicate')}
        disabled={isForm}
        onClick={() => actions.duplicate(place)}
      />
      <IconButton
        icon="trash"
        compact
        label={t('formEditor.remove')}
        disabled={isForm}
        onClick={() => actions.remove(place)}
      />
    </div>
  );
}

interface LineProps {
  row: Row;
  spot: 'before' | 'after' | 'inside' | null;
  findings: FormFinding[];
  isUntranslated: boolean;
  onKey: (event: KeyboardEvent, row: Row) => void;
  onSpot: (spot: Spot) => void;
}

function Line({ row, spot, findings, isUntranslated, onKey, onSpot }: LineProps) {
  const { t } = useTranslation();
  const { form, place, readOnly, choose, focusRow, focusQuestions, actions } = useEditing();
  const { node, level, role, position, size } = row;
  const isChosen = row.place === place;
  const severity = order.findLast((one) => findings.some((finding) => finding.severity === one));
  const marks = [
    ...(node.isRequired === true || typeof node.requiredIf === 'string' ? ['required'] : []),
    ...(typeof node.visibleIf === 'string' || node.visible === false ? ['conditional'] : []),
    ...(node.readOnly === true ? ['readOnly'] : []),
  ];

  /** Where something dragged over this line would go. */
  const spotAt = (event: DragEvent): NonNullable<Spot>['where'] => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = (event.clientY - box.top) / box.height;
    const holds = role === 'form' || role === 'page' || ['panel', 'paneldynamic'].includes(String(node.type));
    if (holds && (role !== 'field' || part > 0.3)) return 'inside';
    return part < 0.5 ? 'before' : 'after';
  };
  const targetOf = (where: NonNullable<Spot>['where']): { owner: Place; index: number } => {
    if (where !== 'inside') {
      const { owner, index } = standing(row.place);
      return { owner, index: where === 'before' ? index : index + 1 };
    }
    const owner = role === 'form' && Array.isArray(form.pages) ? (childPlaces(form, '').at(-1) ?? '') : row.place;
    return { owner, index: childPlaces(nodeAt(form, owner) ?? {}, owner).length };
  };
  const onOver = (event: DragEvent) => {
    const { types } = event.dataTransfer;
    if (readOnly || !(types.includes(kindDragged) || types.includes(rowDragged))) return;
    if (types.includes(kindDragged) && (role === 'column' || role === 'item')) return;
    event.preventDefault();
    onSpot({ place: row.place, where: spotAt(event) });
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    onSpot(null);
    const dragged = event.dataTransfer.getData(rowDragged);
    const kind = event.dataTransfer.getData(kindDragged);
    const fromPage = standing(dragged).list === 'pages';
    const where =
      fromPage && role === 'page' ? (position - 1 > standing(dragged).index ? 'after' : 'before') : spotAt(event);
    const { owner, index } = targetOf(where);
    if (kind !== '') actions.add(kind, owner, index);
    else if (mayStandIn(form, dragged, owner)) actions.drop(dragged, owner, index);
  };
  return (
    <div
      role="treeitem"
      data-place={row.place}
      className={['field-line', `line-${role}`, spot === null ? '' : `drop-${spot}`].join(' ')}
      style={{ paddingInlineStart: `${(level - 1) * 20 + 12}px` }}
      aria-level={level}
      aria-posinset={position}
      aria-setsize={size}
      aria-selected={isChosen}
      tabIndex={isChosen ? 0 : -1}
      draggable={!readOnly && role !== 'form'}
      onDragStart={(event) => {
        event.dataTransfer.setData(rowDragged, row.place);
        event.dataTransfer.effectAllowed = 'move';
      }}
      onDragOver={onOver}
      onDragLeave={() => onSpot(null)}
      onDrop={onDrop}
      onClick={() => {
        choose(row.place);
        focusRow(row.place);
      }}
      onDoubleClick={focusQuestions}
      onKeyDown={(event) => onKey(event, row)}
    >
      <Icon name={iconOf(form, row)} size={20} />
      <span className="field-line-text">
        <span className="field-line-title">{titleOf(form, row, t)}</span>
        <span className="hidden-visually">, </span>
        <small>{kindWord(form, row, t)}</small>
      </span>
      {marks.map((mark) => (
        <span key={mark} className="field-line-mark">
          <span className="hidden-visually">, </span>
          {t(`formEditor.mark.${mark}`)}
        </span>
      ))}
      {isUntranslated && (
        <span className="outline-finding warning" title={t('formEditor.noEnglish')}>
          <Icon name="translate" size={16} />
          <span className="hidden-visually">, {t('formEditor.noEnglish')}</span>
        </span>
      )}
      {severity !== undefined && (
        <span className={`outline-finding ${severity}`} title={findings[0]?.message}>
          <Icon name={signs[severity]} size={16} />
          <span className="hidden-visually">, {t(`modeller.findings.${severity}`)}</span>
        </span>
      )}
    </div>
  );
}
