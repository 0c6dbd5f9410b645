import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, useLocation } from 'react-router';
import { api, bodyOf } from '../api/client';
import { sessionQuery } from '../api/session';
import type { Me, Preferences, Session } from '../api/schema';
import { changeLanguage } from '../i18n';
import { Icon } from '../ui/Icon';
import { OfflineContext } from '../ui/offline';
import { Failure, Loading } from '../ui/states';
import { clockTime } from '../ui/time';
import { TitleContext } from '../ui/title';
import { ToastArea } from '../ui/toast';
import { Header } from './Header';
import { Navigation } from './Navigation';
import './frame.css';
import { useLive } from './live';
import { useOfflineSince } from './offline';
import { useRegions } from './regions';

/** The frame around every page; without a session it leads to the sign-in page. */
export function Frame() {
  const session = useQuery(sessionQuery);
  const location = useLocation();
  if (session.data === undefined) {
    return session.error === null ? (
      <Loading />
    ) : (
      <Failure error={session.error} onRetry={() => void session.refetch()} />
    );
  }
  if (session.data.user === null) {
    return <Navigate to="/anmelden" replace state={{ from: location.pathname + location.search }} />;
  }
  return <SignedIn session={session.data} me={session.data.user} />;
}

function useNavCollapsed(me: Me): [boolean, () => void] {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (preferences: Preferences) => bodyOf(api.PUT('/api/me/preferences', { body: preferences })),
  });
  const toggle = () => {
    const preferences = { ...me.preferences, navCollapsed: !me.preferences.navCollapsed };
    client.setQueryData(sessionQuery.queryKey, (known) => known && { ...known, user: { ...me, preferences } });
    save.mutate(preferences);
  };
  return [me.preferences.navCollapsed, toggle];
}

function SignedIn({ session, me }: { session: Session; me: Me }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState('');
  const [drawerOpen, setDrawerOpen] = useState(false);
  const [keptCollapsed, toggleKept] = useNavCollapsed(me);
  const [openWhileModelling, setOpenWhileModelling] = useState(false);
  const offlineSince = useOfflineSince();
  const location = useLocation();
  // The designer needs the width: there the navigation starts narrow, whatever a person likes elsewhere.
  const isModelling = location.pathname.endsWith('/bearbeiten');
  const collapsed = isModelling ? !openWhileModelling : keptCollapsed;
  const toggleCollapsed = isModelling ? () => setOpenWhileModelling(!openWhileModelling) : toggleKept;
  useLive();
  useRegions();
  useEffect(() => void changeLanguage(me.preferences.language === 'en' ? 'en' : 'de'), [me.preferences.language]);

  if (me.mustChangePassword && location.pathname !== '/konto') return <Navigate to="/konto" replace />;
  return (
    <TitleContext value={setTitle}>
      <OfflineContext value={offlineSince !== null}>
        <div className={collapsed ? 'frame collapsed' : 'frame'}>
          <a className="skip-link" href="#inhalt">
            {t('frame.skip')}
          </a>
          <Header session={session} me={me} title={title} onMenu={() => setDrawerOpen(true)} />
          <Navigation
            collapsed={collapsed}
            onToggle={toggleCollapsed}
            drawerOpen={drawerOpen}
            onCloseDrawer={() => setDrawerOpen(false)}
          />
          <main id="inhalt" tabIndex={-1}>
            {offlineSince !== null && (
              <div className="offline" role="status">
                <Icon name="cloudOff" />
                <span>
                  <b>{t('frame.offline')}</b> {t('frame.offlineHint', { time: clockTime(offlineSince) })}
                </span>
              </div>
            )}
            <div className="main-content">
              <Suspense fallback={<Loading />}>
                <Outlet />
              </Suspense>
            </div>
          </main>
          <ToastArea label={t('frame.notices')} closeLabel={t('common.close')} />
        </div>
      </OfflineContext>
    </TitleContext>
  );
}
