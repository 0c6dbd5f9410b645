import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '../../ui/Field';
import { useEditing } from './editor';
import { nodeAt, roleOf, rowsOf, setProperties, standing } from './model/document';
import { kindOf } from './model/kinds';
import { type FormText, type Language, missingIn, textChange, textIn } from './model/texts';
import { propertyWord, titleOf } from './words';

const languages: Language[] = ['de', 'en'];

/** Every text of the form, German first and English beside it; what is missing is marked. */
export function Translations({ texts }: { texts: FormText[] }) {
  const { t } = useTranslation();
  const { form, readOnly, change } = useEditing();
  const [onlyMissing, setOnlyMissing] = useState(false);
  // A line stays while it is written, although it is no longer missing.
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const missing = missingIn(texts, 'en');
  const shown = onlyMissing ? texts.filter((text) => missing.includes(text) || kept.has(keyOf(text))) : texts;
  const rows = rowsOf(form);
  const nameOf = (text: FormText) => {
    const row = rows.find(({ place }) => place === text.place);
    return row === undefined ? '' : titleOf(form, row, t);
  };
  const wordOf = ({ place, property, index }: FormText) => {
    const node = nodeAt(form, place);
    const role = roleOf(place);
    const kind = node === null ? null : kindOf(node, place, nodeAt(form, standing(place).owner));
    const word = propertyWord(property, role === 'field' ? (kind?.id ?? '') : role, t);
    return index === null ? word : t('formEditor.entry', { list: word, number: index + 1 });
  };
  const write = (text: FormText, language: Language, said: string) => {
    const node = nodeAt(form, text.place);
    if (node === null) return;
    setKept(new Set([...kept, keyOf(text)]));
    const changed = textChange(node, text, language, said);
    const property = { [text.property]: changed[text.property] };
    change({ form: setProperties(form, text.place, property), place: text.place }, `${keyOf(text)} ${language}`);
  };
  return (
    <div className="form-translations">
      <div className="row-line">
        <p role="status">{t('formEditor.missing', { count: missing.length })}</p>
        <Checkbox
          label={t('formEditor.onlyMissing')}
          checked={onlyMissing}
          onChange={(event) => {
            setKept(new Set());
            setOnlyMissing(event.target.checked);
          }}
        />
      </div>
      <table className="table">
        <thead>
          <tr>
            <th>{t('formEditor.where')}</th>
            <th>{t('formEditor.language.de')}</th>
            <th>{t('formEditor.language.en')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((text) => (
            <tr key={keyOf(text)} className={missing.includes(text) ? 'missing' : ''}>
              <td>
                {nameOf(text)}
                <small>{wordOf(text)}</small>
              </td>
              {languages.map((language) => (
                <td key={language}>
                  <textarea
                    className="input"
                    rows={1}
                    lang={language}
                    readOnly={readOnly}
                    aria-label={t('formEditor.textIn', {
                      what: `${nameOf(text)}, ${wordOf(text)}`,
                      language: t(`formEditor.language.${language}`),
                    })}
                    placeholder={language === 'en' ? t('formEditor.noEnglish') : undefined}
                    value={textIn(text.value, language)}
                    onChange={(event) => write(text, language, event.target.value)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const keyOf = ({ place, property, index }: FormText) => `${place} ${property} ${index ?? ''}`;
