import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Button } from '../../../ui/Button';
import { TableScroll } from '../../../ui/TableScroll';
import { Empty, Loaded } from '../../../ui/states';
import { useOverview } from '../queries';
import type { DeviceType } from './model';
import { useDocuments } from './queries';
import { TypeEditor } from './TypeEditor';

/** Kinds of devices: what is kept of their messages. */
export function TypesTab({ id }: { id: string | undefined }) {
  const query = useDocuments('types');
  return (
    <Loaded query={query}>
      {(types) =>
        id === undefined ? (
          <List types={types} />
        ) : (
          <TypeEditor key={id} type={types.find((type) => type.id === id) ?? null} />
        )
      }
    </Loaded>
  );
}

function List({ types }: { types: DeviceType[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const devices = useOverview().data?.devices ?? [];
  return (
    <div className="stack">
      <div className="section-head">
        <h2>{t('sensing.types.title')}</h2>
        <Button kind="main" icon="add" onClick={() => void navigate('/sensorik/typen/neu')}>
          {t('sensing.types.new')}
        </Button>
      </div>
      {types.length === 0 ? (
        <Empty icon="sensor" title={t('sensing.types.none')}>
          {t('sensing.types.noneHint')}
        </Empty>
      ) : (
        <TableScroll label={t('sensing.types.title')}>
          <table className="table stacked">
            <thead>
              <tr>
                <th scope="col">{t('sensing.name')}</th>
                <th scope="col">{t('sensing.types.fields')}</th>
                <th scope="col" className="number">
                  {t('sensing.types.devices')}
                </th>
              </tr>
            </thead>
            <tbody>
              {types.map((type) => (
                <tr key={type.id}>
                  <td>
                    <Link to={`/sensorik/typen/${encodeURIComponent(type.id)}`}>{type.name}</Link>
                  </td>
                  <td data-label={t('sensing.types.fields')}>
                    {type.fields
                      .map((field) => (field.unit === '' ? field.label : `${field.label} (${field.unit})`))
                      .join(', ')}
                  </td>
                  <td className="number" data-label={t('sensing.types.devices')}>
                    {devices.filter((device) => device.typeId === type.id).length}
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
