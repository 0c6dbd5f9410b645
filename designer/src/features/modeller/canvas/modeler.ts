import BpmnModeler from 'bpmn-js/lib/Modeler';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import MinimapModule from 'diagram-js-minimap';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';

import { batchModule } from './batch';
import { dialect } from './dialect';
import { german, translateWith } from './german';
import { keyboardModule } from './keyboard';
import { officePadModule } from './officePad';
import { readOnlyModule } from './readOnly';
import { replaceMenuModule } from './replaceMenu';
import { sharedClipboardModule } from './sharedClipboard';
import type { Modeler } from './types';
import { userTaskMarkModule } from './userTaskMark';

/** The canvas with our words, our dialect and our context pad; the palette is drawn by the page. */
export function createModeler(
  container: HTMLElement,
  { language, readOnly }: { language: string; readOnly: boolean },
): Modeler {
  return new BpmnModeler({
    container,
    moddleExtensions: { zeebe: dialect },
    additionalModules: [
      { translate: ['value', translateWith(language === 'de' ? german : {})] },
      { paletteProvider: ['value', null] },
      MinimapModule,
      batchModule,
      keyboardModule,
      officePadModule,
      replaceMenuModule,
      sharedClipboardModule,
      userTaskMarkModule,
      ...(readOnly ? [readOnlyModule] : []),
    ],
    textRenderer: { defaultStyle: { fontFamily: 'Fira Sans, sans-serif', fontSize: 12.5 } },
  }) as unknown as Modeler;
}
