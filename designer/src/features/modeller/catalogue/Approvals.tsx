import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ApprovalItem } from '../../../api/schema';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { TextArea } from '../../../ui/Field';
import { Message } from '../../../ui/Message';
import { Moment } from '../../../ui/Moment';
import { personText } from '../../../ui/people';
import { problemText } from '../../../ui/states';
import { procedures } from '../api';

/** Publications that wait for a second person; who asked for one cannot decide it. */
export function Approvals() {
  const { t } = useTranslation();
  const [deciding, setDeciding] = useState<{ item: ApprovalItem; approve: boolean } | null>(null);
  const query = useQuery({ queryKey: ['publication-approvals'], queryFn: procedures.approvals, retry: false });
  if (query.data === undefined || query.data.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="freigaben">
      <header>
        <h2 id="freigaben">{t('modeller.approval.title')}</h2>
      </header>
      <ul className="panel-body drafts">
        {query.data.map((item) => (
          <li key={item.id} className="row-line">
            <Link to={`/prozesse/${item.procedure.id}/bearbeiten`}>{item.procedure.name}</Link>
            <span>{item.comment}</span>
            <span className="small muted">
              {personText(item.requestedBy)} · <Moment at={item.requestedAt} />
            </span>
            {[true, false].map((approve) => (
              <Button
                key={String(approve)}
                small
                blocked={item.decide.allowed ? null : item.decide.reason}
                onClick={() => setDeciding({ item, approve })}
              >
                {t(approve ? 'modeller.approval.approve' : 'modeller.approval.refuse')}
                <span className="hidden-visually">: {item.procedure.name}</span>
              </Button>
            ))}
          </li>
        ))}
      </ul>
      {deciding !== null && <Decide {...deciding} onClose={() => setDeciding(null)} />}
    </section>
  );
}

function Decide({ item, approve, onClose }: { item: ApprovalItem; approve: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [comment, setComment] = useState('');
  const decide = useMutation({
    mutationFn: () => procedures.decide(item.id, approve, comment.trim()),
    onSuccess: async () => {
      onClose();
      await Promise.all(
        ['publication-approvals', 'procedures', 'processes'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      );
    },
  });
  return (
    <Dialog
      title={t(approve ? 'modeller.approval.approveTitle' : 'modeller.approval.refuseTitle', {
        name: item.procedure.name,
      })}
      onClose={onClose}
      onSubmit={() => decide.mutate()}
    >
      <p>{t(approve ? 'modeller.publish.consequence' : 'modeller.approval.refuseHint')}</p>
      <TextArea
        label={t(approve ? 'modeller.approval.comment' : 'modeller.approval.reason')}
        optional={approve}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      {decide.error !== null && <Message kind="danger">{problemText(decide.error, t)}</Message>}
      <footer>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="main" type="submit" disabled={decide.isPending}>
          {t(approve ? 'modeller.approval.approve' : 'modeller.approval.refuse')}
        </Button>
      </footer>
    </Dialog>
  );
}
