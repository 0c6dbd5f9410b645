import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/Dialog';
import { ShortcutList } from '../ui/ShortcutList';

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('help.title')} size="wide" onClose={onClose}>
      <p>{t('help.intro')}</p>
      <ShortcutList />
    </Dialog>
  );
}
