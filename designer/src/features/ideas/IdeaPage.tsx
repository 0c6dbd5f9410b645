import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api, bodyOf } from '../../api/client';
import type { IdeaDetail } from '../../api/schema';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Moment } from '../../ui/Moment';
import { useNow } from '../../ui/now';
import { personText } from '../../ui/people';
import { Loaded } from '../../ui/states';
import { useTitle } from '../../ui/title';
import { Comments, Documents, History } from '../record';
import { StatusDialog } from './StatusDialog';
import './ideas.css';
import { standingOf, statusSign } from './wording';

/** One idea with its four texts, what was said, and its whole record. */
export function IdeaPage() {
  const { t } = useTranslation();
  const key = useParams().ideaKey ?? '';
  const query = useQuery({
    queryKey: ['idea', key],
    queryFn: () => bodyOf(api.GET('/api/ideas/{key}', { params: { path: { key } } })),
  });
  return (
    <div className="page" data-region>
      <Loaded query={query} text={t('ideas.loadingOne')}>
        {(idea) => <Idea idea={idea} />}
      </Loaded>
    </div>
  );
}

const texts = ['problemstellung', 'loesungsansatz', 'mehrwert', 'beschreibung'] as const;

function Idea({ idea }: { idea: IdeaDetail }) {
  const { t } = useTranslation();
  const actions = useQuery({
    queryKey: ['case', idea.key],
    queryFn: () => bodyOf(api.GET('/api/cases/{key}', { params: { path: { key: idea.key } } })),
    select: (detail) => detail.actions,
  }).data;
  const refused = { allowed: false, reason: null };
  useTitle(`${idea.number} ${idea.title}`, idea.number);
  return (
    <>
      <Head idea={idea} />
      <div className="idea-columns">
        <div className="stack">
          <section className="panel" aria-label={t('ideas.texts')}>
            <div className="panel-body stack">
              {idea.ergebnis !== null && (
                <div className="idea-outcome success">
                  <h2>{t('ideas.ergebnis')}</h2>
                  <p>{idea.ergebnis}</p>
                </div>
              )}
              {idea.begruendung !== null && (
                <div className="idea-outcome">
                  <h2>{t('ideas.begruendung')}</h2>
                  <p>{idea.begruendung}</p>
                </div>
              )}
              {texts.map((name) => (
                <div key={name}>
                  <h2>{t(`ideas.${name}`)}</h2>
                  <p className="idea-text">{idea[name]}</p>
                </div>
              ))}
            </div>
          </section>
          <section className="panel" aria-labelledby="kommentare">
            <header>
              <h2 id="kommentare">{t('task.tab.comments')}</h2>
            </header>
            <div className="panel-body">
              <Comments caseKey={idea.key} write={actions?.comment ?? refused} />
            </div>
          </section>
        </div>
        <div className="stack">
          <Facts idea={idea} />
          <section className="panel" aria-labelledby="dokumente">
            <header>
              <h2 id="dokumente">{t('task.tab.documents')}</h2>
            </header>
            <div className="panel-body">
              <Documents caseKey={idea.key} write={actions?.attach ?? refused} />
            </div>
          </section>
          <section className="panel" aria-labelledby="verlauf">
            <header>
              <h2 id="verlauf">{t('task.tab.history')}</h2>
              <Link to={`/vorgaenge/${idea.key}`}>{t('ideas.toCase')}</Link>
            </header>
            <div className="panel-body">
              <History caseKey={idea.key} />
            </div>
          </section>
        </div>
      </div>
    </>
  );
}

function Head({ idea }: { idea: IdeaDetail }) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState<string | null>(null);
  const sign = statusSign[idea.status];
  return (
    <>
      <nav className="breadcrumb" aria-label={t('cases.path')}>
        <Link to="/ideen">{t('nav.ideas')}</Link> › <span>{idea.number}</span>
      </nav>
      <div className="page-head">
        <h1>{idea.title}</h1>
        <Badge icon={sign.icon} tone={sign.tone}>
          {idea.status}
        </Badge>
        <span className="spacer" />
        {idea.openTasks.map((task) => (
          <Button
            key={task.key}
            kind="main"
            icon="edit"
            blocked={task.complete.allowed ? null : (task.complete.reason ?? t('task.notAllowed'))}
            onClick={() => setChanging(task.key)}
          >
            {idea.openTasks.length > 1 ? task.title : t('ideas.changeStatus')}
          </Button>
        ))}
      </div>
      {changing !== null && <StatusDialog taskKey={changing} onClose={() => setChanging(null)} />}
    </>
  );
}

function Facts({ idea }: { idea: IdeaDetail }) {
  const { t } = useTranslation();
  const standing = standingOf(idea, useNow(), t);
  const score = idea.score;
  return (
    <section className="panel" aria-labelledby="angaben">
      <header>
        <h2 id="angaben">{t('ideas.facts')}</h2>
      </header>
      <dl className="panel-body idea-facts">
        <div>
          <dt>{t('ideas.theme')}</dt>
          <dd>{idea.theme}</dd>
        </div>
        <div>
          <dt>{t('ideas.department')}</dt>
          <dd>{idea.department}</dd>
        </div>
        <div>
          <dt>{t('ideas.view')}</dt>
          <dd>{t(`ideas.viewName.${idea.view}`)}</dd>
        </div>
        {idea.author !== null && (
          <div>
            <dt>{t('ideas.author')}</dt>
            <dd>{personText(idea.author)}</dd>
          </div>
        )}
        <div>
          <dt>{t('ideas.created')}</dt>
          <dd>
            <Moment at={idea.createdAt} />
          </dd>
        </div>
        {standing !== null && (
          <div>
            <dt>{t('ideas.stand')}</dt>
            <dd className={standing.overdue ? 'danger-text' : ''}>{standing.text}</dd>
          </div>
        )}
        {score !== null && score.nutzen !== null && (
          <div>
            <dt>{t('ideas.nutzen')}</dt>
            <dd>{score.nutzen}</dd>
          </div>
        )}
        {score !== null && score.aufwand !== null && (
          <div>
            <dt>{t('ideas.aufwand')}</dt>
            <dd>{score.aufwand}</dd>
          </div>
        )}
        {score !== null && score.synergien !== null && (
          <div>
            <dt>{t('ideas.synergien')}</dt>
            <dd>{score.synergien}</dd>
          </div>
        )}
      </dl>
      {idea.similar.length > 0 && (
        <div className="panel-body idea-similar">
          <h3>{t('ideas.similar')}</h3>
          <ul>
            {idea.similar.map((other) => (
              <li key={other.key}>
                <Icon name="link" size={16} />
                <span>
                  <Link to={`/ideen/${other.key}`}>{other.title}</Link>{' '}
                  <span className="muted small">
                    {other.number} · {other.status}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
