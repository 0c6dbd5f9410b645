import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../../ui/Button';
import { Menu, type MenuItem } from '../../../ui/Menu';
import { showToast } from '../../../ui/toast';
import { draftExport } from '../api';
import { useBench } from '../workbench';
import { download } from './download';
import { canLayout, layout } from './layout';
import { picture, type PictureKind } from './picture';

const pictures: PictureKind[] = ['svg', 'png', 'pdf'];
const alignments = ['left', 'center', 'right', 'top', 'middle', 'bottom'];

/** What is seldom done: bringing in and taking out files, pictures, alignment, automatic layout. */
export function MoreMenu() {
  const { t } = useTranslation();
  const { modeler, procedure, session, path, writer } = useBench();
  const navigate = useNavigate();
  const file = useRef<HTMLInputElement>(null);
  const chosen = modeler.get('selection').get();
  const several = chosen.length < 2 ? t('modeller.more.selectTwo') : null;
  const xml = session.text(path) ?? '';

  const replaceFile = (text: string, told: string) => {
    session.change(path, text);
    showToast(told, { action: { label: t('modeller.undo'), run: () => session.change(path, xml) } });
  };
  const arrange = async () => replaceFile(await layout(xml), t('modeller.more.laidOut'));
  const bringIn = async (given: File) => {
    const text = await given.text();
    if (/<(\w+:)?definitions[\s>]/.test(text)) replaceFile(text, t('modeller.more.imported', { name: given.name }));
    else showToast(t('modeller.more.notBpmn', { name: given.name }), { seconds: null });
  };
  const takeOut = async (kind: PictureKind) => download(`${procedure.id}.${kind}`, await picture(modeler, kind));

  const simulate = async () => {
    await session.save();
    await navigate(
      `/prozesse/${procedure.id}/simulieren?entwurf=${encodeURIComponent(writer.declared('bpmn:Process')[0]?.id ?? '')}`,
    );
  };

  const paste = () => {
    const canvas = modeler.get('canvas');
    const { x, y, width, height } = canvas.viewbox();
    const point = { x: x + width / 2, y: y + height / 2 };
    modeler.get('copyPaste').paste({ element: canvas.getRootElement(), point });
  };

  const items: MenuItem[] = [
    { id: 'simulate', label: t('modeller.more.simulate'), onSelect: () => void simulate() },
    { id: 'import', label: t('modeller.more.import'), onSelect: () => file.current?.click() },
    {
      id: 'export',
      label: t('modeller.more.export'),
      onSelect: () => download(path, new Blob([xml], { type: 'application/xml' })),
    },
    {
      id: 'folder',
      label: t('modeller.more.folder'),
      onSelect: () => void session.save().then(() => window.location.assign(draftExport(procedure.id))),
    },
    ...pictures.map((kind) => ({
      id: kind,
      label: t('modeller.more.picture', { kind: kind.toUpperCase() }),
      onSelect: () => void takeOut(kind),
    })),
    {
      id: 'layout',
      label: t('modeller.more.layout'),
      blocked: canLayout(xml) ? null : t('modeller.more.noLayout'),
      onSelect: () => void arrange(),
    },
    ...alignments.map((how) => ({
      id: how,
      label: t(`modeller.more.align.${how}`),
      blocked: several,
      onSelect: () => modeler.get('alignElements').trigger(chosen, how),
    })),
    ...(['horizontal', 'vertical'] as const).map((axis) => ({
      id: axis,
      label: t(`modeller.more.distribute.${axis}`),
      blocked: chosen.length < 3 ? t('modeller.more.selectThree') : null,
      onSelect: () => modeler.get('distributeElements').trigger(chosen, axis),
    })),
    {
      id: 'copy',
      label: t('modeller.more.copy'),
      blocked: chosen.length === 0 ? t('modeller.more.selectOne') : null,
      onSelect: () => void modeler.get('copyPaste').copy(chosen),
    },
    { id: 'paste', label: t('modeller.more.paste'), onSelect: paste },
  ];
  return (
    <>
      <Menu
        label={t('modeller.more.title')}
        items={items}
        trigger={(wiring) => (
          <Button {...wiring} icon="more">
            {t('modeller.more.title')}
          </Button>
        )}
      />
      <input
        ref={file}
        type="file"
        accept=".bpmn,.xml"
        hidden
        onChange={(event) => {
          const given = event.target.files?.[0];
          event.target.value = '';
          if (given !== undefined) void bringIn(given);
        }}
      />
    </>
  );
}
