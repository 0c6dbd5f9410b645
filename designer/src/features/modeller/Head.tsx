import { useContext, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Person } from '../../api/schema';
import { Badge } from '../../ui/Badge';
import { Button, IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import type { Finding, ProcedureDetail } from './api';
import { DraftNotices } from './draft/DraftNotices';
import type { DraftSession } from './draft/DraftSession';
import { SaveLine } from './draft/SaveLine';
import { MoreMenu } from './exchange/MoreMenu';
import { PublishDialog } from './publish/PublishDialog';
import { BenchContext } from './workbench';

interface Props {
  procedure: ProcedureDetail;
  session: DraftSession;
  basedOn: number | null;
  others: Person[];
  findings: Finding[];
  /** All drawn files of the procedure. */
  drawn: string[];
  path: string;
  onPath: (path: string) => void;
  /** Opens a tab of the lower panel. */
  onPanel: (tab: string) => void;
}

/** What is open, how it stands with saving, and what can be done with the whole. */
export function Head({ procedure, session, others, findings, drawn, path, onPath, onPanel }: Props) {
  const { t } = useTranslation();
  const bench = useContext(BenchContext);
  const { revision } = useSyncExternalStore(session.subscribe, session.current);
  const [publishing, setPublishing] = useState(false);
  const published = procedure.versions.find(({ inForce }) => inForce);
  const { publish } = procedure.rights;
  const stack = bench?.modeler.get('commandStack');
  return (
    <>
      <header className="modeller-head" data-region>
        <Link
          className="icon-button"
          to={`/prozesse/${procedure.id}`}
          aria-label={t('modeller.back')}
          title={t('modeller.back')}
        >
          <Icon name="back" />
        </Link>
        <h1>{procedure.name}</h1>
        <Badge icon="edit" tone="warning">
          {t('modeller.draft', { revision })}
        </Badge>
        <span className="modeller-published small muted">
          {published === undefined
            ? t('modeller.neverPublished')
            : t('modeller.published', { version: published.version })}
        </span>
        {drawn.length > 1 && (
          <select
            className="input modeller-file"
            aria-label={t('modeller.file')}
            value={path}
            onChange={(event) => onPath(event.target.value)}
          >
            {drawn.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
        <span className="spacer" />
        <IconButton
          icon="undo"
          label={t('modeller.undo')}
          disabled={stack?.canUndo() !== true}
          onClick={() => stack?.undo()}
        />
        <IconButton
          icon="redo"
          label={t('modeller.redo')}
          disabled={stack?.canRedo() !== true}
          onClick={() => stack?.redo()}
        />
        <SaveLine session={session} />
        {bench !== null && <MoreMenu />}
        <Button icon="list" className="modeller-wide" onClick={() => onPanel('findings')}>
          {t('modeller.check')}
        </Button>
        <Button icon="play" className="modeller-wide" onClick={() => onPanel('sandbox')}>
          {t('modeller.play')}
        </Button>
        <Button
          kind="main"
          icon="publish"
          className="modeller-wide"
          blocked={publish.allowed ? null : publish.reason}
          onClick={() => setPublishing(true)}
        >
          {t('modeller.publish.open')}
        </Button>
      </header>
      <DraftNotices procedure={procedure} session={session} others={others} />
      {publishing && (
        <PublishDialog
          procedure={procedure}
          session={session}
          findings={findings}
          onClose={() => setPublishing(false)}
        />
      )}
    </>
  );
}
