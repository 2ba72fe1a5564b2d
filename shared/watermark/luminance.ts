/** BytePixels of 8 bits, row by row from the top, red green blue first in each. */
export interface BytePixels {
  readonly width: number;
  readonly height: number;
  /** In each pixel: 3, or 4 with how opaque it is. */
  readonly channels: 3 | 4;
  readonly data: Uint8Array;
}

/** Luminance of cells that cover a picture. 0-255. */
export interface LightGrid {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Cells along a side of larger pictures: ten for the shortest half period that is looked at. */
const CELLS_MAX = 256;

/** Weights of red, green and blue in 256 (ITU-R BT.601), which JPEG and WebP split a picture by. */
const [RED, GREEN, BLUE] = [77, 150, 29];

/** The mean luminance of each of at most 256 x 256 cells; a picture that is smaller has a cell for each pixel. */
export function luminanceGrid(pixels: BytePixels): LightGrid {
  const { width, height } = pixels;
  const [columns, rows] = [Math.min(width, CELLS_MAX), Math.min(height, CELLS_MAX)];
  const across = edgesOf(width, columns);
  const grid = new Float32Array(columns * rows);
  const row = new Float32Array(columns);
  for (let y = 0; y < height; y++) {
    sumRow(row, pixels, { y, ...across });
    addRow(grid, row, { y, height, rows });
  }
  const scale = ((columns / width) * (rows / height)) / 256;
  for (let at = 0; at < grid.length; at++) grid[at] = grid[at]! * scale;
  return { width: columns, height: rows, data: grid };
}

/** Where cells end: the whole pixels before that, and the share of the next pixel that is still inside. */
interface Edges {
  readonly ends: Int32Array;
  readonly shares: Float32Array;
}

function edgesOf(size: number, cells: number): Edges {
  const ends = new Int32Array(cells);
  const shares = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    const end = (cell + 1) * size;
    ends[cell] = Math.floor(end / cells);
    shares[cell] = (end % cells) / cells;
  }
  return { ends, shares };
}

/** One cell after the other in whole numbers: this looks at every pixel. */
function sumRow(
  row: Float32Array,
  { width, channels, data }: BytePixels,
  { y, ends, shares }: Edges & { readonly y: number },
) {
  let at = y * width * channels;
  let x = 0;
  let carried = 0;
  for (let cell = 0; cell < row.length; cell++) {
    const end = ends[cell]!;
    let sum = 0;
    for (; x < end; x++, at += channels) sum += RED * data[at]! + GREEN * data[at + 1]! + BLUE * data[at + 2]!;
    row[cell] = sum + carried;
    const share = shares[cell]!;
    carried = 0;
    if (share === 0) continue;
    const light = RED * data[at]! + GREEN * data[at + 1]! + BLUE * data[at + 2]!;
    row[cell] = row[cell]! + share * light;
    carried = (1 - share) * light;
    x += 1;
    at += channels;
  }
}

function addRow(
  grid: Float32Array,
  row: Float32Array,
  { y, height, rows }: Readonly<Record<'y' | 'height' | 'rows', number>>,
) {
  const cell = Math.floor((y * rows) / height);
  const share = Math.min(1, ((cell + 1) * height - y * rows) / rows);
  for (let x = 0, to = cell * row.length; x < row.length; x++, to++) grid[to] = grid[to]! + row[x]! * share;
  if (share === 1) return;
  for (let x = 0, to = (cell + 1) * row.length; x < row.length; x++, to++) grid[to] = grid[to]! + row[x]! * (1 - share);
}
