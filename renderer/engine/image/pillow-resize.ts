import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { cubicKernel } from '#renderer/engine/image/cubic-kernel.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/** By Pillow's names. */
export type PillowFilter = 'nearest' | 'box' | 'bilinear' | 'hamming' | 'bicubic' | 'lanczos';

/** A filter's weight by the distance from its middle, and where that has become 0 for good. */
interface Kernel {
  readonly support: number;
  weight(distance: number): number;
}

/** Of src/libImaging/Resample.c of Pillow. */
const KERNELS: Readonly<Record<Exclude<PillowFilter, 'nearest'>, Kernel>> = {
  box: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: { support: 1, weight: (x) => (Math.abs(x) >= 1 ? 0 : sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x))) },
  bicubic: { support: 2, weight: (x) => cubicKernel(Math.abs(x), -0.5) },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** Of the fractions in which weights are counted. */
const PRECISION_BITS = 22;

/** Some 20 ms of the widest pictures. */
const ROWS_AT_ONCE = 64;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Brings 8-bit pixels to a size as Pillow's Image.resize does (version 13), exact to the byte: smoothed where it becomes
 * smaller, one side after the other, rounded to 8 bits between. Opacity is one more channel here; Pillow multiplies
 * colours with it first. Large pictures take a second: other work gets in between, and an abort is heeded.
 */
export async function resizeLikePillow(
  picture: ChannelRaster,
  { width, height, filter, signal }: Size & { readonly filter: PillowFilter; readonly signal?: AbortSignal },
): Promise<ChannelRaster> {
  if (width === picture.width && height === picture.height) return picture;
  if (filter === 'nearest') return nearest(picture, { width, height });
  return twice(picture, {
    width,
    height,
    heightFirst: losesMostlyRows(picture, { width, height }),
    tapsOf: (...sides) => inUnits(sharesOf(...sides, filter), PRECISION_BITS),
    signal,
  });
}

/**
 * The same as torchvision resizes tensors of bytes, exact, too: its weights have 16 bits, so that one number in some
 * hundreds is another by one level. Image processors of transformers do so since its version 5.
 */
export async function resizeLikeTorch(
  picture: ChannelRaster,
  { width, height, filter, signal }: Size & { readonly filter: 'bilinear' | 'bicubic'; readonly signal?: AbortSignal },
): Promise<ChannelRaster> {
  const tapsOf: Passes['tapsOf'] = (...sides) => inShorts(sharesOf(...sides, filter));
  return twice(picture, { width, height, heightFirst: false, tapsOf, signal });
}

/** Then Pillow brings the height to size first. It counts pixels, not proportions; a side may grow. */
function losesMostlyRows(picture: Size, { width, height }: Size): boolean {
  const rows = picture.height - height;
  return rows > 0 && rows > 2 * (picture.width - width);
}

interface Passes extends Size {
  readonly heightFirst: boolean;
  readonly tapsOf: (length: number, wanted: number) => Taps;
  readonly signal: AbortSignal | undefined;
}

async function twice(picture: ChannelRaster, passes: Passes): Promise<ChannelRaster> {
  const { width, height, heightFirst, tapsOf, signal } = passes;
  const toWidth = async (from: ChannelRaster) =>
    width === from.width ? from : across(from, tapsOf(from.width, width), signal);
  const toHeight = async (from: ChannelRaster) =>
    height === from.height ? from : down(from, tapsOf(from.height, height), signal);
  return heightFirst ? toWidth(await toHeight(picture)) : toHeight(await toWidth(picture));
}

/** What each number of the result is made of: neighbours from a first one on, weighed in units of 2^-bits. */
interface Taps {
  readonly bits: number;
  readonly of: readonly { readonly first: number; readonly weights: Int32Array }[];
}

/** The same in shares of 1. */
type Shares = readonly { readonly first: number; readonly shares: readonly number[] }[];

