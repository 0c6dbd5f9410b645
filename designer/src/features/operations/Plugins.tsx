import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, bodyOf } from '../../api/client';
import type { PluginItem } from '../../api/schema';
import { useMay } from '../../api/session';
import { Badge, type Tone } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import type { IconName } from '../../ui/icons';
import { Message } from '../../ui/Message';
import { Empty, Loaded } from '../../ui/states';
import { PluginSettings } from './PluginSettings';
import { checkSigns } from './signs';

const stateSigns: Record<string, { icon: IconName; tone: Tone }> = {
  running: { icon: 'done', tone: 'success' },
  starting: { icon: 'hourglass', tone: 'neutral' },
  failed: { icon: 'alert', tone: 'danger' },
};

/** The plugins of this node, also those that do not work, with what they may do and how they fare. */
export function Plugins() {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<PluginItem | null>(null);
  const query = useQuery({
    queryKey: ['plugins'],
    queryFn: () => bodyOf(api.GET('/api/plugins')),
    refetchInterval: 10_000,
  });
  return (
    <Loaded query={query} text={t('operations.loading')}>
      {(plugins) =>
        plugins.length === 0 ? (
          <Empty icon="add" title={t('operations.plugin.none')}>
            {t('operations.plugin.noneHint')}
          </Empty>
        ) : (
          <>
            <ul className="plugins">
              {plugins.map((plugin) => (
                <Plugin key={plugin.id} plugin={plugin} onSettings={() => setEditing(plugin)} />
              ))}
            </ul>
            {editing !== null && <PluginSettings plugin={editing} onClose={() => setEditing(null)} />}
          </>
        )
      }
    </Loaded>
  );
}

function Plugin({ plugin, onSettings }: { plugin: PluginItem; onSettings: () => void }) {
  const { t } = useTranslation();
  const mayChange = useMay('administration');
  const sign = stateSigns[plugin.state] ?? { icon: 'info', tone: 'neutral' };
  const facts = [
    plugin.version !== null && t('operations.plugin.version', { version: plugin.version }),
    plugin.sdk !== null && t('operations.plugin.sdk', { range: plugin.sdk }),
    plugin.licence !== null && t('operations.plugin.licence', { licence: plugin.licence }),
  ].filter((fact) => fact !== false);
  return (
    <li className="panel plugin">
      <div className="plugin-head">
        <h2>{plugin.name}</h2>
        <Badge icon={sign.icon} tone={sign.tone}>
          {t(`operations.plugin.state.${plugin.state}`)}
        </Badge>
        {plugin.hasSettings && (
          <Button
            small
            icon="gear"
            blocked={mayChange ? null : t('operations.plugin.onlyAdministration')}
            onClick={onSettings}
          >
            {t('operations.plugin.settings')}
            <span className="hidden-visually"> {plugin.name}</span>
          </Button>
        )}
      </div>
      <p className="muted small">{facts.join(' · ')}</p>
      {plugin.problem !== null && <Message kind="danger">{plugin.problem}</Message>}
      {plugin.description !== null && <p>{plugin.description}</p>}
      <dl className="plugin-facts">
        {plugin.permissions.length > 0 && (
          <div>
            <dt>{t('operations.plugin.permissions')}</dt>
            <dd>{plugin.permissions.map((name) => t(`operations.plugin.permission.${name}`)).join(', ')}</dd>
          </div>
        )}
        {plugin.contributes.length > 0 && (
          <div>
            <dt>{t('operations.plugin.contributes')}</dt>
            <dd>{plugin.contributes.join(', ')}</dd>
          </div>
        )}
        {plugin.checks.length > 0 && (
          <div>
            <dt>{t('operations.plugin.checks')}</dt>
            <dd>
              {plugin.checks.map((check) => (
                <p key={check.name} className="row-line">
                  {check.name}
                  <Badge
                    icon={checkSigns[check.status as keyof typeof checkSigns].icon}
                    tone={checkSigns[check.status as keyof typeof checkSigns].tone}
                  >
                    {t(`operations.status.${check.status}`)}
                  </Badge>
                  {check.detail}
                </p>
              ))}
            </dd>
          </div>
        )}
      </dl>
    </li>
  );
}
