import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button';
import { SelectField, TextField } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import { Message } from '../../../ui/Message';
import { useEditing } from '../editor';
import { childPlaces, type FormNode, insertAt, nodeAt, type Place, roleOf, rowsOf, standing } from '../model/document';
import { conversion, familyOf, type Kind, kindOf, kinds, knownProperties, unknownProperties } from '../model/kinds';
import { nameFor, scopeOf, takenNames } from '../model/names';
import { isTranslated, missingIn, textIn, textsOf } from '../model/texts';
import { iconOf, kindWord, titleOf } from '../words';
import { Checks } from './Checks';
import { PropertyField } from './PropertyField';
import { answerQuestions, dependsOn } from './questions';
import { WhenQuestions } from './When';

const nothingAsked = ['html', 'image', 'expression', 'panel'];

/** The questions about what is chosen: the form, a page, or one field. Escape leads back to its line. */
export function Properties() {
  const { t } = useTranslation();
  const { form, place, readOnly, findings, focusRow } = useEditing();
  const node = nodeAt(form, place);
  const row = rowsOf(form).find((one) => one.place === place);
  if (node === null || row === undefined) return null;
  const kind = kindOf(node, place, nodeAt(form, standing(place).owner));
  const own = findings.filter((finding) => (finding.place ?? '') === place);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    focusRow(place);
  };
  return (
    // Escape is a way out for the keyboard; the questions themselves are controls.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={onKey}>
      <div className="form-properties-head">
        <Icon name={iconOf(form, row)} />
        <h2>
          {titleOf(form, row, t)} <small>{kindWord(form, row, t)}</small>
        </h2>
      </div>
      <fieldset className="questions form-questions" disabled={readOnly}>
        {own.map(({ severity, message }) => (
          <Message key={message} kind={severity === 'error' ? 'danger' : severity === 'warning' ? 'warning' : 'info'}>
            {message}
          </Message>
        ))}
        {row.role === 'form' ? (
          <FormQuestions node={node} />
        ) : row.role === 'page' ? (
          <PageQuestions node={node} />
        ) : (
          <FieldQuestions node={node} place={place} kind={kind} />
        )}
      </fieldset>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="question">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

function FormQuestions({ node }: { node: FormNode }) {
  const { t } = useTranslation();
  const { form, actions } = useEditing();
  const texts = textsOf(form);
  const missing = missingIn(texts, 'en').length;
  return (
    <>
      <Group title={t('formEditor.section.form')}>
        <PropertyField property="title" control="text" node={node} kind="form" />
        <PropertyField property="description" control="text" node={node} kind="form" />
        <p className="small muted">
          {isTranslated(texts) ? t('formEditor.missing', { count: missing }) : t('formEditor.germanOnly')}
        </p>
        <Button small icon="add" onClick={actions.addPage}>
          {t('formEditor.addPage')}
        </Button>
      </Group>
      <Unknown node={node} kind="form" />
    </>
  );
}

function PageQuestions({ node }: { node: FormNode }) {
  const { t } = useTranslation();
  return (
    <>
      <Group title={t('formEditor.section.page')}>
        <PropertyField property="title" control="text" node={node} kind="page" />
        <PropertyField property="description" control="text" node={node} kind="page" />
      </Group>
      <Group title={t('formEditor.section.when')}>
        <WhenQuestions node={node} known={['visibleIf', 'enableIf']} />
      </Group>
      <Unknown node={node} kind="page" />
    </>
  );
}

function FieldQuestions({ node, place, kind }: { node: FormNode; place: Place; kind: Kind | null }) {
  const { t } = useTranslation();
  const id = kind?.id ?? '';
  const known = knownProperties(id);
  const answer = (answerQuestions[id] ?? []).filter(({ property }) => {
    const needs = dependsOn[property];
    return needs === undefined || (node[needs] !== undefined && node[needs] !== false);
  });
  return (
    <>
      <Group title={t('formEditor.section.question')}>
        <PropertyField property="title" control="text" node={node} kind={id} />
        {roleOf(place) === 'field' && <PropertyField property="description" control="text" node={node} kind={id} />}
        {kind !== null && <KindChoice node={node} place={place} kind={kind} />}
      </Group>
      {(id === 'matrixdynamic' || id === 'multipletext') && <Parts node={node} place={place} kind={id} />}
      {answer.length > 0 && (
        <Group title={t(`formEditor.section.${nothingAsked.includes(id) ? 'content' : 'answer'}`)}>
          {answer.map(({ property, control }) => (
            <PropertyField key={property} property={property} control={control} node={node} kind={id} />
          ))}
        </Group>
      )}
      <Group title={t('formEditor.section.when')}>
        <WhenQuestions node={node} known={roleOf(place) === 'item' ? [] : known} />
        {roleOf(place) === 'item' && <PropertyField property="isRequired" control="flag" node={node} kind={id} />}
        {known.includes('requiredErrorText') && (node.isRequired === true || node.requiredIf !== undefined) && (
          <PropertyField property="requiredErrorText" control="text" node={node} kind={id} />
        )}
      </Group>
      {known.includes('validators') && (
        <Group title={t('formEditor.section.checks')}>
          <Checks node={node} kind={id} />
        </Group>
      )}
      <Group title={t('formEditor.section.technique')}>
        <NameField node={node} place={place} />
        {known.includes('valueName') && roleOf(place) === 'field' && (
          <PropertyField property="valueName" control="plain" node={node} kind={id} />
        )}
        {roleOf(place) === 'field' && (
          <PropertyField property="startWithNewLine" control="flagOff" node={node} kind={id} />
        )}
      </Group>
      <Unknown node={node} kind={id} />
    </>
  );
}

/** Another kind for the same question, as far as its answers allow. */
function KindChoice({ node, place, kind }: { node: FormNode; place: Place; kind: Kind }) {
  const { t } = useTranslation();
  const { set } = useEditing();
  const family = familyOf(kind, place);
  if (family.length < 2) return null;
  const offered = family.includes(kind.id) ? family : [kind.id, ...family];
  return (
    <SelectField
      label={t('formEditor.prop.kind')}
      value={kind.id}
      onChange={(event) => {
        const to = kinds.find(({ id }) => id === event.target.value);
        if (to !== undefined) set(conversion(node, place, kind, to));
      }}
    >
      {offered.map((id) => (
        <option key={id} value={id}>
          {t(`formEditor.kind.${id}`)}
        </option>
      ))}
    </SelectField>
  );
}

/** The columns of a table, or the texts of a list of texts: each is a line of its own in the list. */
function Parts({ node, place, kind }: { node: FormNode; place: Place; kind: string }) {
  const { t } = useTranslation();
  const { form, change, choose, focusQuestions } = useEditing();
  const isTable = kind === 'matrixdynamic';
  const places = childPlaces(node, place);
  const add = () => {
    const inside = `${place}/${isTable ? 'columns' : 'items'}/${places.length}`;
    const name = nameFor(isTable ? 'spalte' : 'text', takenNames(form, scopeOf(form, inside), null));
    const part: FormNode = isTable ? { name, title: '', cellType: 'text' } : { name, title: '' };
    change(insertAt(form, place, places.length, part));
    focusQuestions();
  };
  return (
    <Group title={t(isTable ? 'formEditor.section.columns' : 'formEditor.section.items')}>
      <ul className="form-parts">
        {places.map((at) => {
          const part = nodeAt(form, at);
          return (
            <li key={at}>
              <button type="button" className="link-button" onClick={() => choose(at)}>
                {textIn(part?.title, 'de') || String(part?.name ?? '')}
              </button>
            </li>
          );
        })}
      </ul>
      <button type="button" className="link-button with-icon" onClick={add}>
        <Icon name="add" size={16} />
        {t(isTable ? 'formEditor.addColumn' : 'formEditor.addText')}
      </button>
    </Group>
  );
}

/** The name conditions and other steps know the answer by; taken over when it is one and nobody else has it. */
function NameField({ node, place }: { node: FormNode; place: Place }) {
  const { t } = useTranslation();
  const { form, set } = useEditing();
  const [typed, setTyped] = useState<string | null>(null);
  const name = typeof node.name === 'string' ? node.name : '';
  const wanted = (typed ?? name).trim();
  const isTaken = wanted !== name && takenNames(form, scopeOf(form, place), place).has(wanted);
  const isName = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(wanted);
  const fault = isTaken ? t('formEditor.nameTaken') : typed !== null && !isName ? t('formEditor.noName') : null;
  return (
    <TextField
      label={t('formEditor.prop.name')}
      hint={t('formEditor.propHint.name')}
      error={fault}
      spellCheck={false}
      value={typed ?? name}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (fault !== null) return;
        if (typed !== null && wanted !== name) set({ name: wanted });
        setTyped(null);
      }}
    />
  );
}

/** What stands in the file and is kept, although no question asks for it. */
function Unknown({ node, kind }: { node: FormNode; kind: string }) {
  const { t } = useTranslation();
  const names = unknownProperties(node, kind);
  if (names.length === 0) return null;
  return (
    <Group title={t('formEditor.section.unknown')}>
      <p className="small">{t('formEditor.unknownHint')}</p>
      <ul className="variable-names">
        {names.map((name) => (
          <li key={name} title={JSON.stringify(node[name])}>
            {name}
          </li>
        ))}
      </ul>
    </Group>
  );
}
