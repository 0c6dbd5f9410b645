import type { TFunction } from 'i18next';
import type { IconName } from '../../ui/icons';
import { type FormNode, nodeAt, type Row, standing } from './model/document';
import { kindOf } from './model/kinds';
import { textIn } from './model/texts';

/** What a line is called: its title, else its name, else what it is. */
export function titleOf(form: FormNode, { place, node, role, position }: Row, t: TFunction): string {
  const title = textIn(node.title, 'de').trim();
  if (title !== '') return title;
  if (role === 'page') return t('formEditor.pageNumber', { number: position });
  if (role === 'form') return t('formEditor.untitled');
  const html = typeof node.html === 'string' ? node.html : textIn(node.html, 'de');
  const said = html.replace(/<[^>]*>/g, ' ').trim();
  if (said !== '') return said.length > 60 ? `${said.slice(0, 57)}…` : said;
  const kind = kindWord(form, { place, node, role }, t);
  return typeof node.name === 'string' && !/^feld\d*$/.test(node.name) ? node.name : kind;
}

/** What kind of thing a line is, in words. */
export function kindWord(
  form: FormNode,
  { place, node, role }: Pick<Row, 'place' | 'node' | 'role'>,
  t: TFunction,
): string {
  if (role === 'form' || role === 'page') return t(`formEditor.role.${role}`);
  const kind = kindOf(node, place, nodeAt(form, standing(place).owner));
  const type = String(node.cellType ?? node.type ?? '');
  return kind === null ? t('formEditor.unknownKind', { type }) : t(`formEditor.kind.${kind.id}`);
}

export function iconOf(form: FormNode, { place, node, role }: Row): IconName {
  if (role === 'form') return 'document';
  if (role === 'page') return 'news';
  return kindOf(node, place, nodeAt(form, standing(place).owner))?.icon ?? 'help';
}

/** The question a property answers; some depend on the kind of field. */
export function propertyWord(property: string, kind: string, t: TFunction): string {
  const own = `formEditor.prop.${property}For.${kind}`;
  return t(own, { defaultValue: t(`formEditor.prop.${property}`, { defaultValue: property }) });
}
