import { TILE_PRODUCTS } from '#renderer/engine/graph/dialects/winograd.ts';
import type { Precision, Residency } from '#renderer/engine/graph/ir/graph-options.ts';
import { elements } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** How a provider keeps weights. */
export interface WeightsKept {
  readonly residency: Residency;
  readonly precision: Precision;
  /** Keys of kernels that are there as tiles are multiplied with them (derive/tile-kernels.ts). */
  readonly tiled?: readonly string[];
  /** Keys of matrices that are there as 8-bit floats (derive/narrow-weights.ts). */
  readonly narrowed?: readonly string[];
}

/** Session, graph and the first run's scratch memory of one network, whatever its size. */
const OVERHEAD_MIB = 16;

/**
 * MiB that a network takes while it is open: its weights in the form in which they are kept (mapped: as in the file;
 * else converted) and a fixed overhead. What a step needs besides is not the network's but the picture's: it grows with
 * size and batch.
 */
export function networkMib(weights: WeightMap, kept: WeightsKept): number {
  return Math.ceil(weightBytes(weights, kept) / 2 ** 20) + OVERHEAD_MIB;
}

/** Arrays of a pixel's channels that a decoder holds at its widest, copies for its convolutions among them: measured on the CPU. */
const ARRAYS_AT_ONCE = 18;

/** Of decoders whose last layer nobody names: as in Stable Diffusion. */
const USUAL_CHANNELS = 128;

/**
 * What a decoder writes for each pixel of a picture: the most that a render needs beside its networks (SD 1.5 at 512 ×
 * 512: 2.3 GiB in float32; a step of its UNet needs a tenth).
 */
export function decoderBytesPerPixel(decoder: WeightMap): number {
  const [channels = USUAL_CHANNELS] = decoder.get('decoder.conv_norm_out.weight')?.shape ?? [];
  return 4 * channels * ARRAYS_AT_ONCE;
}

/** In float32, 36 products in place of 9 weights. */
const TILED_BYTES = (4 * TILE_PRODUCTS) / 9;

function weightBytes(weights: WeightMap, { residency, precision, tiled = [], narrowed = [] }: WeightsKept): number {
  const perElement = precision === 'float16' ? 2 : 4;
  const [inTiles, inBytes] = [new Set(tiled), new Set(narrowed)];
  return [...weights].reduce((sum, [key, { bytes, shape }]) => {
    if (inTiles.has(key)) return sum + elements(shape) * TILED_BYTES;
    if (inBytes.has(key)) return sum + elements(shape);
    return sum + (residency === 'mapped' ? bytes : elements(shape) * perElement);
  }, 0);
}
