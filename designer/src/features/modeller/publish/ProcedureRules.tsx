import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SettingsRequest } from '../../../api/schema';
import { Checkbox } from '../../../ui/Field';
import { Message } from '../../../ui/Message';
import { problemText } from '../../../ui/states';
import { procedures } from '../api';
import { FolderSelect } from '../catalogue/FolderSelect';
import { useBench } from '../workbench';

/** In which folder it lies, and whether publishing needs a second person; both count at once, not with the draft. */
export function ProcedureRules() {
  const { t } = useTranslation();
  const { procedure } = useBench();
  const client = useQueryClient();
  const queryKey = ['procedure-detail', procedure.id];
  const detail = useQuery({ queryKey, queryFn: () => procedures.read(procedure.id), initialData: procedure }).data;
  const change = useMutation({
    mutationFn: (wish: Partial<SettingsRequest>) => procedures.changeSettings(detail, wish),
    onSuccess: (answer) => client.setQueryData(queryKey, answer),
  });
  const isBlocked = !detail.rights.publish.allowed || change.isPending;
  return (
    <div className="procedure-rules">
      <FolderSelect
        value={detail.folder?.id ?? null}
        disabled={isBlocked}
        onChange={(folder) => change.mutate({ folder })}
      />
      <Checkbox
        label={t('modeller.approval.rule')}
        checked={
          ((change.isPending ? change.variables.approval : undefined) ?? detail.settings.approval) === 'secondPerson'
        }
        disabled={isBlocked}
        onChange={(event) => change.mutate({ approval: event.target.checked ? 'secondPerson' : 'none' })}
      />
      {change.error !== null && <Message kind="danger">{problemText(change.error, t)}</Message>}
    </div>
  );
}
