import type { Modeler } from '../canvas/types';

export type PictureKind = 'svg' | 'png' | 'pdf';

const pixelsPerUnit = 2;
const pointsPerPixel = 0.75;

/** The drawing as a file. */
export async function picture(modeler: Modeler, kind: PictureKind): Promise<Blob> {
  const { svg } = await modeler.saveSVG();
  if (kind === 'svg') return new Blob([svg], { type: 'image/svg+xml' });
  return kind === 'png' ? toPng(svg) : toPdf(svg);
}

function sizeOf(svg: string): { width: number; height: number } {
  const read = (name: string) => Number(new RegExp(`<svg[^>]* ${name}="([\\d.]+)`).exec(svg)?.[1] ?? 0);
  return { width: read('width'), height: read('height') };
}

async function toPng(svg: string): Promise<Blob> {
  const { width, height } = sizeOf(svg);
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * pixelsPerUnit;
  canvas.height = height * pixelsPerUnit;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('Expected the browser to draw pictures, but it cannot.');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (blob === null) throw new Error('Expected a picture, but the drawing is too large for one.');
  return blob;
}

async function toPdf(svg: string): Promise<Blob> {
  const [{ jsPDF }, { svg2pdf }] = await Promise.all([import('jspdf'), import('svg2pdf.js')]);
  const { width, height } = sizeOf(svg);
  const drawn = new DOMParser().parseFromString(
    svg.replaceAll('Fira Sans', 'Helvetica'),
    'image/svg+xml',
  ).documentElement;
  const size = { width: width * pointsPerPixel, height: height * pointsPerPixel };
  const pdf = new jsPDF({
    orientation: width > height ? 'landscape' : 'portrait',
    unit: 'pt',
    format: [size.width, size.height],
  });
  await svg2pdf(drawn, pdf, { x: 0, y: 0, ...size });
  return pdf.output('blob');
}
