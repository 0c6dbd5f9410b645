import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CaseMigrationPreview } from '../../api/schema';
import { TableScroll } from '../../ui/TableScroll';

/** Cases that would stay where they are, and why. */
export function Blocked({ preview }: { preview: CaseMigrationPreview }) {
  const { t } = useTranslation();
  const stuck = preview.checked - preview.movable;
  return (
    <section className="panel" aria-labelledby="bleiben">
      <header>
        <h2 id="bleiben">{t('migration.blocked')}</h2>
      </header>
      <TableScroll label={t('migration.blocked')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('cases.number')}</th>
              <th scope="col">{t('cases.title')}</th>
              <th scope="col" className="number">
                {t('catalogue.versionHead')}
              </th>
              <th scope="col">{t('migration.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.blocked.map((row) => (
              <tr key={row.key}>
                <th scope="row">
                  <Link to={`/vorgaenge/${row.key}`}>{row.number}</Link>
                </th>
                <td>{row.title}</td>
                <td className="number">{row.version}</td>
                <td>{row.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {stuck > preview.blocked.length && (
        <p className="muted panel-body">{t('migration.moreBlocked', { count: stuck - preview.blocked.length })}</p>
      )}
    </section>
  );
}
