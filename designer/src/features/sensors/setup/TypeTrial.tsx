import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button';
import { SelectField, TextArea } from '../../../ui/Field';
import { Icon } from '../../../ui/Icon';
import { Message } from '../../../ui/Message';
import { problemText } from '../../../ui/states';
import { valueText } from '../devices/values';
import type { DeviceType } from './model';
import { useDocuments, useTrial } from './queries';

interface Tried {
  fields: { name: string; value: number | null; problem: string | null }[];
  ignored: string[];
  refused: string | null;
}

interface Props {
  type: DeviceType;
  /** Takes a path of the message into the list of fields. */
  onAdd: (path: string) => void;
}

/** A message of a device, and what would be read of it. */
export function TypeTrial({ type, onAdd }: Props) {
  const { t } = useTranslation();
  const codecs = useDocuments('codecs');
  const [payload, setPayload] = useState('');
  const [codecId, setCodecId] = useState('');
  const trial = useTrial<{ type: DeviceType; payload: string; codecId: string | null }, Tried>('types/try');
  const run = () => {
    // A field that is only just being added reads nothing yet.
    const tried = { ...type, fields: type.fields.filter((field) => field.path !== '') };
    trial.mutate({ type: tried, payload, codecId: codecId === '' ? null : codecId });
  };
  return (
    <>
      <h3>{t('sensing.trial.title')}</h3>
      <p className="muted small">{t('sensing.trial.hint')}</p>
      <TextArea
        label={t('sensing.trial.payload')}
        className="input code"
        rows={8}
        value={payload}
        onChange={(event) => setPayload(event.target.value)}
      />
      <div className="toolbar">
        <SelectField
          label={t('sensing.devices.codec')}
          value={codecId}
          onChange={(event) => setCodecId(event.target.value)}
        >
          <option value="">{t('sensing.devices.noCodec')}</option>
          {codecs.data?.map((codec) => (
            <option key={codec.id} value={codec.id}>
              {codec.name}
            </option>
          ))}
        </SelectField>
        <Button icon="play" blocked={payload.trim() === '' ? t('sensing.trial.missing') : null} onClick={run}>
          {t('sensing.trial.run')}
        </Button>
      </div>
      {trial.isError && <Message kind="danger">{problemText(trial.error, t)}</Message>}
      {trial.data !== undefined && <Result type={type} tried={trial.data} onAdd={onAdd} />}
    </>
  );
}

function Result({ type, tried, onAdd }: { type: DeviceType; tried: Tried; onAdd: (path: string) => void }) {
  const { t } = useTranslation();
  if (tried.refused !== null) return <Message kind="danger">{tried.refused}</Message>;
  return (
    <div className="stack" role="status">
      <table className="table">
        <caption className="hidden-visually">{t('sensing.trial.read')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('sensing.trial.field')}</th>
            <th scope="col">{t('sensing.trial.value')}</th>
          </tr>
        </thead>
        <tbody>
          {tried.fields.map((entry) => {
            const field = type.fields.find((known) => known.name === entry.name);
            return (
              <tr key={entry.name}>
                <td>{field?.label ?? entry.name}</td>
                <td>
                  {entry.value === null ? (
                    <span className="danger-text">
                      <Icon name="alert" size={16} /> {entry.problem}
                    </span>
                  ) : (
                    <b>{valueText(entry.value, field, t)}</b>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {tried.ignored.length > 0 && (
        <>
          <h4>{t('sensing.trial.ignored')}</h4>
          <ul className="ignored">
            {tried.ignored.map((path) => (
              <li key={path}>
                <code>{path}</code>
                <Button small kind="plain" icon="add" onClick={() => onAdd(path)}>
                  {t('sensing.trial.take')}
                  <span className="hidden-visually">: {path}</span>
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
