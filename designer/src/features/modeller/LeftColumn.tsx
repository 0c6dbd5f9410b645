import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/Icon';
import { Tabs } from '../../ui/Tabs';
import { reveal } from './canvas/steps';
import { FormList } from './forms/FormList';
import { iconOf, kindName, Outline } from './outline/Outline';
import { Palette } from './Palette';
import { useBench } from './workbench';

/** Palette on top, below it the outline, the forms or the search; behind an open form its keys rest. */
export function LeftColumn({ isBehind }: { isBehind: boolean }) {
  const { t } = useTranslation();
  const { readOnly } = useBench();
  const [tab, setTab] = useState('outline');
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (isBehind) return;
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return;
      event.preventDefault();
      event.stopPropagation();
      setTab('search');
      setAsked((count) => count + 1);
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [isBehind]);
  return (
    <div className="modeller-left">
      {!readOnly && <Palette />}
      <section className="modeller-outline" aria-label={t('modeller.outline.title')} data-region>
        <Tabs
          label={t('modeller.outline.tabs')}
          tabs={[
            { id: 'outline', label: t('modeller.outline.title') },
            { id: 'forms', label: t('formEditor.forms.title') },
            { id: 'search', label: t('modeller.search.title') },
          ]}
          selected={tab}
          onSelect={setTab}
        >
          {tab === 'outline' && <Outline />}
          {tab === 'forms' && <FormList />}
          {tab === 'search' && <Search key={asked} />}
        </Tabs>
      </section>
    </div>
  );
}

function Search() {
  const { t } = useTranslation();
  const { modeler, openProperties } = useBench();
  const [words, setWords] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const wanted = words.trim().toLocaleLowerCase('de');
  const found =
    wanted === ''
      ? []
      : modeler.get('elementRegistry').filter((element) => {
          const { name = '', id } = element.businessObject;
          return (
            element.type !== 'label' &&
            element.parent !== undefined &&
            `${name} ${id}`.toLocaleLowerCase('de').includes(wanted)
          );
        });
  return (
    <div className="outline">
      <input
        ref={field}
        className="input"
        type="search"
        aria-label={t('modeller.search.label')}
        placeholder={t('modeller.search.label')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <p className="small muted" role="status">
        {wanted === '' ? t('modeller.search.hint') : t('modeller.search.found', { count: found.length })}
      </p>
      <ul>
        {found.map((element) => (
          <li key={element.id}>
            <button
              type="button"
              className="outline-line"
              onClick={() => {
                reveal(modeler, element.id);
                openProperties();
              }}
            >
              <Icon name={iconOf(element)} size={16} />
              <span className="outline-name">{element.businessObject.name ?? kindName({ element }, t)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
