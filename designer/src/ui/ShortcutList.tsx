import { useTranslation } from 'react-i18next';

const keys = [
  'next',
  'previous',
  'open',
  'back',
  'select',
  'range',
  'complete',
  'followUp',
  'pass',
  'comment',
  'search',
  'help',
  'regions',
] as const;

/** All keys of the inbox with what they do. */
export function ShortcutList() {
  const { t } = useTranslation();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t('help.key')}</th>
          <th>{t('help.action')}</th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key}>
            <td>
              <kbd>{t(`help.keys.${key}`)}</kbd>
            </td>
            <td>{t(`help.actions.${key}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
