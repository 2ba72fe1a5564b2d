import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';

/** The names that diffusers gave the attention's projections before 0.13, and what they are called now. */
const OLD_NAMES: readonly (readonly [string, string])[] = [
  ['.query.', '.to_q.'],
  ['.key.', '.to_k.'],
  ['.value.', '.to_v.'],
  ['.proj_attn.', '.to_out.0.'],
];

const ENCODER = /^(encoder|quant_conv)\./;

/**
 * The weights of one half of an autoencoder under today's names. The halves are told apart by the encoder's, so that a
 * key which belongs to neither turns up in the decoder and is refused there. Projections that are stored as 1×1
 * convolutions count as matrices where a matrix is expected: the bytes are the same.
 */
export function vaeWeights(weights: WeightSupply, half: 'encoder' | 'decoder'): WeightSupply {
  const stored = new Map<string, string>();
  for (const key of weights.keys()) if (ENCODER.test(key) === (half === 'encoder')) stored.set(todaysName(key), key);
  return {
    has: (key) => stored.has(key),
    keys: () => stored.keys(),
    get(key, shape) {
      const entry = weights.get(stored.get(key) ?? key, shape);
      return entry && shape.length === 2 ? asMatrix(entry) : entry;
    },
  };
}

function todaysName(key: string): string {
  return OLD_NAMES.reduce((name, [old, now]) => name.replace(old, now), key);
}

function asMatrix(entry: WeightEntry): WeightEntry {
  const [rows, columns, ...kernel] = entry.shape;
  return kernel.join() === '1,1' ? { ...entry, shape: [rows!, columns!] } : entry;
}
