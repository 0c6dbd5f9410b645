import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail, CaseReplay } from '../../api/schema';
import { useNow } from '../../ui/now';
import { valueText } from '../../ui/value';
import { TableScroll } from '../../ui/TableScroll';
import { actorText, historyText } from '../record';
import { dataAfter } from './replay';

interface Props {
  detail: CaseDetail;
  replay: CaseReplay;
  at: number;
}

/** What a step did, in words, and the data of the case before and after it. */
export function StepData({ detail, replay, at }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  const [all, setAll] = useState(false);
  const lines = useMemo(() => dataAfter(replay, at), [replay, at]);
  const changed = lines.filter((line) => line.changed).length;
  const labels = useMemo(() => new Map(detail.fields.map((field) => [field.name, field.label])), [detail]);
  const told = replay.steps[at]?.lines ?? [];
  const shown = all ? lines : lines.slice(0, changed);
  return (
    <div className="step-data">
      <ul className="step-lines">
        {told.length === 0 && <li>{t('diagram.machine')}</li>}
        {told.map((entry) => (
          <li key={entry.seq}>
            <b>{historyText(entry, now, t)}</b> <span className="muted">{actorText(entry, t)}</span>
          </li>
        ))}
      </ul>
      {shown.length > 0 && (
        <TableScroll label={t('diagram.data')}>
          <table className="table">
            <caption className="hidden-visually">{t('diagram.data')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('diagram.field')}</th>
                <th scope="col">{t('diagram.before')}</th>
                <th scope="col">{t('diagram.after')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((line) => (
                <tr key={line.key} className={line.changed ? 'changed' : undefined}>
                  <th scope="row">
                    {labels.get(line.name) ?? line.name}
                    {line.elementName !== null && <span className="muted small"> {line.elementName}</span>}
                  </th>
                  <td>{valueText(line.before, t)}</td>
                  <td>{line.gone ? t('diagram.gone') : valueText(line.after, t)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      <p className="row-line">
        {changed === 0 && <span className="muted">{t('diagram.noChange')}</span>}
        {lines.length > changed && (
          <button type="button" className="link-button" aria-expanded={all} onClick={() => setAll(!all)}>
            {t(all ? 'diagram.onlyChanged' : 'diagram.allData', { count: lines.length })}
          </button>
        )}
      </p>
    </div>
  );
}
