import type { GridAxis } from '#bot/studio/page/app/grid-axes.ts';

/** What a sheet shows of one picture. */
export interface SheetCell {
  readonly page: string;
  readonly row: string;
  readonly column: string;
  /** Null = it is not drawn. */
  readonly picture: HTMLImageElement | null;
}

/** Pixels between pictures, and for the names beside and above them. */
const GAP = 8;
const LABEL = { wide: 96, high: 36 };

interface SheetAxes {
  readonly across: GridAxis;
  readonly down: GridAxis;
  readonly pages: GridAxis;
}

/** Saves a grid with its labels as one PNG. */
export async function saveSheet(axes: SheetAxes, cells: readonly SheetCell[]): Promise<void> {
  const blob = await sheetFile('image/png', { axes, cells });
  if (!blob) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = 'easel-grid.png';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_MS);
}

/** A grid with its labels as one picture; null = the browser makes none. */
export function sheetFile(
  format: 'image/png' | 'image/webp',
  { axes, cells }: { readonly axes: SheetAxes; readonly cells: readonly SheetCell[] },
): Promise<Blob | null> {
  const canvas = drawSheet(axes, cells);
  return new Promise((resolve) => canvas.toBlob(resolve, format, WEBP_QUALITY));
}

/** Of 1; a PNG has none. */
const WEBP_QUALITY = 0.92;

/** In the pixels of its pictures. */
function drawSheet({ across, down, pages }: SheetAxes, cells: readonly SheetCell[]): HTMLCanvasElement {
  const [columns, rows, leaves] = [across, down, pages].map(({ values }) => (values.length === 0 ? [''] : values)) as [
    readonly string[],
    readonly string[],
    readonly string[],
  ];
  const drawn = cells.flatMap(({ picture }) => picture ?? []);
  const width = Math.max(64, ...drawn.map(({ naturalWidth }) => naturalWidth));
  const height = Math.max(64, ...drawn.map(({ naturalHeight }) => naturalHeight));
  const leaf = LABEL.high * 2 + rows.length * (height + GAP);
  const canvas = document.createElement('canvas');
  canvas.width = LABEL.wide + columns.length * (width + GAP) + GAP;
  canvas.height = leaves.length * leaf + GAP;
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  Object.assign(context, { fillStyle: '#23262a', font: '16px Newsreader, serif', textBaseline: 'middle' });
  for (const [at, page] of leaves.entries()) {
    const top = at * leaf;
    context.fillText(page, GAP, top + LABEL.high / 2);
    for (const [index, column] of columns.entries())
      context.fillText(column, LABEL.wide + index * (width + GAP), top + LABEL.high * 1.5, width);
    for (const [index, row] of rows.entries())
      context.fillText(row, GAP, top + LABEL.high * 2 + index * (height + GAP) + height / 2, LABEL.wide - 2 * GAP);
  }
  for (const { page, row, column, picture } of cells) {
    if (!picture) continue;
    const x = LABEL.wide + columns.indexOf(column) * (width + GAP);
    const y = leaves.indexOf(page) * leaf + LABEL.high * 2 + rows.indexOf(row) * (height + GAP);
    context.drawImage(picture, x, y);
  }
  return canvas;
}

/** By then the browser has taken the file. */
const REVOKE_MS = 10_000;