function sharesOf(length: number, wanted: number, filter: Exclude<PillowFilter, 'nearest'>): Shares {
  const { support, weight } = KERNELS[filter];
  const scale = length / wanted;
  const spread = Math.max(scale, 1);
  return Array.from({ length: wanted }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support * spread + 0.5));
    const end = Math.min(length, Math.trunc(centre + support * spread + 0.5));
    const shares = Array.from({ length: end - first }, (_, k) => weight((first + k - centre + 0.5) / spread));
    const sum = shares.reduce((total, share) => total + share, 0);
    return { first, shares: shares.map((share) => share / (sum || 1)) };
  });
}

function inUnits(shares: Shares, bits: number): Taps {
  const weightsOf = (all: readonly number[]) => Int32Array.from(all, (share) => halfAway(share * 2 ** bits));
  return { bits, of: shares.map(({ first, shares: all }) => ({ first, weights: weightsOf(all) })) };
}

/** In as many bits as let the largest be a 16-bit number. */
function inShorts(shares: Shares): Taps {
  const largest = shares.reduce((most, one) => Math.max(most, ...one.shares), 0);
  let bits = 0;
  while (bits < PRECISION_BITS && Math.trunc(0.5 + largest * 2 ** (bits + 1)) < 2 ** 15) bits++;
  return inUnits(shares, bits);
}

async function across(picture: ChannelRaster, { of: taps, bits }: Taps, signal?: AbortSignal): Promise<ChannelRaster> {
  const { height, channels, data } = picture;
  const width = taps.length;
  const half = 2 ** (bits - 1);
  const result = new Uint8Array(width * height * channels);
  for (let y = 0, to = 0; y < height; y++) {
    if (y % ROWS_AT_ONCE === 0) await yieldToEventLoop(signal);
    const row = y * picture.width;
    for (const { first, weights } of taps) {
      for (let c = 0; c < channels; c++) {
        let sum = half;
        for (let k = 0, at = (row + first) * channels + c; k < weights.length; k++, at += channels) {
          sum += data[at]! * weights[k]!;
        }
        result[to++] = clip(sum >> bits);
      }
    }
  }
  return { width, height, channels, data: result };
}

async function down(picture: ChannelRaster, { of: taps, bits }: Taps, signal?: AbortSignal): Promise<ChannelRaster> {
  const { width, channels, data } = picture;
  const line = width * channels;
  const result = new Uint8Array(line * taps.length);
  const sums = new Int32Array(line);
  for (const [y, { first, weights }] of taps.entries()) {
    if (y % ROWS_AT_ONCE === 0) await yieldToEventLoop(signal);
    sums.fill(2 ** (bits - 1));
    for (let k = 0; k < weights.length; k++) {
      const from = (first + k) * line;
      const weight = weights[k]!;
      for (let i = 0; i < line; i++) sums[i]! += data[from + i]! * weight;
    }
    for (let i = 0; i < line; i++) result[y * line + i] = clip(sums[i]! >> bits);
  }
  return { width, height: taps.length, channels, data: result };
}

/** Places are summed up as Pillow does it, whose sums end just below whole numbers in the same cases. */
function nearest(picture: ChannelRaster, { width, height }: Size): ChannelRaster {
  const { channels, data } = picture;
  const rows = places(picture.height, height);
  const columns = places(picture.width, width);
  const result = new Uint8Array(width * height * channels);
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      const from = (row * picture.width + column) * channels;
      for (let c = 0; c < channels; c++) result[to++] = data[from + c]!;
    }
  }
  return { width, height, channels, data: result };
}

function places(length: number, wanted: number): Int32Array {
  const step = length / wanted;
  let place = step * 0.5;
  return Int32Array.from({ length: wanted }, () => {
    const at = Math.floor(place);
    place += step;
    return at;
  });
}

function clip(level: number): number {
  return level < 0 ? 0 : level > 255 ? 255 : level;
}

function halfAway(value: number): number {
  return value < 0 ? Math.trunc(value - 0.5) : Math.trunc(value + 0.5);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}
