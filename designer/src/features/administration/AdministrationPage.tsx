import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tabs } from '../../ui/Tabs';
import { useTitle } from '../../ui/title';
import { Groups } from './Groups';
import { Users } from './Users';

/** Accounts and groups. */
export function AdministrationPage() {
  const { t } = useTranslation();
  const [panel, setPanel] = useState('users');
  useTitle(t('nav.administration'));
  const tabs = [
    { id: 'users', label: t('administration.users') },
    { id: 'groups', label: t('administration.groups') },
  ];
  return (
    <div className="page" data-region>
      <h1>{t('nav.administration')}</h1>
      <Tabs label={t('administration.parts')} tabs={tabs} selected={panel} onSelect={setPanel}>
        {panel === 'users' ? <Users /> : <Groups />}
      </Tabs>
    </div>
  );
}
