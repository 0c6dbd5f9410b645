import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Button } from '../../../ui/Button';
import { TableScroll } from '../../../ui/TableScroll';
import { Empty, Loaded } from '../../../ui/states';
import { CodecEditor } from './CodecEditor';
import type { CodecScript } from './model';
import { useDocuments } from './queries';

/** Payload codecs, as device makers publish them. */
export function CodecsTab({ id }: { id: string | undefined }) {
  const query = useDocuments('codecs');
  return (
    <Loaded query={query}>
      {(codecs) =>
        id === undefined ? (
          <List codecs={codecs} />
        ) : (
          <CodecEditor key={id} codec={codecs.find((codec) => codec.id === id) ?? null} />
        )
      }
    </Loaded>
  );
}

function List({ codecs }: { codecs: CodecScript[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const devices = useDocuments('devices').data ?? [];
  return (
    <div className="stack">
      <div className="section-head">
        <h2>{t('sensing.codecs.title')}</h2>
        <Button kind="main" icon="add" onClick={() => void navigate('/sensorik/codecs/neu')}>
          {t('sensing.codecs.new')}
        </Button>
      </div>
      {codecs.length === 0 ? (
        <Empty icon="text" title={t('sensing.codecs.none')}>
          {t('sensing.codecs.noneHint')}
        </Empty>
      ) : (
        <TableScroll label={t('sensing.codecs.title')}>
          <table className="table stacked">
            <thead>
              <tr>
                <th scope="col">{t('sensing.name')}</th>
                <th scope="col" className="number">
                  {t('sensing.codecs.examples')}
                </th>
                <th scope="col" className="number">
                  {t('sensing.types.devices')}
                </th>
              </tr>
            </thead>
            <tbody>
              {codecs.map((codec) => (
                <tr key={codec.id}>
                  <td>
                    <Link to={`/sensorik/codecs/${encodeURIComponent(codec.id)}`}>{codec.name}</Link>
                  </td>
                  <td className="number" data-label={t('sensing.codecs.examples')}>
                    {codec.examples.length}
                  </td>
                  <td className="number" data-label={t('sensing.types.devices')}>
                    {devices.filter((device) => device.codecId === codec.id).length}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </div>
  );
}
