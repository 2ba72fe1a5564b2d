import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { keyOfTileKernels } from '#renderer/engine/weights/derived-names.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/**
 * The keys and shapes that a network wants, found by building it over a supply that has everything: for checks, and for
 * making weights. `has` answers where a network looks whether an optional weight is there.
 */
export function wantedWeights(
  build: (weights: WeightSupply) => unknown,
  has: (key: string) => boolean = () => false,
): ReadonlyMap<string, readonly number[]> {
  const wanted = new Map<string, readonly number[]>();
  build({
    // What is derived from weights (weights/derived-names.ts) has a colon in its name; nobody has to bring it.
    has: (key) => !key.includes(':') && has(key),
    keys: () => wanted.keys(),
    get(key, shape) {
      wanted.set(key, shape);
      return { file: '/wanted', offset: 0, bytes: 0, dtype: 'F32', shape };
    },
  });
  return wanted;
}

/** The keys of these weights whose kernels the network would have transformed for tiles (winograd.ts). */
export function wantedTileKernels(build: (weights: WeightSupply) => unknown, weights: WeightMap): readonly string[] {
  const wanted: string[] = [];
  build({
    has: (name) => keyOfTileKernels(name) !== null || weights.has(name),
    keys: () => weights.keys(),
    get(name, shape) {
      const key = keyOfTileKernels(name);
      if (key === null) return weights.get(name);
      wanted.push(key);
      return { file: '/wanted', offset: 0, bytes: 0, dtype: 'F32', shape };
    },
  });
  return wanted;
}
