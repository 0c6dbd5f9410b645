import { useTranslation } from 'react-i18next';
import { Message } from '../../ui/Message';
import type { FormFault } from './formModel';

/** What is missing, above the form, with a way to each place. */
export function FaultSummary({ faults, onJump }: { faults: FormFault[]; onJump: (name: string) => void }) {
  const { t } = useTranslation();
  if (faults.length === 0) return null;
  return (
    <Message kind="danger">
      <b>{t('form.faults', { count: faults.length })}</b>
      <ul className="fault-list">
        {faults.map((fault) => (
          <li key={fault.name}>
            <button type="button" className="link-button" onClick={() => onJump(fault.name)}>
              {fault.title}
            </button>
            : {fault.message}
            {fault.page !== null && <span className="muted"> ({fault.page})</span>}
          </li>
        ))}
      </ul>
    </Message>
  );
}
