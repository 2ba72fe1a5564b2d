import type { Checkpoint } from '#renderer/engine/checkpoint/checkpoint.ts';
import type { Precision, Residency } from '#renderer/engine/graph/graph.ts';
import { elements } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** How a provider keeps weights. */
export interface WeightsKept {
  readonly residency: Residency;
  readonly precision: Precision;
}

/** Sessions, graphs, tokenizers and the first steps' scratch memory of one model, whatever its size. */
const OVERHEAD_MIB = 64;

/**
 * MiB that a model takes while it is loaded: its weights in the form in which they are kept (mapped: as in the file;
 * else converted) and a fixed overhead. What a step needs besides is not the model's but the picture's: it grows with
 * size and batch and is there for one model at a time.
 */
export function modelMib({ unet, vae, taesd, textEncoders }: Checkpoint, kept: WeightsKept): number {
  const networks = [unet, vae, ...(taesd ? [taesd] : []), ...textEncoders];
  const bytes = networks.reduce((sum, { weights }) => sum + weightBytes(weights, kept), 0);
  return Math.ceil(bytes / 2 ** 20) + OVERHEAD_MIB;
}

function weightBytes(weights: WeightMap, { residency, precision }: WeightsKept): number {
  const perElement = precision === 'float16' ? 2 : 4;
  return [...weights.values()].reduce(
    (sum, { bytes, shape }) => sum + (residency === 'mapped' ? bytes : elements(shape) * perElement),
    0,
  );
}
