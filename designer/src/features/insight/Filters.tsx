import { useTranslation } from 'react-i18next';
import type { InsightReport } from '../../api/schema';
import { SelectField, TextField } from '../../ui/Field';

/** What is asked, as the address holds it; empty: everything. */
export interface Question {
  processId: string;
  version: string;
  group: string;
  from: string;
  to: string;
}

interface Props {
  processes: { processId: string; name: string }[];
  report: InsightReport | undefined;
  question: Question;
  onAsk: (question: Question) => void;
}

export function Filters({ processes, report, question, onAsk }: Props) {
  const { t } = useTranslation();
  return (
    <div className="insight-filters">
      <SelectField
        label={t('insight.process')}
        value={question.processId}
        onChange={(event) => onAsk({ ...question, processId: event.target.value, version: '' })}
      >
        {processes.map((process) => (
          <option key={process.processId} value={process.processId}>
            {process.name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('catalogue.versionHead')}
        value={question.version}
        onChange={(event) => onAsk({ ...question, version: event.target.value })}
      >
        <option value="">{t('insight.allVersions')}</option>
        {report?.versions.map((version) => (
          <option key={version} value={version}>
            {t('catalogue.version', { version })}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('inbox.filterGroup')}
        value={question.group}
        onChange={(event) => onAsk({ ...question, group: event.target.value })}
      >
        <option value="">{t('inbox.allGroups')}</option>
        {report?.groups.map((group) => (
          <option key={group.id} value={group.id}>
            {group.name}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('insight.from')}
        type="date"
        value={question.from === '' ? (report?.from ?? '') : question.from}
        onChange={(event) => onAsk({ ...question, from: event.target.value })}
      />
      <TextField
        label={t('insight.to')}
        type="date"
        value={question.to === '' ? (report?.to ?? '') : question.to}
        onChange={(event) => onAsk({ ...question, to: event.target.value })}
      />
    </div>
  );
}
