import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { api, bodyOf } from '../api/client';
import { type PermissionName, useMay } from '../api/session';
import { Empty, Loaded } from '../ui/states';
import { useTitle } from '../ui/title';

interface Props {
  permission: PermissionName;
  /** Key of the title of the pages inside. */
  title: string;
}

/** The pages inside are for those with a permission; everybody else reads who that is, and nothing is asked of the server. */
export function Only({ permission, title }: Props) {
  return useMay(permission) ? <Outlet /> : <NotForYou permission={permission} title={title} />;
}

function NotForYou({ permission, title }: Props) {
  const { t } = useTranslation();
  useTitle(t(title));
  const groups = useQuery({ queryKey: ['groups'], queryFn: () => bodyOf(api.GET('/api/groups')) });
  return (
    <div className="page" data-region>
      <h1>{t(title)}</h1>
      <Loaded query={groups}>
        {(known) => {
          const names = known.filter((group) => group.permissions.includes(permission)).map((group) => group.name);
          return (
            <Empty icon="lock" title={t('state.noAccess')}>
              {t('state.onlyFor', { groups: names.join(', ') })} {t('state.askForAccess')}
            </Empty>
          );
        }}
      </Loaded>
    </div>
  );
}
