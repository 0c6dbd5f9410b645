import { useTranslation } from 'react-i18next';
import { Badge } from '../../../ui/Badge';
import { formId } from '../../formEditor';
import type { Finding, Severity } from '../api';
import { reveal } from '../canvas/steps';
import { useBench } from '../workbench';

const tones = { error: 'danger', warning: 'warning', hint: 'action' } as const;
const icons = { error: 'alert', warning: 'warning', hint: 'info' } as const;
const order: Severity[] = ['error', 'warning', 'hint'];

/** All findings in sentences; each leads to its element. */
export function FindingsPanel({ findings, onOpenFile }: { findings: Finding[]; onOpenFile: (path: string) => void }) {
  const { t } = useTranslation();
  const { modeler, path, openProperties, openForm } = useBench();
  if (findings.length === 0) return <p className="panel-note">{t('modeller.findings.none')}</p>;
  const go = ({ file, elementId }: Finding) => {
    const form = formId(file);
    if (form !== null) openForm(form, elementId);
    else if (file !== path && file.endsWith('.bpmn')) onOpenFile(file);
    else if (elementId !== null) {
      reveal(modeler, elementId);
      openProperties();
    }
  };
  const where = ({ file, elementId, elementName }: Finding) =>
    file === path || elementId === null ? (elementName ?? elementId ?? file) : `${elementName ?? elementId} (${file})`;
  const sorted = findings.toSorted((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity));
  return (
    <ul className="findings">
      {sorted.map((finding, at) => (
        // A finding has no identity: the list is replaced as a whole after each check.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={at}>
          <span>
            <Badge icon={icons[finding.severity]} tone={tones[finding.severity]}>
              {t(`modeller.findings.${finding.severity}`)}
            </Badge>
          </span>
          <button type="button" className="link-button" onClick={() => go(finding)}>
            {where(finding)}
          </button>
          <p>{finding.message}</p>
        </li>
      ))}
    </ul>
  );
}
