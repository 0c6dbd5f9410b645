import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { api, bodyOf } from '../api/client';
import type { Me, Session } from '../api/schema';
import { IconButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Menu } from '../ui/Menu';
import { useNow } from '../ui/now';
import { initials } from '../ui/people';
import { shortDate } from '../ui/time';
import { Crest } from './Crest';
import { HelpDialog } from './HelpDialog';
import { Notifications } from './Notifications';
import { SearchBox } from './SearchBox';

interface Props {
  session: Session;
  me: Me;
  /** Name of the page, shown on a phone. */
  title: string;
  onMenu: () => void;
}

export function Header({ session, me, title, onMenu }: Props) {
  const { t } = useTranslation();
  const [helpOpen, setHelpOpen] = useState(false);
  const [searchOpen, setSearchOpen] = useState(false);
  return (
    <>
      <header className="header">
        <IconButton className="phone-only" icon="menu" label={t('frame.menu')} size={24} onClick={onMenu} />
        <Link className="brand" to="/posteingang" title={t('frame.home')}>
          <Crest />
          <span>
            <b>{session.municipality}</b>
            <span className="muted">Kommune.Workflow</span>
          </span>
        </Link>
        <span className="header-title phone-only" aria-hidden="true">
          {title}
        </span>
        <div className={searchOpen ? 'header-search open' : 'header-search'}>
          <SearchBox onDone={() => setSearchOpen(false)} />
        </div>
        <span className="header-space" />
        <SubstitutionHint me={me} className="header-hint" />
        <IconButton
          className="phone-only"
          icon="search"
          label={t('search.label')}
          size={24}
          aria-expanded={searchOpen}
          onClick={() => setSearchOpen(!searchOpen)}
        />
        <IconButton
          className="wide-only"
          icon="help"
          label={t('frame.help')}
          size={24}
          onClick={() => setHelpOpen(true)}
        />
        <Notifications unread={me.unreadNotifications} />
        <AccountMenu me={me} />
        {helpOpen && <HelpDialog onClose={() => setHelpOpen(false)} />}
      </header>
      <SubstitutionHint me={me} className="phone-hint" />
    </>
  );
}

function SubstitutionHint({ me, className }: { me: Me; className: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const first = me.deputyFor[0];
  if (first === undefined) return null;
  const until = shortDate(new Date(first.until), now, t);
  return (
    <Link className={`substitution-hint ${className}`} to="/vertretung">
      <Icon name="substitute" />
      <span>
        {t('frame.deputising')} <b>{first.person.name}</b> {t('frame.until', { date: until })}
      </span>
      {me.deputyFor.length > 1 && <span>{t('frame.more', { count: me.deputyFor.length - 1 })}</span>}
    </Link>
  );
}

function AccountMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const signOut = async () => {
    await bodyOf(api.DELETE('/api/session'));
    client.clear();
    void navigate('/anmelden');
  };
  return (
    <Menu
      label={t('frame.account')}
      items={[
        { id: 'account', label: t('frame.account'), onSelect: () => void navigate('/konto') },
        { id: 'substitution', label: t('frame.substitution'), onSelect: () => void navigate('/vertretung') },
        { id: 'out', label: t('frame.signOut'), onSelect: () => void signOut() },
      ]}
      trigger={(wiring) => (
        <button type="button" className="account" {...wiring}>
          <span className="avatar" data-initials={initials(me.name)} />
          <span className="hidden-visually">{t('frame.account')}: </span>
          <span className="account-name">
            <span>{me.name}</span>
            <span className="muted">{me.unit}</span>
          </span>
          <Icon name="down" />
        </button>
      )}
    />
  );
}
