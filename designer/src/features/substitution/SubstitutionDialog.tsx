import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import { useMay } from '../../api/session';
import type { Person, Substitution, SubstitutionRequest } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Checkbox, TextField } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { useNow } from '../../ui/now';
import { PersonPicker } from '../../ui/PersonPicker';
import { problemText } from '../../ui/states';
import { berlin, dateField } from '../../ui/time';

interface Props {
  /** The one to change; null makes a new one. */
  substitution: Substitution | null;
  onSaved: () => Promise<unknown>;
  onClose: () => void;
}

/** A deputy for a time. The last day counts in full. */
export function SubstitutionDialog({ substitution, onSaved, onClose }: Props) {
  const { t } = useTranslation();
  const mayForOthers = useMay('administration');
  const now = useNow();
  const [forOther, setForOther] = useState(false);
  const [absent, setAbsent] = useState<Person | null>(substitution?.absent ?? null);
  const [deputy, setDeputy] = useState<Person | null>(substitution?.deputy ?? null);
  const [from, setFrom] = useState(dateField(substitution === null ? now : new Date(substitution.from)));
  const [until, setUntil] = useState(substitution === null ? '' : dateField(new Date(substitution.until)));
  const [checked, setChecked] = useState(false);
  const faults = {
    absent: forOther && absent === null ? t('pass.whoMissing') : null,
    deputy: deputy === null ? t('pass.whoMissing') : null,
    from: from === '' ? t('substitution.dateMissing') : null,
    until: until === '' ? t('substitution.dateMissing') : until < from ? t('substitution.order') : null,
  };
  const save = useMutation({
    mutationFn: () => {
      const request: SubstitutionRequest = {
        absent: substitution?.absent.userName ?? (forOther ? (absent?.userName ?? null) : null),
        deputy: deputy?.userName ?? '',
        from: berlin(from, '00:00').toISOString(),
        until: berlin(until, '23:59').toISOString(),
      };
      return substitution === null
        ? bodyOf(api.POST('/api/substitutions', { body: request }))
        : bodyOf(api.PUT('/api/substitutions/{key}', { params: { path: { key: substitution.key } }, body: request }));
    },
    onSuccess: async () => {
      await onSaved();
      onClose();
    },
  });
  const submit = () => {
    setChecked(true);
    if (Object.values(faults).every((fault) => fault === null)) save.mutate();
  };
  return (
    <Dialog
      title={t(substitution === null ? 'substitution.newTitle' : 'substitution.changeTitle')}
      size="wide"
      onClose={onClose}
      onSubmit={submit}
    >
      {save.isError && <Message kind="danger">{problemText(save.error, t)}</Message>}
      {mayForOthers && substitution === null && (
        <Checkbox
          label={t('substitution.forOther')}
          checked={forOther}
          onChange={(event) => setForOther(event.target.checked)}
        />
      )}
      {forOther && (
        <PersonPicker
          label={t('substitution.absent')}
          value={absent}
          onChange={setAbsent}
          error={checked ? faults.absent : null}
        />
      )}
      {substitution !== null && <p>{t('substitution.nowDeputy', { name: substitution.deputy.name })}</p>}
      <PersonPicker
        label={t('substitution.who')}
        value={deputy}
        onChange={setDeputy}
        error={checked ? faults.deputy : null}
      />
      <div className="toolbar">
        <TextField
          label={t('substitution.fromDay')}
          type="date"
          value={from}
          error={checked ? faults.from : null}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextField
          label={t('substitution.untilDay')}
          type="date"
          min={from}
          value={until}
          error={checked ? faults.until : null}
          onChange={(event) => setUntil(event.target.value)}
        />
      </div>
      <footer>
        <Button kind="main" type="submit" disabled={save.isPending}>
          {t('common.save')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </footer>
    </Dialog>
  );
}
