import { type ChannelRaster, isTransparent } from '#renderer/engine/image/channels.ts';
import { resizeLikeOpencv } from '#renderer/engine/image/opencv-resize.ts';
import { roundToEven } from '#renderer/engine/image/round-to-even.ts';
import type { Upscaler } from '#renderer/engine/networks/open-upscaler.ts';
import { mirrored } from '#renderer/engine/networks/pixel-blocks.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';
import { failure } from '#shared/text/failure.ts';

/** How a picture goes through a network: as Real-ESRGAN's own program has it (RealESRGANer in realesrgan/utils.py). */
export interface UpscaleOptions {
  /** Times that the sides get longer; null = as the network does it. */
  readonly scale: number | null;
  /** Side of a tile in pixels; null = the whole picture at once. */
  readonly tile: number | null;
  /** Pixels around a tile that the network sees besides. */
  readonly tilePad: number;
  /** Mirrored pixels at the right and at the bottom, so that the network sees the edge as something's middle. */
  readonly prePad: number;
  readonly signal: AbortSignal;
}

export type UpscaleProgress =
  | { readonly kind: 'planned'; readonly tiles: number }
  | { readonly kind: 'tile'; readonly tile: number }
  | { readonly kind: 'enlarged'; readonly picture: ChannelRaster };

/** What the published program has where nobody says otherwise, except for tiles, which keep the memory bounded here. */
export const USUAL_TILES = { tile: 192, tilePad: 10, prePad: 10 } as const;

/**
 * Makes a picture larger, tile by tile; besides the result, memory is that of a tile. How opaque pixels are goes
 * through the network as a grey picture of its own, where some are not wholly. A grey picture stays grey. Another scale
 * than the network's is made of its 8-bit result, by Lanczos. An abort is heeded between tiles.
 */
export async function* upscale(
  picture: ChannelRaster,
  network: Upscaler,
  options: UpscaleOptions,
): AsyncGenerator<UpscaleProgress, void, undefined> {
  const passes = passesOf(picture);
  const plan = planTiles(picture, network.scale, options);
  const tiles = plan.boxes.length * passes.length;
  yield { kind: 'planned', tiles };
  const result = emptyResult(picture, network.scale);
  let done = 0;
  for (const pass of passes) {
    for (const box of plan.boxes) {
      await yieldToEventLoop(options.signal);
      const seen = await network.enlarge(cutTile(picture, box, { pass, plan }));
      pasteTile(result, seen, { box, pass, scale: network.scale });
      done += 1;
      yield { kind: 'tile', tile: done };
    }
  }
  yield { kind: 'enlarged', picture: await toScale(result, picture, options) };
}

/** How often the network will be called for an opaque picture of that size. */
export function tilesOf(
  size: { readonly width: number; readonly height: number },
  scale: number,
  options: Pick<UpscaleOptions, 'tile' | 'tilePad' | 'prePad'>,
): number {
  return planTiles(size, scale, options).boxes.length;
}

/** What goes through the network: the colours, then how opaque they are. */
type Pass = 'colours' | 'grey' | 'opacity';

function passesOf(picture: ChannelRaster): readonly Pass[] {
  if (picture.channels === 1) return ['grey'];
  return isTransparent(picture) ? ['colours', 'opacity'] : ['colours'];
}

function emptyResult(picture: ChannelRaster, scale: number): ChannelRaster {
  const channels = picture.channels === 4 && !isTransparent(picture) ? 3 : picture.channels;
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { width, height, channels, data: new Uint8Array(width * height * channels) };
}

interface TilePlan {
  /** Of the picture with its mirrored edge: once for the network's sake, then to whole blocks. */
  readonly edge: { readonly width: number; readonly height: number };
  readonly boxes: readonly TileBox[];
}

