import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../ui/states';
import { useTitle } from '../ui/title';

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  useTitle(t('state.notFound'));
  return (
    <div className="page" data-region>
      <h1>{t('state.notFound')}</h1>
      <Empty
        icon="search"
        title={t('state.noSuchPage')}
        action={
          <Link className="button" to="/posteingang">
            {t('state.toInbox')}
          </Link>
        }
      >
        {t('state.noSuchPageHint')}
      </Empty>
    </div>
  );
}
