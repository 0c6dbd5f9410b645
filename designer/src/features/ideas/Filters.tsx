import { useTranslation } from 'react-i18next';
import type { IdeaOverview } from '../../api/schema';
import { Checkbox, SelectField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { useSettledText } from '../../ui/settledText';
import type { IdeaFilter } from './wording';

interface Props {
  query: IdeaFilter;
  overview: IdeaOverview | undefined;
  onChange: (query: IdeaFilter) => void;
}

const viewNames = ['intern', 'extern'] as const;

export function toggled<Item>(items: Item[] | undefined, item: Item, on: boolean): Item[] {
  const rest = (items ?? []).filter((known) => known !== item);
  return on ? [...rest, item] : rest;
}

/** Narrows the ideas by words, theme, department and view. */
export function Filters({ query, overview, onChange }: Props) {
  const { t } = useTranslation();
  const [words, setWords] = useSettledText(query.q ?? '', (q) => onChange({ ...query, q }));
  return (
    <aside className="idea-filters" aria-label={t('inbox.filter')} data-region>
      <h2>{t('search.label')}</h2>
      <div className="search">
        <Icon name="search" />
        <input
          className="input"
          type="search"
          aria-label={t('ideas.searchIn')}
          placeholder={t('ideas.searchIn')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      <fieldset>
        <legend>{t('ideas.themes')}</legend>
        {overview?.themes.map((theme) => (
          <Checkbox
            key={theme.name}
            label={theme.name}
            count={theme.count}
            checked={query.theme?.includes(theme.name) ?? false}
            onChange={(event) => onChange({ ...query, theme: toggled(query.theme, theme.name, event.target.checked) })}
          />
        ))}
      </fieldset>
      <SelectField
        label={t('ideas.department')}
        value={query.department ?? ''}
        onChange={(event) => onChange({ ...query, department: event.target.value })}
      >
        <option value="">{t('ideas.allDepartments')}</option>
        {overview?.departments.map((department) => (
          <option key={department.name} value={department.name}>
            {department.name} ({department.count})
          </option>
        ))}
      </SelectField>
      <fieldset>
        <legend>{t('ideas.view')}</legend>
        {viewNames.map((view) => (
          <Checkbox
            key={view}
            label={t(`ideas.viewName.${view}`)}
            count={overview?.views[view] ?? 0}
            checked={query.view?.includes(view) ?? false}
            onChange={(event) => onChange({ ...query, view: toggled(query.view, view, event.target.checked) })}
          />
        ))}
      </fieldset>
    </aside>
  );
}
