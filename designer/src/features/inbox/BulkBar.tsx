import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/Button';

export type BulkAction = 'claim' | 'assign' | 'followUp';
export const bulkActions: BulkAction[] = ['claim', 'assign', 'followUp'];

interface Props {
  count: number;
  action: BulkAction;
  onAction: (action: BulkAction) => void;
  onClear: () => void;
}

/** Stands in the place of sorting while tasks are marked. */
export function BulkBar({ count, action, onAction, onClear }: Props) {
  const { t } = useTranslation();
  return (
    <div className="bulk-bar">
      <div className="bulk-count">
        <input
          type="checkbox"
          className="checkbox"
          aria-label={t('bulk.clear')}
          checked={false}
          ref={(box) => {
            if (box !== null) box.indeterminate = true;
          }}
          onChange={onClear}
        />
        <b role="status">{t('bulk.marked', { count })}</b>
        <IconButton icon="close" label={t('bulk.clear')} compact onClick={onClear} />
      </div>
      <div className="row-line">
        {bulkActions.map((name) => (
          <Button key={name} small aria-pressed={action === name} onClick={() => onAction(name)}>
            {t(`bulk.action.${name}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