/** A tile, and what the network sees for it. Right and bottom lie outside. */
interface TileBox {
  readonly inner: Box;
  readonly outer: Box;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Networks that halve pictures or more before they read them want sides of whole blocks; by their scale. */
const BLOCKS: Readonly<Record<number, number>> = { 1: 4, 2: 2 };

function planTiles(
  picture: { readonly width: number; readonly height: number },
  scale: number,
  { tile, tilePad, prePad }: Pick<UpscaleOptions, 'tile' | 'tilePad' | 'prePad'>,
): TilePlan {
  const block = BLOCKS[scale] ?? 1;
  const edge = { width: picture.width + prePad, height: picture.height + prePad };
  const width = Math.ceil(edge.width / block) * block;
  const height = Math.ceil(edge.height / block) * block;
  const side = tile ?? Math.max(width, height);
  const boxes: TileBox[] = [];
  for (let top = 0; top < height; top += side) {
    for (let left = 0; left < width; left += side) {
      const inner = { left, top, right: Math.min(left + side, width), bottom: Math.min(top + side, height) };
      // A tile of nothing but mirrored edge would be cut off again.
      if (left >= picture.width || top >= picture.height) continue;
      const outer = {
        left: Math.max(inner.left - tilePad, 0),
        top: Math.max(inner.top - tilePad, 0),
        right: Math.min(inner.right + tilePad, width),
        bottom: Math.min(inner.bottom + tilePad, height),
      };
      boxes.push({ inner, outer });
    }
  }
  return { edge, boxes };
}

/** What the network sees, in 0…1: pixels of the file, mirrored beyond its edge. Grey comes three times. */
function cutTile(
  { width, height, channels, data }: ChannelRaster,
  { outer }: TileBox,
  { pass, plan }: { readonly pass: Pass; readonly plan: TilePlan },
): Tensor {
  const [rows, columns] = [outer.bottom - outer.top, outer.right - outer.left];
  const result = tensor([1, 3, rows, columns]);
  const across = Int32Array.from({ length: columns }, (_, x) =>
    mirrored(mirrored(outer.left + x, plan.edge.width), width),
  );
  for (let c = 0; c < 3; c++) {
    const channel = pass === 'colours' ? c : channels - 1;
    for (let y = 0; y < rows; y++) {
      const from = mirrored(mirrored(outer.top + y, plan.edge.height), height) * width;
      const to = (c * rows + y) * columns;
      for (let x = 0; x < columns; x++) result.data[to + x] = data[(from + across[x]!) * channels + channel]! / 255;
    }
  }
  return result;
}

interface Pasting {
  readonly box: TileBox;
  readonly pass: Pass;
  readonly scale: number;
}

function pasteTile(onto: ChannelRaster, { dims, data }: Tensor, { box, pass, scale }: Pasting): void {
  const { inner, outer } = box;
  const [, , rows = 0, columns = 0] = dims;
  const plane = rows * columns;
  const [top, left] = [(inner.top - outer.top) * scale, (inner.left - outer.left) * scale];
  const height = Math.min(inner.bottom * scale, onto.height) - inner.top * scale;
  const width = Math.min(inner.right * scale, onto.width) - inner.left * scale;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (top + y) * columns + left + x;
      const to = ((inner.top * scale + y) * onto.width + inner.left * scale + x) * onto.channels;
      const red = clamped(data[from]!);
      const green = clamped(data[plane + from]!);
      const blue = clamped(data[2 * plane + from]!);
      if (pass === 'colours') {
        onto.data[to] = level(red);
        onto.data[to + 1] = level(green);
        onto.data[to + 2] = level(blue);
      } else onto.data[to + onto.channels - 1] = level(0.299 * red + 0.587 * green + 0.114 * blue);
    }
  }
}

/** The network gives numbers that are no numbers where its arithmetic ran over: nothing that may be shown as a picture. */
function clamped(value: number): number {
  if (Number.isNaN(value)) throw failure('internal', 'upscaler.not-a-number');
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

function level(value: number): number {
  return roundToEven(Math.fround(Math.fround(value) * 255));
}

function toScale(
  result: ChannelRaster,
  { width, height }: ChannelRaster,
  { scale, signal }: UpscaleOptions,
): ChannelRaster | Promise<ChannelRaster> {
  if (scale === null) return result;
  const side = (length: number) => Math.max(1, Math.trunc(length * scale));
  return resizeLikeOpencv(result, { width: side(width), height: side(height), filter: 'lanczos4', signal });
}
