import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/Badge';
import { type FormChange, type FormDetail, compareForms } from './model/compare';
import { parseForm } from './model/document';
import { propertyWord } from './words';

const tones = { added: 'success', removed: 'danger', changed: 'warning' } as const;

/** What differs between two versions of a form, field by field, in words; an empty text is a form that is not there. */
export default function FormComparison({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation();
  const [one, other] = [before, after].map((text) => (text === '' ? {} : parseForm(text)));
  if (one == null || other == null) return null;
  const changes = compareForms(one, other);
  if (changes.length === 0) return <p>{t('formEditor.difference.format')}</p>;
  return (
    <ul className="form-differences" aria-label={t('modeller.compare.list')}>
      {changes.map((change) => (
        <li key={`${change.kind} ${change.id}`}>
          <Badge tone={tones[change.kind]}>{t(`modeller.compare.${change.kind}`)}</Badge>
          <div>
            <b>{nameOf(change)}</b>
            {change.details.length > 0 && (
              <ul>
                {change.details.map((detail) => (
                  <li key={detail.property}>{sentenceOf(detail)}</li>
                ))}
              </ul>
            )}
          </div>
        </li>
      ))}
    </ul>
  );

  function nameOf({ role, title, id }: FormChange): string {
    if (role === 'form') return t('formEditor.role.form');
    return role === 'page' ? t('formEditor.difference.page', { title }) : title || id;
  }

  function sentenceOf({ property, of, before: old, after: now }: FormDetail): string {
    const what = propertyWord(property, of, t);
    const said = (value: string) => {
      if (property === 'kind') return t(`formEditor.kind.${value}`, { defaultValue: value });
      if (value === 'true' || value === 'false') return t(`formEditor.flag.${value}`);
      return value;
    };
    if (old === '') return t('formEditor.difference.set', { what, now: said(now) });
    if (now === '') return t('formEditor.difference.unset', { what, old: said(old) });
    return t('formEditor.difference.was', { what, old: said(old), now: said(now) });
  }
}
