import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../ui/Button';
import { Checkbox, TextField } from '../../../ui/Field';
import { days, type MaintenanceWindow } from './model';

interface Props {
  windows: MaintenanceWindow[];
  onChange: (windows: MaintenanceWindow[]) => void;
}

const fresh: MaintenanceWindow = { days: ['sunday'], from: '22:00:00', to: '06:00:00' };

/** Times of the week in which the rule does not begin. */
export function Maintenance({ windows, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className="stack">
      {windows.map((window, index) => {
        const set = (change: Partial<MaintenanceWindow>) => onChange(windows.with(index, { ...window, ...change }));
        return (
          // Windows have no identity of their own; the place in the list is it.
          // oxlint-disable-next-line react/no-array-index-key
          <fieldset key={index} className="fieldset">
            <legend className="field-label">{t('sensing.maintenance.window', { number: index + 1 })}</legend>
            <IconButton
              className="fieldset-remove"
              icon="trash"
              compact
              label={t('sensing.maintenance.remove', { number: index + 1 })}
              onClick={() => onChange(windows.filter((_, at) => at !== index))}
            />
            <div className="row-line">
              {days.map((day) => (
                <Checkbox
                  key={day}
                  label={t(`sensing.maintenance.days.${day}`)}
                  checked={window.days.includes(day)}
                  onChange={(event) =>
                    set({
                      days: event.target.checked
                        ? days.filter((entry) => entry === day || window.days.includes(entry))
                        : window.days.filter((entry) => entry !== day),
                    })
                  }
                />
              ))}
            </div>
            <div className="pair">
              {(['from', 'to'] as const).map((end) => (
                <TextField
                  key={end}
                  label={t(`sensing.maintenance.${end}`)}
                  type="time"
                  value={window[end].slice(0, 5)}
                  onChange={(event) => set({ [end]: `${event.target.value === '' ? '00:00' : event.target.value}:00` })}
                />
              ))}
            </div>
          </fieldset>
        );
      })}
      <div>
        <Button small icon="add" onClick={() => onChange([...windows, fresh])}>
          {t('sensing.maintenance.add')}
        </Button>
      </div>
    </div>
  );
}
