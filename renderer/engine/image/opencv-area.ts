import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { roundToEven } from '#renderer/engine/image/round-to-even.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/** Some 20 ms of the widest pictures. */
const ROWS_AT_ONCE = 64;

interface Wanted {
  readonly width: number;
  readonly height: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes a picture smaller (on no side larger) as OpenCV's INTER_AREA does: each pixel is the mean of what it covers, exact
 * to the byte. Whole numbers where sides shrink by whole factors, 32-bit floats otherwise.
 */
export async function shrinkByArea(picture: ChannelRaster, wanted: Wanted): Promise<ChannelRaster> {
  const [across, down] = [picture.width / wanted.width, picture.height / wanted.height];
  return Number.isInteger(across) && Number.isInteger(down)
    ? byWholeFactors(picture, { across, down, wanted })
    : byShares(picture, wanted);
}

async function byWholeFactors(
  { width, channels, data }: ChannelRaster,
  { across, down, wanted }: { readonly across: number; readonly down: number; readonly wanted: Wanted },
): Promise<ChannelRaster> {
  const line = wanted.width * channels;
  const result = new Uint8Array(line * wanted.height);
  const sums = new Float64Array(line);
  const share = Math.fround(1 / (across * down));
  // Four pixels have a rule of their own, which rounds halves up.
  const level =
    across === 2 && down === 2
      ? (sum: number) => (sum + 2) >> 2
      : (sum: number) => roundToEven(Math.fround(sum * share));
  for (let y = 0; y < wanted.height; y++) {
    if (y % ROWS_AT_ONCE === 0) await yieldToEventLoop(wanted.signal);
    sums.fill(0);
    for (let j = 0; j < down; j++) {
      let from = (y * down + j) * width * channels;
      for (let to = 0; to < line; to += channels) {
        for (let i = 0; i < across; i++) for (let c = 0; c < channels; c++) sums[to + c]! += data[from++]!;
      }
    }
    for (let i = 0; i < line; i++) result[y * line + i] = Math.min(level(sums[i]!), 255);
  }
  return { width: wanted.width, height: wanted.height, channels, data: result };
}

/** Pixels that a result covers, each with its share of it. */
export type Cover = readonly (readonly [place: number, share: number])[];

async function byShares(picture: ChannelRaster, wanted: Wanted): Promise<ChannelRaster> {
  const { channels } = picture;
  const line = wanted.width * channels;
  const result = new Uint8Array(line * wanted.height);
  const sums = new Float32Array(line);
  const columns = coversOf(picture.width, wanted.width);
  let last: { readonly place: number; readonly row: Float32Array } | null = null;
  for (const [y, cover] of coversOf(picture.height, wanted.height).entries()) {
    if (y % ROWS_AT_ONCE === 0) await yieldToEventLoop(wanted.signal);
    sums.fill(0);
    for (const [place, share] of cover) {
      const row: Float32Array = last?.place === place ? last.row : narrowed(picture, place, columns);
      last = { place, row };
      for (let i = 0; i < line; i++) sums[i] = sums[i]! + Math.fround(share * row[i]!);
    }
    for (let i = 0; i < line; i++) result[y * line + i] = Math.min(roundToEven(sums[i]!), 255);
  }
  return { width: wanted.width, height: wanted.height, channels, data: result };
}

function narrowed({ width, channels, data }: ChannelRaster, y: number, columns: readonly Cover[]): Float32Array {
  const row = new Float32Array(columns.length * channels);
  for (const [x, cover] of columns.entries()) {
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (const [place, share] of cover) {
        sum = Math.fround(sum + Math.fround(data[(y * width + place) * channels + c]! * share));
      }
      row[x * channels + c] = sum;
    }
  }
  return row;
}

/** Slivers below a thousandth of a pixel are left out. */
const SLIVER = 1e-3;

/** What each of `wanted` places covers of a side of `length` pixels, no fewer. */
export function coversOf(length: number, wanted: number): readonly Cover[] {
  const step = length / wanted;
  return Array.from({ length: wanted }, (_, i) => {
    const [from, to] = [i * step, i * step + step];
    const whole = Math.min(step, length - from);
    const end = Math.min(Math.floor(to), length - 1);
    const first = Math.min(Math.ceil(from), end);
    const cover: (readonly [number, number])[] = [];
    if (first - from > SLIVER) cover.push([first - 1, Math.fround((first - from) / whole)]);
    for (let place = first; place < end; place++) cover.push([place, Math.fround(1 / whole)]);
    if (to - end > SLIVER) cover.push([end, Math.fround(Math.min(to - end, 1, whole) / whole)]);
    return cover;
  });
}
