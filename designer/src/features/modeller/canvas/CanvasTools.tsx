import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../ui/Button';
import { useBench } from '../workbench';

/** Zoom and the small overview, at the lower right of the drawing. */
export function CanvasTools() {
  const { t } = useTranslation();
  const { modeler } = useBench();
  const zoom = (steps: number) => modeler.get('zoomScroll').stepZoom(steps);
  return (
    <div className="canvas-tools" role="toolbar" aria-label={t('modeller.tools.title')}>
      <IconButton icon="minus" compact label={t('diagram.smaller')} onClick={() => zoom(-1)} />
      <IconButton icon="add" compact label={t('diagram.larger')} onClick={() => zoom(1)} />
      <IconButton
        icon="fit"
        compact
        label={t('diagram.fit')}
        onClick={() => modeler.get('canvas').zoom('fit-viewport', 'auto')}
      />
      <IconButton
        icon="eye"
        compact
        label={t('modeller.tools.minimap')}
        onClick={() => modeler.get('minimap').toggle()}
      />
    </div>
  );
}
