import { useTranslation } from 'react-i18next';
import { Checkbox, SelectField } from '../../../ui/Field';
import type { Drawn, Moddle } from '../canvas/types';
import { names, property } from '../model/extensions';
import { formatPeriod, parsePeriod } from '../model/period';
import { useBench } from '../workbench';
import { CommittedText, Question } from './Fields';
import { PeriodFields } from './PeriodFields';

/** What is asked about the whole procedure. */
export function ProcessQuestions({ element, process }: { element: Drawn; process: Moddle }) {
  const { t } = useTranslation();
  const { writer, groups } = useBench();
  const read = (name: string) => property(process, `kommune:${name}`);
  const write = (name: string) => (value: string) => writer.setProperty(element, process, `kommune:${name}`, value);
  const starters = names(read('starters'));
  const unknown = starters.filter((id) => groups.every((group) => group.id !== id));
  const offered = [...groups, ...unknown.map((id) => ({ id, name: id }))];
  const retention = parsePeriod(read('retention'));
  return (
    <>
      <Question title={t('modeller.process.starters')}>
        {starters.length === 0 && <p className="small muted">{t('modeller.process.anyone')}</p>}
        {offered.map((group) => (
          <Checkbox
            key={group.id}
            label={group.name}
            checked={starters.includes(group.id)}
            onChange={(event) =>
              write('starters')(
                (event.target.checked ? [...starters, group.id] : starters.filter((id) => id !== group.id)).join(', '),
              )
            }
          />
        ))}
      </Question>
      <Question title={t('modeller.process.number')}>
        <CommittedText
          label={t('modeller.process.caseNumber')}
          hint={t('modeller.process.caseNumberHint')}
          optional
          value={read('caseNumber')}
          onCommit={write('caseNumber')}
        />
        <CommittedText
          label={t('modeller.process.caseTitle')}
          hint={t('modeller.process.caseTitleHint')}
          optional
          value={read('title')}
          onCommit={write('title')}
        />
      </Question>
      <Question title={t('modeller.process.description')}>
        <CommittedText
          label={t('modeller.process.descriptionLabel')}
          optional
          value={read('description')}
          onCommit={write('description')}
        />
      </Question>
      <Question title={t('modeller.process.retention')}>
        <SelectField
          label={t('modeller.process.retentionHow')}
          value={read('retention') === '' ? 'none' : 'period'}
          onChange={(event) => write('retention')(event.target.value === 'none' ? '' : 'P10Y')}
        >
          <option value="none">{t('modeller.process.forever')}</option>
          <option value="period">{t('modeller.process.limited')}</option>
        </SelectField>
        {retention !== null && (
          <PeriodFields period={retention} onChange={(period) => write('retention')(formatPeriod(period))} />
        )}
      </Question>
    </>
  );
}

/** Welche Gruppe arbeitet in dieser Bahn? */
export function LaneQuestion({ element }: { element: Drawn }) {
  const { t } = useTranslation();
  const { writer, groups } = useBench();
  const name = element.businessObject.name ?? '';
  const known = groups.some(({ id }) => id === name);
  return (
    <Question title={t('modeller.lane.title')}>
      <SelectField
        label={t('modeller.lane.group')}
        hint={t('modeller.lane.hint')}
        value={known ? name : ''}
        onChange={(event) => {
          if (event.target.value !== '') writer.update(element, { name: event.target.value });
        }}
      >
        <option value="">{t('modeller.lane.none')}</option>
        {groups.map((group) => (
          <option key={group.id} value={group.id}>
            {group.name}
          </option>
        ))}
      </SelectField>
    </Question>
  );
}
