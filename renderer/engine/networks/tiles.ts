import { elements, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/** Latent side of a tile, as diffusers' AutoencoderKL cuts them for models of 512 pixels. */
const TILE = 64;

/** Latents up to this area go through the VAE whole: a picture of 1024 × 1024. Memory is then that of one tile. */
const WHOLE_AREA = 128 * 128;

/** The part of a tile that it shares with its neighbour, and blends into it. */
const OVERLAP = 0.25;

interface Piecewise {
  /** Pixels along one side of a latent pixel. */
  readonly factor: number;
  /** Asked between tiles: each blocks the thread for a while. */
  readonly signal?: AbortSignal | undefined;
  /** It goes on at its opposite edges. */
  readonly wraps?: boolean | undefined;
  /** For tests: other sizes. */
  readonly tile?: number;
  readonly wholeArea?: number;
}

/** Latents (b, c, h, w) -> pixels, whole or in tiles. `decode` is the network. */
export function tiledDecode(
  latents: Tensor,
  options: Piecewise & { readonly decode: (latents: Tensor) => Promise<Tensor> },
): Promise<Tensor> {
  const { factor, signal, wraps, tile = TILE, wholeArea = WHOLE_AREA, decode } = options;
  if (area(latents) <= wholeArea) return decode(latents);
  return (wraps ? inWrappedTiles : inTiles)(latents, { side: tile, sideOut: tile * factor, run: decode, signal });
}

/** Pixels (b, 3, h, w) -> moments, whole or in tiles. `encode` is the network. */
export function tiledEncode(
  pixels: Tensor,
  options: Piecewise & { readonly encode: (pixels: Tensor) => Promise<Tensor> },
): Promise<Tensor> {
  const { factor, signal, wraps, tile = TILE, wholeArea = WHOLE_AREA, encode } = options;
  if (area(pixels) <= wholeArea * factor ** 2) return encode(pixels);
  return (wraps ? inWrappedTiles : inTiles)(pixels, { side: tile * factor, sideOut: tile, run: encode, signal });
}

interface Tiling {
  /** Of a tile, before and after. */
  readonly side: number;
  readonly sideOut: number;
  readonly run: (tile: Tensor) => Promise<Tensor>;
  readonly signal: AbortSignal | undefined;
}

/**
 * Overlapping tiles, row by row from the top left; each is blended into the one above and the one to its left, which
 * are blended already, and what its successors will cover is cut off. Only one row of tiles is kept.
 */
async function inTiles(x: Tensor, { side, sideOut, run, signal }: Tiling): Promise<Tensor> {
  const stride = Math.trunc(side * (1 - OVERLAP));
  const blend = Math.trunc(sideOut * OVERLAP);
  const limit = sideOut - blend;
  const [height, width] = x.dims.slice(2) as [number, number];
  const scale = (length: number) => (length * sideOut) / side;
  let result: Tensor | null = null;
  let above: readonly Tensor[] = [];
  for (let top = 0, i = 0; top < height; top += stride, i++) {
    const row: Tensor[] = [];
    for (let left = 0, j = 0; left < width; left += stride, j++) {
      await yieldToEventLoop(signal);
      const tile = await run(cut(x, { top, left, height: side, width: side }));
      if (i > 0) blendDown(above[j]!, tile, blend);
      if (j > 0) blendRight(row[j - 1]!, tile, blend);
      row.push(tile);
      result ??= tensor([x.dims[0]!, tile.dims[1]!, scale(height), scale(width)]);
      paste(result, cut(tile, { top: 0, left: 0, height: limit, width: limit }), { top: i * limit, left: j * limit });
    }
    above = row;
  }
  return result!;
}

/**
 * The same for what goes on at its opposite edges: its first tiles are blended with what follows on the last ones, for
 * which its beginning is looked at once more behind its end.
 */
async function inWrappedTiles(x: Tensor, tiling: Tiling): Promise<Tensor> {
  const { side, sideOut } = tiling;
  const [height, width] = x.dims.slice(2) as [number, number];
  const [reach, reachOut] = [side, sideOut].map((length) => Math.trunc(length * OVERLAP)) as [number, number];
  const whole = await inTiles(begunAgain(x, reach), tiling);
  const [rows, columns] = [height, width].map((length) => (length * sideOut) / side) as [number, number];
  const all = { top: 0, left: 0, height: rows + reachOut, width: columns + reachOut };
  blendRight(cut(whole, { ...all, left: columns, width: reachOut }), whole, reachOut);
  blendDown(cut(whole, { ...all, top: rows, height: reachOut }), whole, reachOut);
  return cut(whole, { ...all, height: rows, width: columns });
}

/** With so many of its first rows and columns behind the last ones; more than there are begin anew once more. */
function begunAgain(x: Tensor, reach: number): Tensor {
  const [batch, channels, height, width] = x.dims as [number, number, number, number];
  const result = tensor([batch, channels, height + reach, width + reach]);
  for (let plane = 0; plane < batch * channels; plane++) {
    for (let y = 0; y < height + reach; y++) {
      const [from, to] = [(plane * height + (y % height)) * width, (plane * (height + reach) + y) * (width + reach)];
      for (let column = 0; column < width + reach; column++)
        result.data[to + column] = x.data[from + (column % width)]!;
    }
  }
  return result;
}

function area({ dims }: Tensor): number {
  return elements(dims.slice(2));
}

interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** A copy of a region, less what lies beyond the edge. */
function cut(x: Tensor, box: Box): Tensor {
  const [batch, channels, height, width] = x.dims as [number, number, number, number];
  const rows = Math.min(box.height, height - box.top);
  const columns = Math.min(box.width, width - box.left);
  const result = tensor([batch, channels, rows, columns]);
  for (let plane = 0; plane < batch * channels; plane++) {
    for (let y = 0; y < rows; y++) {
      const from = (plane * height + box.top + y) * width + box.left;
      result.data.set(x.data.subarray(from, from + columns), (plane * rows + y) * columns);
    }
  }
  return result;
}

/** Writes a tile into a larger tensor; what would lie beyond its edge is left out. */
function paste(onto: Tensor, tile: Tensor, { top, left }: { top: number; left: number }): void {
  const [, , height, width] = onto.dims as [number, number, number, number];
  const [batch, channels, rows, columns] = tile.dims as [number, number, number, number];
  const wide = Math.min(columns, width - left);
  for (let plane = 0; plane < batch * channels; plane++) {
    for (let y = 0; y < Math.min(rows, height - top); y++) {
      const from = (plane * rows + y) * columns;
      onto.data.set(tile.data.subarray(from, from + wide), (plane * height + top + y) * width + left);
    }
  }
}

/** The first rows of `tile`, in place: from the last ones of the tile above to its own, linearly. */
function blendDown(above: Tensor, tile: Tensor, extent: number): void {
  const [batch, channels, rows, columns] = tile.dims as [number, number, number, number];
  const rowsAbove = above.dims[2]!;
  const count = Math.min(extent, rows, rowsAbove);
  for (let plane = 0; plane < batch * channels; plane++) {
    for (let y = 0; y < count; y++) {
      const from = (plane * rowsAbove + rowsAbove - count + y) * columns;
      const to = (plane * rows + y) * columns;
      for (let x = 0; x < columns; x++) {
        tile.data[to + x] = above.data[from + x]! * (1 - y / count) + tile.data[to + x]! * (y / count);
      }
    }
  }
}

/** Likewise for the first columns and the tile to the left. */
function blendRight(before: Tensor, tile: Tensor, extent: number): void {
  const [batch, channels, rows, columns] = tile.dims as [number, number, number, number];
  const columnsBefore = before.dims[3]!;
  const count = Math.min(extent, columns, columnsBefore);
  for (let line = 0; line < batch * channels * rows; line++) {
    for (let x = 0; x < count; x++) {
      const from = before.data[line * columnsBefore + columnsBefore - count + x]!;
      const to = line * columns + x;
      tile.data[to] = from * (1 - x / count) + tile.data[to]! * (x / count);
    }
  }
}
