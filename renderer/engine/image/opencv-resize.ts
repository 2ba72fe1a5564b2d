import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { shrinkByArea } from '#renderer/engine/image/opencv-area.ts';
import { type OpencvTaps, opencvAreaTaps, opencvTaps, TAP_UNIT } from '#renderer/engine/image/opencv-taps.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/** By OpenCV's names, in lower case. */
export type OpencvFilter = 'nearest' | 'linear' | 'cubic' | 'area' | 'lanczos4';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Some 50 ms of the widest pictures. */
const ROWS_AT_ONCE = 64;

/** Two passes multiply by 2048 each. */
const SCALE = TAP_UNIT * TAP_UNIT;

/**
 * Brings 8-bit pixels to a size as cv2.resize does, in its whole numbers: exact to the byte, except that linear and
 * cubic may be one level off here and there. Only `area` smooths where it becomes smaller. Large pictures take seconds;
 * other work gets in between, and an abort is heeded.
 */
export async function resizeLikeOpencv(
  picture: ChannelRaster,
  { filter, signal, ...size }: Size & { readonly filter: OpencvFilter; readonly signal?: AbortSignal | undefined },
): Promise<ChannelRaster> {
  const { width, height } = size;
  if (width === picture.width && height === picture.height) return picture;
  if (filter === 'nearest') return nearest(picture, size);
  if (filter === 'area' && width <= picture.width && height <= picture.height) {
    return shrinkByArea(picture, { ...size, signal });
  }
  const taps = (length: number, wanted: number) =>
    filter === 'area' ? opencvAreaTaps(length, wanted) : opencvTaps(length, wanted, filter);
  const both = { across: taps(picture.width, width), down: taps(picture.height, height) };
  return byTaps(picture, { ...size, ...both, signal });
}

interface TwoPasses extends Size {
  readonly across: OpencvTaps;
  readonly down: OpencvTaps;
  readonly signal: AbortSignal | undefined;
}

async function byTaps(
  picture: ChannelRaster,
  { width, height, across, down, signal }: TwoPasses,
): Promise<ChannelRaster> {
  const { channels } = picture;
  const line = width * channels;
  const result = new Uint8Array(line * height);
  const rows = new Map<number, Float64Array>();
  const sums = new Float64Array(line);
  const { add, level } = down.count === 2 ? TWO_ROWS : MANY_ROWS;
  for (let y = 0; y < height; y++) {
    if (y % ROWS_AT_ONCE === 0) await yieldToEventLoop(signal);
    sums.fill(0);
    for (let tap = y * down.count; tap < (y + 1) * down.count; tap++) {
      const place = down.places[tap]!;
      const row = rows.get(place) ?? widened(picture, place, across);
      rows.set(place, row);
      add(sums, row, down.weights[tap]!);
    }
    for (let i = 0; i < line; i++) {
      const value = level(sums[i]!);
      result[y * line + i] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
    // Rows are read from above to below; those behind are not read again.
    for (const place of rows.keys()) if (place < down.places[y * down.count]!) rows.delete(place);
  }
  return { width, height, channels, data: result };
}

/** How rows are weighed and summed, and what level a sum means. */
interface RowSums {
  add(sums: Float64Array, row: Float64Array, weight: number): void;
  level(sum: number): number;
}

const MANY_ROWS: RowSums = {
  add(sums, row, weight) {
    for (let i = 0; i < sums.length; i++) sums[i]! += row[i]! * weight;
  },
  level: (sum) => Math.floor((sum + SCALE / 2) / SCALE),
};

/** Two rows have a quicker rule, which cuts bits off on the way. */
const TWO_ROWS: RowSums = {
  add(sums, row, weight) {
    for (let i = 0; i < sums.length; i++) sums[i]! += (weight * (row[i]! >> 4)) >> 16;
  },
  level: (sum) => (sum + 2) >> 2,
};

function widened(
  { width, channels, data }: ChannelRaster,
  y: number,
  { count, places, weights }: OpencvTaps,
): Float64Array {
  const wanted = places.length / count;
  const row = new Float64Array(wanted * channels);
  const start = y * width * channels;
  for (let x = 0; x < wanted; x++) {
    for (let tap = x * count; tap < (x + 1) * count; tap++) {
      const at = start + places[tap]! * channels;
      for (let c = 0; c < channels; c++) row[x * channels + c]! += data[at + c]! * weights[tap]!;
    }
  }
  return row;
}

function nearest(picture: ChannelRaster, { width, height }: Size): ChannelRaster {
  const { channels, data } = picture;
  const result = new Uint8Array(width * height * channels);
  const place = (i: number, length: number, wanted: number) => Math.min(Math.floor(i * (length / wanted)), length - 1);
  let to = 0;
  for (let y = 0; y < height; y++) {
    const row = place(y, picture.height, height) * picture.width;
    for (let x = 0; x < width; x++) {
      const from = (row + place(x, picture.width, width)) * channels;
      for (let c = 0; c < channels; c++) result[to++] = data[from + c]!;
    }
  }
  return { width, height, channels, data: result };
}
