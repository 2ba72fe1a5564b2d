import { setImmediate } from 'node:timers/promises';
import { tileKernels } from '#renderer/engine/derive/compute-tile-kernels.ts';
import { type DeriveOptions, keepDerived } from '#renderer/engine/derive/derived-files.ts';
import { tileKernelsName } from '#renderer/engine/weights/derived-names.ts';
import type { WeightSource } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Of a full-size model one takes 4 to 5 GB. */
const FILES_MAX = 4;

/**
 * The weights of a network, and beside them the kernels of these convolutions (keys of weights (out, in, 3, 3)) as
 * their tiles are multiplied with them (graph/dialects/winograd.ts). A graph prefers them where it finds them: they are four
 * times the size in float32, and leave nothing to do for them in a step.
 */
export async function transformKernels(
  weights: WeightMap,
  keys: readonly string[],
  options: DeriveOptions,
): Promise<WeightMap> {
  if (keys.length === 0) return weights;
  const kernels = keys.map((key) => ({ key, entry: weights.get(key)! }));
  const sources = kernels.map(({ key, entry }) => sourceOf(key, entry, options.signal));
  const from = kernels.map(({ entry }) => entry);
  const derivation = { version: 'tiles 1', from, sources, filesMax: FILES_MAX };
  return new Map([...weights, ...(await keepDerived(derivation, options))]);
}

function sourceOf(key: string, entry: WeightEntry, signal: AbortSignal | undefined): WeightSource {
  const { shape, bytes } = tileKernels(entry);
  return {
    key: tileKernelsName(key),
    dtype: 'F32',
    shape,
    async bytes() {
      // One convolution blocks the thread for some tenths of a second at most; messages get through between them.
      await setImmediate();
      signal?.throwIfAborted();
      return bytes();
    },
  };
}
