import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import { useMe } from '../../api/session';
import type { Substitution } from '../../api/schema';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Message } from '../../ui/Message';
import { personText } from '../../ui/people';
import { Empty, Loaded, problemText } from '../../ui/states';
import { plainDate } from '../../ui/time';
import { useTitle } from '../../ui/title';
import { SubstitutionDialog } from './SubstitutionDialog';

const heads = ['substitutions', 'session', 'inbox', 'inbox-counts'];

/** Who stands in for whom and when. */
export function SubstitutionPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const me = useMe();
  const [editing, setEditing] = useState<{ substitution: Substitution | null } | null>(null);
  const query = useQuery({ queryKey: ['substitutions'], queryFn: () => bodyOf(api.GET('/api/substitutions')) });
  const refresh = () => Promise.all(heads.map((head) => client.invalidateQueries({ queryKey: [head] })));
  const end = useMutation({
    mutationFn: (key: string) => bodyOf(api.DELETE('/api/substitutions/{key}', { params: { path: { key } } })),
    onSettled: refresh,
  });
  useTitle(t('frame.substitution'));
  return (
    <div className="page" data-region>
      <div className="page-head">
        <h1>{t('frame.substitution')}</h1>
        <span className="spacer" />
        <Button kind="main" icon="add" onClick={() => setEditing({ substitution: null })}>
          {t('substitution.new')}
        </Button>
      </div>
      <p>{t('substitution.intro')}</p>
      {end.isError && <Message kind="danger">{problemText(end.error, t)}</Message>}
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty icon="substitute" title={t('substitution.none')}>
              {t('substitution.noneHint')}
            </Empty>
          ) : (
            <div className="table-scroll">
              <table className="table stacked">
                <thead>
                  <tr>
                    <th>{t('substitution.absent')}</th>
                    <th>{t('substitution.deputy')}</th>
                    <th>{t('substitution.from')}</th>
                    <th>{t('substitution.until')}</th>
                    <th>{t('operations.state')}</th>
                    <th>
                      <span className="hidden-visually">{t('operations.action')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.key}>
                      <td>{row.absent.userName === me.userName ? t('substitution.you') : personText(row.absent)}</td>
                      <td data-label={t('substitution.deputy')}>
                        {row.deputy.userName === me.userName ? t('substitution.you') : personText(row.deputy)}
                      </td>
                      <td data-label={t('substitution.from')}>
                        <time dateTime={row.from}>{plainDate(new Date(row.from))}</time>
                      </td>
                      <td data-label={t('substitution.until')}>
                        <time dateTime={row.until}>{plainDate(new Date(row.until))}</time>
                      </td>
                      <td>
                        <Badge
                          icon={row.state === 'active' ? 'play' : 'clock'}
                          tone={row.state === 'active' ? 'warning' : 'neutral'}
                        >
                          {t(`substitution.state.${row.state}`)}
                        </Badge>
                      </td>
                      <td>
                        {row.canEdit && row.state !== 'ended' && (
                          <span className="row-line">
                            <Button small onClick={() => setEditing({ substitution: row })}>
                              {t('substitution.change')}
                            </Button>
                            <Button small disabled={end.isPending} onClick={() => end.mutate(row.key)}>
                              {t(row.state === 'active' ? 'substitution.end' : 'common.delete')}
                            </Button>
                          </span>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {editing !== null && (
        <SubstitutionDialog substitution={editing.substitution} onSaved={refresh} onClose={() => setEditing(null)} />
      )}
    </div>
  );
}
