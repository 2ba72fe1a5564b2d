import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/** Numbers that a result is made of along an axis: eight neighbours, weighed in units of 1/2048. */
interface Taps {
  readonly places: Int32Array;
  readonly weights: Int32Array;
}

/** Some 50 ms of the widest pictures. */
const ROWS_AT_ONCE = 64;

const TAPS = 8;
const UNIT = 2048;

/** Two passes multiply by 2048 each. */
const SCALE = UNIT * UNIT;

/**
 * Brings 8-bit pixels to a size as OpenCV's INTER_LANCZOS4 does: four lobes, no smoothing where it becomes smaller, in
 * whole numbers, exact to the byte. Large pictures take seconds; other work gets in between, and an abort is heeded.
 */
export async function resizeLanczos4(
  picture: ChannelRaster,
  { width, height, signal }: { readonly width: number; readonly height: number; readonly signal?: AbortSignal },
): Promise<ChannelRaster> {
  const { channels, data } = picture;
  if (width === picture.width && height === picture.height) return picture;
  const across = tapsOf(picture.width, width);
  const down = tapsOf(picture.height, height);
  const result = new Uint8Array(width * height * channels);
  const rows = new Map<number, Float64Array>();
  const sums = new Float64Array(width * channels);
  for (let y = 0; y < height; y++) {
    if (y % ROWS_AT_ONCE === 0) await yieldToEventLoop(signal);
    sums.fill(0);
    for (let tap = y * TAPS; tap < (y + 1) * TAPS; tap++) {
      const place = down.places[tap]!;
      const row = rows.get(place) ?? widened(picture, place, across);
      rows.set(place, row);
      const weight = down.weights[tap]!;
      for (let i = 0; i < sums.length; i++) sums[i]! += row[i]! * weight;
    }
    for (let i = 0; i < sums.length; i++) {
      const level = Math.floor((sums[i]! + SCALE / 2) / SCALE);
      result[y * sums.length + i] = level < 0 ? 0 : level > 255 ? 255 : level;
    }
    // Rows are read from above to below; those behind are not read again.
    for (const place of rows.keys()) if (place < down.places[y * TAPS]!) rows.delete(place);
  }
  return { width, height, channels, data: result };

  function widened(from: ChannelRaster, y: number, { places, weights }: Taps): Float64Array {
    const row = new Float64Array(width * channels);
    const start = y * from.width * channels;
    for (let x = 0; x < width; x++) {
      for (let tap = x * TAPS; tap < (x + 1) * TAPS; tap++) {
        const at = start + places[tap]! * channels;
        for (let c = 0; c < channels; c++) row[x * channels + c]! += data[at + c]! * weights[tap]!;
      }
    }
    return row;
  }
}

function tapsOf(length: number, wanted: number): Taps {
  const places = new Int32Array(wanted * TAPS);
  const weights = new Int32Array(wanted * TAPS);
  for (let i = 0; i < wanted; i++) {
    const at = Math.fround((i + 0.5) * (length / wanted) - 0.5);
    const first = Math.floor(at);
    const shares = lanczosShares(Math.fround(at - first));
    for (let tap = 0; tap < TAPS; tap++) {
      places[i * TAPS + tap] = Math.min(Math.max(first - 3 + tap, 0), length - 1);
      weights[i * TAPS + tap] = roundToEven(shares[tap]! * UNIT);
    }
  }
  return { places, weights };
}

const HALF_ROOT = Math.SQRT1_2;

/** Sine and cosine of multiples of 45°, which the eight arguments are apart. */
const TURNS = [
  [1, 0],
  [-HALF_ROOT, -HALF_ROOT],
  [0, 1],
  [HALF_ROOT, -HALF_ROOT],
  [-1, 0],
  [HALF_ROOT, HALF_ROOT],
  [0, -1],
  [-HALF_ROOT, HALF_ROOT],
] as const;

/** sinc(x)·sinc(x/4) at x + 3 … x - 4 up to a factor, brought to a sum of 1 in 32-bit floats. */
function lanczosShares(x: number): readonly number[] {
  if (x < 2 ** -23) return [0, 0, 0, 1, 0, 0, 0, 0];
  const angle = (-(x + 3) * Math.PI) / 4;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const shares = TURNS.map(([ofSine, ofCosine], i) => {
    const y = (-(x + 3 - i) * Math.PI) / 4;
    return Math.fround((ofSine * sine + ofCosine * cosine) / (y * y));
  });
  const sum = shares.reduce((total, share) => Math.fround(total + share), 0);
  const factor = Math.fround(1 / sum);
  return shares.map((share) => Math.fround(share * factor));
}

/** The nearest whole number, of two as near the even one. */
export function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}
