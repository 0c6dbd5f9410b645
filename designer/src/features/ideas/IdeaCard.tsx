import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { IdeaItem } from '../../api/schema';
import { Icon } from '../../ui/Icon';
import { useNow } from '../../ui/now';
import { standingOf } from './wording';

/** An idea on the board. */
export function IdeaCard({ idea }: { idea: IdeaItem }) {
  const { t } = useTranslation();
  const standing = standingOf(idea, useNow(), t);
  return (
    <li className="idea-card">
      <h3>
        <Link to={`/ideen/${idea.key}`}>{idea.title}</Link>
      </h3>
      <p className="muted small">{idea.theme}</p>
      <p className="small">{idea.department}</p>
      {standing !== null && (
        <p className={standing.overdue ? 'idea-standing danger-text' : 'idea-standing'}>
          <Icon name={standing.icon} size={16} />
          <span className="clamp">{standing.text}</span>
        </p>
      )}
      <p className="idea-foot">
        <span>{idea.author?.name ?? ''}</span>
        <span>
          <Icon name="comment" size={16} />
          {idea.comments}
          <span className="hidden-visually"> {t('ideas.commentsWord')}</span>
        </span>
      </p>
    </li>
  );
}
