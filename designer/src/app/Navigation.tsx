import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { api, bodyOf } from '../api/client';
import { type PermissionName, useMe } from '../api/session';
import { IconButton } from '../ui/Button';
import { countText } from '../ui/count';
import { Icon } from '../ui/Icon';
import type { IconName } from '../ui/icons';

interface Entry {
  to: string;
  icon: IconName;
  label: string;
  /** Any of them. */
  needs?: PermissionName[];
}

const work: Entry[] = [
  { to: '/posteingang', icon: 'inbox', label: 'inbox' },
  { to: '/vorgaenge', icon: 'folder', label: 'cases' },
  { to: '/prozesse', icon: 'process', label: 'processes' },
  { to: '/ideen', icon: 'idea', label: 'ideas' },
  { to: '/sensorik', icon: 'sensor', label: 'sensing' },
  { to: '/leerungen', icon: 'lorry', label: 'sensors' },
  { to: '/chronik', icon: 'news', label: 'chronicle' },
  { to: '/auswertung', icon: 'insight', label: 'insight', needs: ['operations', 'deploy'] },
];

const running: Entry[] = [
  { to: '/betrieb', icon: 'operations', label: 'operations', needs: ['operations'] },
  { to: '/verwaltung', icon: 'gear', label: 'administration', needs: ['administration'] },
];

function useCounts(permissions: PermissionName[]): Record<string, number> {
  const inbox = useQuery({ queryKey: ['inbox-counts'], queryFn: () => bodyOf(api.GET('/api/inbox/counts')) });
  const operations = useQuery({
    queryKey: ['operations'],
    queryFn: () => bodyOf(api.GET('/api/operations')),
    enabled: permissions.includes('operations'),
  });
  return { inbox: inbox.data?.views.all ?? 0, operations: operations.data?.counts.openIncidents ?? 0 };
}

interface Props {
  collapsed: boolean;
  onToggle: () => void;
  drawerOpen: boolean;
  onCloseDrawer: () => void;
}

/** The main navigation: a column on wide screens, a drawer on a phone. */
export function Navigation({ collapsed, onToggle, drawerOpen, onCloseDrawer }: Props) {
  const { t } = useTranslation();
  const { permissions } = useMe();
  const counts = useCounts(permissions);
  const shown = (entries: Entry[]) =>
    entries.filter((entry) => entry.needs === undefined || entry.needs.some((name) => permissions.includes(name)));

  const list = (entries: Entry[]) => (
    <ul>
      {shown(entries).map((entry) => (
        <li key={entry.to}>
          <NavLink
            to={entry.to}
            className="nav-link"
            title={collapsed ? t(`nav.${entry.label}`) : undefined}
            onClick={onCloseDrawer}
          >
            <Icon name={entry.icon} />
            <span className="nav-text">{t(`nav.${entry.label}`)}</span>
            {(counts[entry.label] ?? 0) > 0 && (
              <span className="nav-count">
                {countText(counts[entry.label] ?? 0)}
                <span className="hidden-visually"> {t(`nav.count.${entry.label}`)}</span>
              </span>
            )}
          </NavLink>
        </li>
      ))}
    </ul>
  );
  const lists = (
    <>
      {list(work)}
      {shown(running).length > 0 && <hr />}
      {list(running)}
    </>
  );
  return (
    <>
      <nav className="navigation" aria-label={t('frame.navigation')} data-region>
        {lists}
        <button
          type="button"
          className="nav-link nav-collapse"
          aria-expanded={!collapsed}
          aria-label={t(collapsed ? 'frame.expand' : 'frame.collapse')}
          title={collapsed ? t('frame.expand') : undefined}
          onClick={onToggle}
        >
          <Icon name={collapsed ? 'expand' : 'collapse'} />
          <span className="nav-text">{t('frame.collapse')}</span>
        </button>
      </nav>
      {drawerOpen && <Drawer onClose={onCloseDrawer}>{lists}</Drawer>}
    </>
  );
}

function Drawer({ onClose, children }: { onClose: () => void; children: React.ReactNode }) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const drawer = ref.current;
    drawer?.showModal();
    return () => drawer?.close();
  }, []);
  return (
    <dialog ref={ref} className="drawer" aria-label={t('frame.navigation')} onCancel={onClose}>
      <IconButton icon="close" label={t('common.close')} size={24} onClick={onClose} />
      <nav aria-label={t('frame.navigation')}>
        {children}
        <hr />
        <NavLink to="/konto" className="nav-link" onClick={onClose}>
          <Icon name="account" />
          {t('frame.account')}
        </NavLink>
        <NavLink to="/vertretung" className="nav-link" onClick={onClose}>
          <Icon name="substitute" />
          {t('frame.substitution')}
        </NavLink>
      </nav>
    </dialog>
  );
}
