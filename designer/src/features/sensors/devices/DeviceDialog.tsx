import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { Checkbox, SelectField, TextArea, TextField } from '../../../ui/Field';
import { Message } from '../../../ui/Message';
import { problemText } from '../../../ui/states';
import { showToast } from '../../../ui/toast';
import type { Device } from '../setup/model';
import { useDocuments, useSave } from '../setup/queries';
import { attributesOf, numberOf, textOf } from './deviceForm';

interface Props {
  /** Null for a new one. */
  device: Device | null;
  /** A new one's identifier, where it is known already. */
  id?: string;
  onClose: () => void;
}

/** One device: what it is called, what it is, where it hangs, and what processes get to know of it. */
export function DeviceDialog({ device, id = '', onClose }: Props) {
  const { t } = useTranslation();
  const types = useDocuments('types');
  const codecs = useDocuments('codecs');
  const save = useSave('devices');
  const [checked, setChecked] = useState(false);
  const [text, setText] = useState(() => textOf(device, id));
  const set = (change: Partial<typeof text>) => setText({ ...text, ...change });
  const typeId = text.typeId === '' ? (types.data?.[0]?.id ?? '') : text.typeId;
  const [latitude, longitude] = [numberOf(text.latitude), numberOf(text.longitude)];
  const missing = {
    id: text.id.trim() === '' ? t('sensing.devices.idMissing') : null,
    name: text.name.trim() === '' ? t('sensing.nameMissing') : null,
    type: typeId === '' ? t('sensing.devices.typeMissing') : null,
    place: (latitude === null) === (longitude === null) ? null : t('sensing.devices.placeHalf'),
  };
  const submit = () => {
    setChecked(true);
    if (Object.values(missing).some((problem) => problem !== null)) return;
    const content: Device = {
      id: text.id.trim(),
      name: text.name.trim(),
      typeId,
      codecId: text.codecId === '' ? null : text.codecId,
      geometry: device?.geometry ?? null,
      place: latitude === null || longitude === null ? null : { latitude, longitude },
      attributes: attributesOf(text.attributes),
      litres: numberOf(text.litres),
      active: text.active,
      replaces: device?.replaces ?? null,
      registeredAt: device?.registeredAt ?? new Date().toISOString(),
    };
    save.mutate(
      { id: content.id, content },
      {
        onSuccess: () => {
          showToast(t('sensing.saved', { name: content.name }));
          onClose();
        },
      },
    );
  };
  const error = (name: keyof typeof missing) => (checked ? missing[name] : null);
  return (
    <Dialog
      title={device === null ? t('sensing.devices.new') : t('sensing.devices.edit', { name: device.name })}
      size="wide"
      onClose={onClose}
      onSubmit={submit}
    >
      {save.isError && <Message kind="danger">{problemText(save.error, t)}</Message>}
      <div className="pair">
        <TextField
          label={t('sensing.devices.label')}
          value={text.name}
          error={error('name')}
          onChange={(event) => set({ name: event.target.value })}
        />
        <TextField
          label={t('sensing.devices.networkId')}
          hint={t('sensing.devices.idHint')}
          autoCapitalize="none"
          disabled={device !== null}
          value={text.id}
          error={error('id')}
          onChange={(event) => set({ id: event.target.value })}
        />
      </div>
      <div className="pair">
        <SelectField
          label={t('sensing.devices.type')}
          value={typeId}
          error={error('type')}
          onChange={(event) => set({ typeId: event.target.value })}
        >
          {types.data?.map((type) => (
            <option key={type.id} value={type.id}>
              {type.name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('sensing.devices.codec')}
          value={text.codecId}
          onChange={(event) => set({ codecId: event.target.value })}
        >
          <option value="">{t('sensing.devices.noCodec')}</option>
          {codecs.data?.map((codec) => (
            <option key={codec.id} value={codec.id}>
              {codec.name}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="triple">
        <TextField
          label={t('sensing.devices.latitude')}
          inputMode="decimal"
          optional
          value={text.latitude}
          error={error('place')}
          onChange={(event) => set({ latitude: event.target.value })}
        />
        <TextField
          label={t('sensing.devices.longitude')}
          inputMode="decimal"
          optional
          value={text.longitude}
          onChange={(event) => set({ longitude: event.target.value })}
        />
        <TextField
          label={t('sensing.devices.litres')}
          inputMode="decimal"
          optional
          value={text.litres}
          onChange={(event) => set({ litres: event.target.value })}
        />
      </div>
      <TextArea
        label={t('sensing.devices.attributes')}
        hint={t('sensing.devices.attributesHint')}
        optional
        value={text.attributes}
        onChange={(event) => set({ attributes: event.target.value })}
      />
      <Checkbox
        label={t('sensing.devices.active')}
        checked={text.active}
        onChange={(event) => set({ active: event.target.checked })}
      />
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit" disabled={save.isPending}>
          {t('common.save')}
        </Button>
      </footer>
    </Dialog>
  );
}
