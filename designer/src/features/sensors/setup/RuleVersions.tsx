import { useTranslation } from 'react-i18next';
import { Moment } from '../../../ui/Moment';
import { Loaded } from '../../../ui/states';
import type { DeviceRule, DeviceType } from './model';
import { useVersions } from './queries';
import { sentence, type TakenMessage } from './sentence';

interface Props {
  id: string;
  types: DeviceType[];
  messages: TakenMessage[];
}

/** What the rule said before, who changed it and when. */
export function RuleVersions({ id, types, messages }: Props) {
  const { t } = useTranslation();
  const query = useVersions('rules', id);
  const words = (rule: DeviceRule) => {
    const type = types.find((entry) => entry.id === rule.typeId);
    const text = sentence(
      rule,
      type?.fields.find((field) => field.name === rule.rule.field),
      messages,
      t,
    );
    return rule.active ? text : `${text} (${t('sensing.rules.off')})`;
  };
  return (
    <section className="stack" aria-labelledby="versions">
      <h3 id="versions">{t('sensing.versions.title')}</h3>
      <Loaded query={query}>
        {(versions) => (
          <ol className="version-list">
            {versions.map((version) => (
              <li key={version.version}>
                <b>{t('sensing.versions.version', { number: version.version })}</b>{' '}
                <span className="muted small">
                  {version.changedBy}, <Moment at={version.changedAt} />
                </span>
                <p>{version.body === null ? t('sensing.versions.removed') : words(version.body)}</p>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </section>
  );
}
