import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from '../../../ui/Icon';
import { procedures } from '../api';

/** Leads from a process to the drawing of its procedure, for those who may edit it. */
export function EditProcedure({ processId }: { processId: string }) {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ['procedures'], queryFn: procedures.list, retry: false });
  if (query.data?.some(({ id, rights }) => id === processId && rights.edit.allowed) !== true) return null;
  return (
    <Link className="button" to={`/prozesse/${processId}/bearbeiten`}>
      <Icon name="edit" />
      {t('modeller.new.edit')}
    </Link>
  );
}
