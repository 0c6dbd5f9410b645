import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { TextField } from '../../../ui/Field';
import { Message } from '../../../ui/Message';
import { problemText } from '../../../ui/states';
import { showToast } from '../../../ui/toast';
import type { Device } from '../setup/model';
import { useCommand } from '../setup/queries';

/** Another device takes the place of this one. */
export function SwapDialog({ device, onClose }: { device: Device; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [newId, setNewId] = useState('');
  const [checked, setChecked] = useState(false);
  const swap = useCommand(
    (id: string) => ({
      path: `/api/plugins/mqtt/devices/${encodeURIComponent(device.id)}/swap`,
      method: 'POST',
      body: { newId: id },
    }),
    ['sensors', 'sensor-documents', 'sensor-device'],
  );
  const missing = newId.trim() === '' ? t('sensing.devices.idMissing') : null;
  const submit = () => {
    setChecked(true);
    if (missing !== null) return;
    swap.mutate(newId.trim(), {
      onSuccess: () => {
        showToast(t('sensing.swap.done', { name: device.name }));
        onClose();
        void navigate(`/sensorik/geraete/${encodeURIComponent(newId.trim())}`);
      },
    });
  };
  return (
    <Dialog title={t('sensing.swap.question', { name: device.name })} onClose={onClose} onSubmit={submit}>
      <p>{t('sensing.swap.hint')}</p>
      {swap.isError && <Message kind="danger">{problemText(swap.error, t)}</Message>}
      <TextField
        label={t('sensing.swap.newId')}
        hint={t('sensing.devices.idHint')}
        autoCapitalize="none"
        value={newId}
        error={checked ? missing : null}
        onChange={(event) => setNewId(event.target.value)}
      />
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit" disabled={swap.isPending}>
          {t('sensing.swap.confirm')}
        </Button>
      </footer>
    </Dialog>
  );
}
