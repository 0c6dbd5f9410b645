import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Badge } from '../../../ui/Badge';
import { Button } from '../../../ui/Button';
import { TableScroll } from '../../../ui/TableScroll';
import { Empty, Loaded } from '../../../ui/states';
import { useOverview } from '../queries';
import type { DeviceRule } from './model';
import { useDocuments } from './queries';
import { RuleEditor } from './RuleEditor';
import { sentence } from './sentence';
import { useMessages } from './useMessages';

/** The rules, each as a sentence. */
export function RulesTab({ id }: { id: string | undefined }) {
  const query = useDocuments('rules');
  return (
    <Loaded query={query}>
      {(rules) =>
        id === undefined ? (
          <List rules={rules} />
        ) : (
          <RuleEditor key={id} rule={rules.find((entry) => entry.rule.id === id) ?? null} />
        )
      }
    </Loaded>
  );
}

function List({ rules }: { rules: DeviceRule[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const messages = useMessages();
  const types = useDocuments('types').data ?? [];
  const devices = useOverview().data?.devices ?? [];
  return (
    <div className="stack">
      <div className="section-head">
        <h2>{t('sensing.rules.title')}</h2>
        <Button kind="main" icon="add" onClick={() => void navigate('/sensorik/regeln/neu')}>
          {t('sensing.rules.new')}
        </Button>
      </div>
      {rules.length === 0 ? (
        <Empty icon="rule" title={t('sensing.rules.none')}>
          {t('sensing.rules.noneHint')}
        </Empty>
      ) : (
        <TableScroll label={t('sensing.rules.title')}>
          <table className="table stacked">
            <thead>
              <tr>
                <th scope="col">{t('sensing.name')}</th>
                <th scope="col">{t('sensing.rules.sentence')}</th>
                <th scope="col">{t('sensing.rules.for')}</th>
                <th scope="col" className="number">
                  {t('sensing.rules.holds')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rules.map((rule) => {
                const type = types.find((entry) => entry.id === rule.typeId);
                const field = type?.fields.find((entry) => entry.name === rule.rule.field);
                return (
                  <tr key={rule.rule.id}>
                    <td>
                      <Link to={`/sensorik/regeln/${encodeURIComponent(rule.rule.id)}`}>{rule.name}</Link>{' '}
                      {!rule.active && <Badge icon="pause">{t('sensing.rules.off')}</Badge>}
                    </td>
                    <td data-label={t('sensing.rules.sentence')}>{sentence(rule, field, messages, t)}</td>
                    <td data-label={t('sensing.rules.for')}>{type?.name ?? rule.typeId}</td>
                    <td className="number" data-label={t('sensing.rules.holds')}>
                      {devices.filter((device) => device.alarms.some((alarm) => alarm.rule === rule.rule.id)).length}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </TableScroll>
      )}
    </div>
  );
}
