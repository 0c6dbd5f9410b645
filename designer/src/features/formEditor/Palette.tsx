import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/Icon';
import { useEditing } from './editor';
import { kindGroups, kinds } from './model/kinds';

/** What a dragged palette entry says of itself. */
export const kindDragged = 'application/x-form-kind';

/** All kinds of fields: pressed, one follows what is chosen; dragged, it goes where it is dropped. */
export function Palette() {
  const { t } = useTranslation();
  const { actions } = useEditing();
  return (
    <div
      className="form-palette"
      role="toolbar"
      aria-label={t('formEditor.palette')}
      aria-orientation="vertical"
      data-region
    >
      {kindGroups.map((group) => (
        <section key={group} aria-label={t(`formEditor.group.${group}`)}>
          <h2>{t(`formEditor.group.${group}`)}</h2>
          <ul>
            {group === 'structure' && (
              <li>
                <button type="button" className="form-palette-entry" onClick={actions.addPage}>
                  <Icon name="news" size={16} />
                  {t('formEditor.role.page')}
                </button>
              </li>
            )}
            {kinds
              .filter((kind) => kind.group === group)
              .map(({ id, icon }) => (
                <li key={id}>
                  <button
                    type="button"
                    className="form-palette-entry"
                    draggable
                    title={t('formEditor.paletteHint', { kind: t(`formEditor.kind.${id}`) })}
                    onDragStart={(event) => {
                      event.dataTransfer.setData(kindDragged, id);
                      event.dataTransfer.effectAllowed = 'copy';
                    }}
                    onClick={() => actions.add(id)}
                  >
                    <Icon name={icon} size={16} />
                    {t(`formEditor.kind.${id}`)}
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
