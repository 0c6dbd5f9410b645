import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseMigrationPreview, MigrationPlace } from '../../api/schema';
import { Badge } from '../../ui/Badge';
import { Icon } from '../../ui/Icon';
import { TableScroll } from '../../ui/TableScroll';
import { placeLines, targetsFor } from './places';

interface Props {
  preview: CaseMigrationPreview;
  onChoose: (source: string, target: string | null) => void;
}

/** Which step of the old version continues where; proposed places can be changed. */
export function Places({ preview, onChoose }: Props) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  return (
    <section className="panel" aria-labelledby="zuordnung">
      <header>
        <h2 id="zuordnung">{t('migration.mapping')}</h2>
        <span className="spacer" />
        <button type="button" className="link-button" aria-pressed={all} onClick={() => setAll(!all)}>
          {t(all ? 'migration.onlyStanding' : 'migration.allSteps')}
        </button>
      </header>
      <TableScroll label={t('migration.mapping')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('migration.step')}</th>
              <th scope="col" className="number">
                {t('migration.casesHere')}
              </th>
              <th scope="col">{t('migration.goesOn')}</th>
              <th scope="col">{t('migration.why')}</th>
            </tr>
          </thead>
          <tbody>
            {placeLines(preview, all).map((place) => (
              <PlaceLine key={place.elementId} preview={preview} place={place} onChoose={onChoose} />
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}

function PlaceLine({ preview, place, onChoose }: Props & { place: MigrationPlace }) {
  const { t } = useTranslation();
  const name = place.name ?? place.elementId;
  const keepsId = preview.targets.some((target) => target.elementId === place.elementId && target.type === place.type);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="number">{place.cases}</td>
      <td>
        <span className="select">
          <select
            className="input migration-choice"
            aria-label={t('migration.goesOnOf', { name })}
            value={place.target ?? ''}
            onChange={(event) => onChoose(place.elementId, event.target.value === '' ? null : event.target.value)}
          >
            {!keepsId && <option value="">{t('migration.noPlace')}</option>}
            {targetsFor(preview, place).map((target) => (
              <option key={target.elementId} value={target.elementId}>
                {target.name ?? target.elementId}
              </option>
            ))}
          </select>
          <Icon name="down" />
        </span>
      </td>
      <td>
        {place.target === null ? (
          <Badge icon="warning" tone="warning">
            {t(`migration.how.${place.how}None`)}
          </Badge>
        ) : (
          <span className="muted">{t(`migration.how.${place.how}`)}</span>
        )}
      </td>
    </tr>
  );
}
