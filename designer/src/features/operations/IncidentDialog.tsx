import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { IncidentDetail } from '../../api/schema';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextArea } from '../../ui/Field';
import { Message } from '../../ui/Message';
import { Loaded, problemText } from '../../ui/states';
import { showToast } from '../../ui/toast';
import { jsonText } from '../../ui/value';
import { fieldId, repairOf } from './repair';

/** Repairs the data of a stuck step and lets it try again. */
export function IncidentDialog({ incidentKey, onClose }: { incidentKey: string; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['incidents', 'one', incidentKey],
    queryFn: () => bodyOf(api.GET('/api/incidents/{key}', { params: { path: { key: incidentKey } } })),
  });
  return (
    <Dialog title={t('operations.repairTitle')} size="wide" onClose={onClose}>
      <Loaded query={query}>{(incident) => <RepairForm incident={incident} onClose={onClose} />}</Loaded>
    </Dialog>
  );
}

function RepairForm({ incident, onClose }: { incident: IncidentDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [texts, setTexts] = useState<Record<string, string>>({});
  const repair = repairOf(incident.variables, texts);
  const [checked, setChecked] = useState(false);
  const retry = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/api/incidents/{key}/retry', {
          params: { path: { key: incident.key } },
          body: { variables: repair.changes },
        }),
      ),
    onSuccess: async () => {
      showToast(t('operations.retried', { number: incident.caseNumber }));
      onClose();
      await client.invalidateQueries();
    },
  });
  const submit = () => {
    setChecked(true);
    if (repair.faulty.length === 0) retry.mutate();
  };
  return (
    <>
      <p>
        <Link to={`/vorgaenge/${incident.caseKey}`}>{incident.caseNumber}</Link> · {incident.processName} ·{' '}
        {incident.elementName ?? incident.elementId}
      </p>
      <Message kind="danger">{incident.message}</Message>
      {incident.details !== null && (
        <details>
          <summary>{t('operations.technical')}</summary>
          <pre className="technical">{incident.details}</pre>
        </details>
      )}
      {retry.isError && <Message kind="danger">{problemText(retry.error, t)}</Message>}
      {incident.variables.length > 0 && <h3>{t('operations.data')}</h3>}
      {incident.variables.map((variable) => {
        const id = fieldId(variable);
        return (
          <TextArea
            key={id}
            label={variable.name}
            hint={variable.scopeName}
            rows={2}
            spellCheck={false}
            value={texts[id] ?? jsonText(variable.value)}
            error={checked && repair.faulty.includes(id) ? t('cases.valueWrong') : null}
            onChange={(event) => setTexts({ ...texts, [id]: event.target.value })}
          />
        );
      })}
      <footer>
        <Button kind="main" icon="refresh" disabled={retry.isPending} onClick={submit}>
          {t(repair.changes.length + repair.faulty.length > 0 ? 'operations.saveAndRetry' : 'operations.retry')}
        </Button>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </footer>
    </>
  );
}
