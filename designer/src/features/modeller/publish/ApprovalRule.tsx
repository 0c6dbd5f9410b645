import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '../../../ui/Field';
import { Message } from '../../../ui/Message';
import { problemText } from '../../../ui/states';
import { procedures } from '../api';
import { useBench } from '../workbench';

/** Whether publishing needs a second person; it counts at once, for the procedure and not for the draft. */
export function ApprovalRule() {
  const { t } = useTranslation();
  const { procedure } = useBench();
  const client = useQueryClient();
  const queryKey = ['procedure-detail', procedure.id];
  const detail = useQuery({ queryKey, queryFn: () => procedures.read(procedure.id), initialData: procedure }).data;
  const change = useMutation({
    mutationFn: (second: boolean) => procedures.changeApproval(detail, second ? 'secondPerson' : 'none'),
    onSuccess: (answer) => client.setQueryData(queryKey, answer),
  });
  return (
    <div className="approval-rule">
      <Checkbox
        label={t('modeller.approval.rule')}
        checked={change.isPending ? change.variables : detail.settings.approval === 'secondPerson'}
        disabled={!detail.rights.publish.allowed || change.isPending}
        onChange={(event) => change.mutate(event.target.checked)}
      />
      {change.error !== null && <Message kind="danger">{problemText(change.error, t)}</Message>}
    </div>
  );
}
