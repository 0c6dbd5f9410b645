import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMe } from '../../../api/session';
import { Button } from '../../../ui/Button';
import { Icon } from '../../../ui/Icon';
import { Moment } from '../../../ui/Moment';
import { procedures } from '../api';
import { Approvals } from './Approvals';
import { FoldersDialog } from './Folders';
import { useFolders } from './FolderSelect';
import { NewProcedure } from './NewProcedure';

/** Beginning a procedure, and the drafts one may work on that are not published yet. */
export function OpenProcedure() {
  const { t } = useTranslation();
  const [creating, setCreating] = useState(false);
  const query = useQuery({ queryKey: ['procedures'], queryFn: procedures.list, retry: false });
  const drafts = (query.data ?? []).filter(
    ({ draft, publishedVersion }) => draft !== null && publishedVersion === null,
  );
  const { permissions } = useMe();
  const { folders, mayBeNone } = useFolders();
  const [arranging, setArranging] = useState(false);
  if (query.data === undefined) return null;
  return (
    <>
      <div className="toolbar">
        {(mayBeNone || folders.length > 0) && (
          <Button kind="main" icon="add" onClick={() => setCreating(true)}>
            {t('modeller.new.begin')}
          </Button>
        )}
        {(mayBeNone || permissions.includes('administration')) && (
          <Button onClick={() => setArranging(true)}>{t('modeller.folders.open')}</Button>
        )}
      </div>
      <Approvals />
      {drafts.length > 0 && (
        <section className="panel" aria-labelledby="entwuerfe">
          <header>
            <h2 id="entwuerfe">{t('modeller.new.drafts')}</h2>
          </header>
          <ul className="panel-body drafts">
            {drafts.map(({ id, name, draft }) => (
              <li key={id} className="row-line">
                <Icon name="edit" size={16} />
                <Link to={`/prozesse/${id}/bearbeiten`}>{name}</Link>
                {draft !== null && (
                  <span className="small muted">
                    <Moment at={draft.changedAt} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {arranging && <FoldersDialog onClose={() => setArranging(false)} />}
      {creating && <NewProcedure onClose={() => setCreating(false)} />}
    </>
  );
}
