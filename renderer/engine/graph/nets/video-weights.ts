import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';

/**
 * Weights of a network whose convolutions along time are stored with three sides (out, in, 3, 1, 1), as kernels
 * (out, in, 3, 1): the bytes are the same.
 */
export function videoWeights(weights: WeightSupply): WeightSupply {
  return {
    has: (key) => weights.has(key),
    keys: () => weights.keys(),
    get(key, shape) {
      const isKernel = shape.length === 4 && shape[2] === 3 && shape[3] === 1;
      const entry = weights.get(key, isKernel ? [...shape, 1] : shape);
      if (!isKernel || entry?.shape.length !== 5 || entry.shape[4] !== 1) return entry;
      return { ...entry, shape: entry.shape.slice(0, 4) };
    },
  };
}
