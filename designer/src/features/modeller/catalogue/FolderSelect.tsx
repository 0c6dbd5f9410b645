import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../api/session';
import { SelectField } from '../../../ui/Field';
import { procedures } from '../api';

/** The folders somebody may put a procedure into, and whether it may lie in none. */
export function useFolders() {
  const { permissions } = useMe();
  const query = useQuery({ queryKey: ['procedure-folders'], queryFn: procedures.folders, retry: false });
  return {
    folders: (query.data ?? []).filter(({ rights }) => rights.edit.allowed),
    mayBeNone: permissions.includes('deploy'),
  };
}

interface Props {
  value: string | null;
  disabled?: boolean;
  onChange: (folder: string | null) => void;
}

/** In which office's folder a procedure lies: that decides who may do what with it. */
export function FolderSelect({ value, disabled = false, onChange }: Props) {
  const { t } = useTranslation();
  const { folders, mayBeNone } = useFolders();
  return (
    <SelectField
      label={t('modeller.folders.choose')}
      value={value ?? ''}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    >
      {(mayBeNone || value === null) && <option value="">{t('modeller.folders.none')}</option>}
      {folders.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
