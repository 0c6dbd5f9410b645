import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import { useMe } from '../../api/session';
import type { InboxQuery } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Checkbox, SelectField, TextField } from '../../ui/Field';
import { useSettledText } from '../../ui/settledText';
import { isFiltered } from './location';

interface Props {
  query: InboxQuery;
  onChange: (query: InboxQuery) => void;
}

/** Narrows the list: words, process, group, priority, four eyes. */
export function FilterBar({ query, onChange }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const processes = useQuery({ queryKey: ['processes'], queryFn: () => bodyOf(api.GET('/api/processes')) });
  const [words, setWords] = useSettledText(query.q ?? '', (q) => onChange(changed(query, 'q', q)));
  return (
    <div className="filter-bar">
      <TextField
        label={t('inbox.filterText')}
        type="search"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <SelectField
        label={t('inbox.filterProcess')}
        value={query.process ?? ''}
        onChange={(event) => onChange(changed(query, 'process', event.target.value))}
      >
        <option value="">{t('inbox.allProcesses')}</option>
        {processes.data?.map((process) => (
          <option key={process.id} value={process.id}>
            {process.name}
          </option>
        ))}
      </SelectField>
      {me.groups.length > 1 && (
        <SelectField
          label={t('inbox.filterGroup')}
          value={query.group ?? ''}
          onChange={(event) => onChange(changed(query, 'group', event.target.value))}
        >
          <option value="">{t('inbox.allGroups')}</option>
          {me.groups.map((group) => (
            <option key={group.id} value={group.id}>
              {group.name}
            </option>
          ))}
        </SelectField>
      )}
      <Checkbox
        label={t('inbox.onlyHigh')}
        checked={query.priority === 'high'}
        onChange={(event) => onChange(changed(query, 'priority', event.target.checked ? 'high' : ''))}
      />
      <Checkbox
        label={t('inbox.onlyFourEyes')}
        checked={query.fourEyes === true}
        onChange={(event) => onChange(changed(query, 'fourEyes', event.target.checked))}
      />
      {isFiltered(query) && (
        <Button small onClick={() => onChange({ view: query.view })}>
          {t('common.resetFilter')}
        </Button>
      )}
    </div>
  );
}

function changed(query: InboxQuery, name: keyof InboxQuery, value: string | boolean): InboxQuery {
  const next = { ...query, [name]: value };
  if (value === '' || value === false) delete next[name];
  return next as InboxQuery;
}
