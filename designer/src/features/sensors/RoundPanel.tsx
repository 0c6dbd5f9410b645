import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newCommandId } from '../../api/client';
import type { Person } from '../../api/schema';
import { Button, IconButton } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Message } from '../../ui/Message';
import { PersonPicker } from '../../ui/PersonPicker';
import { problemText } from '../../ui/states';
import { showToast } from '../../ui/toast';
import { minutesOf, useOrderRound, useProposal } from './queries';
import { fixedKm, moved } from './round';
import type { Overview, Proposal, Tour } from './types';

interface Props {
  overview: Overview;
  selected: ReadonlySet<string>;
  tour: Tour | null;
  onTour: (tour: Tour | null) => void;
  onDone: () => void;
}

const km = new Intl.NumberFormat('de-DE', { maximumFractionDigits: 1 });

/** Proposes a round for the selected containers; the person may change its order and hands it to the drivers. */
export function RoundPanel({ overview, selected, tour, onTour, onDone }: Props) {
  const { t } = useTranslation();
  const proposal = useProposal();
  const [ordering, setOrdering] = useState(false);
  const plan = () => proposal.mutate([...selected], { onSuccess: (found) => onTour(found.plan.tours[0] ?? null) });
  return (
    <section className="round" aria-labelledby="round-title" data-region>
      <div className="panel">
        <h2 id="round-title">{t('sensors.round.title')}</h2>
        {tour === null ? (
          <>
            <p className="muted">{t('sensors.round.hint')}</p>
            <Button
              kind="main"
              icon="route"
              blocked={selected.size === 0 ? t('sensors.round.nothing') : null}
              onClick={plan}
            >
              {proposal.isPending
                ? t('sensors.round.planning')
                : selected.size === 0
                  ? t('sensors.round.planNone')
                  : t('sensors.round.plan', { count: selected.size })}
            </Button>
            {proposal.isError && <Message kind="danger">{problemText(proposal.error, t)}</Message>}
          </>
        ) : (
          <Planned
            overview={overview}
            tour={tour}
            proposal={proposal.data}
            onTour={onTour}
            onOrder={() => setOrdering(true)}
          />
        )}
      </div>
      {ordering && tour !== null && proposal.data !== undefined && (
        <OrderDialog
          overview={overview}
          tour={tour}
          proposal={proposal.data}
          onClose={() => setOrdering(false)}
          onOrdered={() => {
            setOrdering(false);
            onTour(null);
            onDone();
          }}
        />
      )}
    </section>
  );
}

interface PlannedProps {
  overview: Overview;
  tour: Tour;
  proposal: Proposal | undefined;
  onTour: (tour: Tour) => void;
  onOrder: () => void;
}

function Planned({ overview, tour, proposal, onTour, onOrder }: PlannedProps) {
  const { t } = useTranslation();
  const names = new Map(overview.devices.map((device) => [device.id, device.name]));
  const saved = proposal === undefined ? 0 : fixedKm(proposal) - tour.metres / 1000;
  const left = proposal === undefined ? 0 : proposal.plan.notPlanned.length;
  return (
    <>
      <dl className="round-figures">
        <div>
          <dt>{t('sensors.round.distance')}</dt>
          <dd>{km.format(tour.metres / 1000)} km</dd>
        </div>
        <div>
          <dt>{t('sensors.round.duration')}</dt>
          <dd>{t('sensors.round.minutes', { count: minutesOf(tour.duration) })}</dd>
        </div>
        <div>
          <dt>{t('sensors.round.stops')}</dt>
          <dd>{tour.stops.length}</dd>
        </div>
      </dl>
      <ol className="round-stops">
        {tour.stops.map((stop, index) => (
          <li key={stop.id}>
            <b aria-hidden="true">{index + 1}</b>
            <span>{names.get(stop.id) ?? stop.id}</span>
            <IconButton
              icon="up"
              compact
              label={t('sensors.round.earlier', { name: names.get(stop.id) })}
              disabled={index === 0}
              onClick={() => onTour(moved(tour, index, -1))}
            />
            <IconButton
              icon="down"
              compact
              label={t('sensors.round.later', { name: names.get(stop.id) })}
              disabled={index === tour.stops.length - 1}
              onClick={() => onTour(moved(tour, index, 1))}
            />
          </li>
        ))}
      </ol>
      {left > 0 && <Message kind="warning">{t('sensors.round.left', { count: left })}</Message>}
      {saved > 0 && (
        <p className="muted round-saved">
          <Icon name="lorry" size={16} /> {t('sensors.round.saved', { km: km.format(saved) })}
        </p>
      )}
      <Button kind="main" icon="lorry" onClick={onOrder}>
        {t('sensors.round.order')}
      </Button>
    </>
  );
}

interface OrderProps {
  overview: Overview;
  tour: Tour;
  proposal: Proposal;
  onClose: () => void;
  onOrdered: () => void;
}

function OrderDialog({ overview, tour, proposal, onClose, onOrdered }: OrderProps) {
  const { t } = useTranslation();
  const order = useOrderRound();
  const [vehicle, setVehicle] = useState(tour.vehicleId);
  const [driver, setDriver] = useState<Person | null>(null);
  const [commandId] = useState(newCommandId);
  const submit = () =>
    order.mutate(
      {
        tour: { ...tour, vehicleId: vehicle },
        devices: overview.devices,
        proposal,
        driver: driver?.userName ?? '',
        commandId,
      },
      {
        onSuccess: (started) => {
          showToast(t('sensors.round.ordered', { number: started.number }));
          onOrdered();
        },
      },
    );
  return (
    <Dialog title={t('sensors.round.question', { count: tour.stops.length })} onClose={onClose} onSubmit={submit}>
      <p>{t('sensors.round.consequence')}</p>
      <TextField
        label={t('sensors.round.vehicle')}
        value={vehicle}
        onChange={(event) => setVehicle(event.target.value)}
      />
      <PersonPicker label={t('sensors.round.driver')} value={driver} onChange={setDriver} />
      <p className="muted small">{t('sensors.round.driverHint')}</p>
      {order.isError && <Message kind="danger">{problemText(order.error, t)}</Message>}
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit" icon="lorry">
          {t('sensors.round.confirm')}
        </Button>
      </footer>
    </Dialog>
  );
}
