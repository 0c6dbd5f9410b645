import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonObject } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Loading } from '../../ui/states';
import { SurveyForm } from '../forms';
import { useEditing } from './editor';
import { type FormNode, nodeAt, type Place } from './model/document';
import { scopeOf } from './model/names';
import { isTranslated, type Language, textIn, textsOf } from './model/texts';

const settleMs = 250;

/** The form as the person who works with it will see it, filled in for a trial; drawn again a moment after each change. */
export function Preview({ size, beside }: { size: 'phone' | 'both'; beside?: boolean }) {
  const { t } = useTranslation();
  const { form, place } = useEditing();
  const [shown, setShown] = useState({ form, round: 0, data: {} as JsonObject });
  const [width, setWidth] = useState<'desktop' | 'phone'>(size === 'phone' ? 'phone' : 'desktop');
  const [language, setLanguage] = useState<Language>('de');
  const answers = useRef<JsonObject>({});
  useEffect(() => {
    if (form === shown.form) return;
    const timer = setTimeout(() => setShown({ form, round: shown.round + 1, data: answers.current }), settleMs);
    return () => clearTimeout(timer);
  }, [form, shown]);
  const schema = useMemo(() => ({ id: 'preview', schema: shown.form as JsonObject }), [shown]);
  const chosen = nodeAt(form, topOf(form, place))?.name;
  const paper = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => point(paper.current, typeof chosen === 'string' ? chosen : ''));
    return () => cancelAnimationFrame(frame);
  });
  const page = nodeAt(form, place.split('/').slice(0, 3).join('/'))?.name;
  const translated = useMemo(() => isTranslated(textsOf(shown.form)), [shown]);
  return (
    <section className={beside === true ? 'form-preview beside' : 'form-preview'} aria-label={t('formEditor.preview')}>
      <div className="form-preview-tools">
        {size === 'both' ? (
          <span className="row-line" role="group" aria-label={t('formEditor.width')}>
            {(['desktop', 'phone'] as const).map((one) => (
              <Button
                key={one}
                small
                kind={one === width ? 'outline' : 'plain'}
                aria-pressed={one === width}
                onClick={() => setWidth(one)}
              >
                {t(`formEditor.${one}`)}
              </Button>
            ))}
          </span>
        ) : (
          <span className="small muted">{t('formEditor.phonePreview')}</span>
        )}
        {translated && (
          <Button
            small
            kind="plain"
            onClick={() => {
              setShown({ ...shown, round: shown.round + 1, data: answers.current });
              setLanguage(language === 'de' ? 'en' : 'de');
            }}
          >
            {t(language === 'de' ? 'formEditor.inEnglish' : 'formEditor.inGerman')}
          </Button>
        )}
      </div>
      <div className={`form-preview-page ${width}`} lang={language} ref={paper}>
        <h2>{textIn(shown.form.title, language) || textIn(shown.form.title, 'de') || t('formEditor.untitled')}</h2>
        <Suspense fallback={<Loading text={t('form.loading')} />}>
          <SurveyForm
            key={shown.round}
            form={schema}
            data={shown.data}
            language={language}
            page={typeof page === 'string' ? page : undefined}
            onChange={(data) => {
              answers.current = data;
            }}
          />
        </Suspense>
      </div>
    </section>
  );
}

/** The field itself, or the group or table it stands in: what the preview knows by name. */
function topOf(form: FormNode, place: Place): Place {
  const scope = scopeOf(form, place);
  return scope === '' ? place : topOf(form, scope);
}

/** Marks the chosen field and brings it into view. */
function point(paper: HTMLElement | null, name: string): void {
  for (const marked of paper?.querySelectorAll('.chosen-field') ?? []) marked.classList.remove('chosen-field');
  const field = paper?.querySelector(`[data-name="${CSS.escape(name)}"]`);
  field?.classList.add('chosen-field');
  field?.scrollIntoView({ block: 'nearest' });
}
