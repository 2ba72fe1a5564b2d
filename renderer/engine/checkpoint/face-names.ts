import { thirdOf } from '#renderer/engine/checkpoint/clip-names.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** How many batches a normalisation has learnt from. */
const COUNTER = /\.num_batches_tracked$/;

/** What the first training of CodeFormer needed, and its use does not. */
const OF_TRAINING = /^quantize\.(?!embedding\.)/;

/**
 * Weights of a network for faces by the published keys, without the dict that they lie in (`params_ema`), what training
 * on several cards puts before them (`module.`), and counters. Queries, keys and values, which torch keeps in one matrix,
 * become three byte ranges of it.
 */
export function faceWeights(given: WeightMap): WeightMap {
  const averaged = 'params_ema.';
  const hasAveraged = [...given.keys()].some((key) => key.startsWith(averaged));
  const named = new Map<string, WeightEntry>();
  for (const [name, entry] of given) {
    if (hasAveraged && !name.startsWith(averaged)) continue;
    const key = name.replace(/^(params_ema|params|state_dict)\./, '').replace(/^module\./, '');
    if (COUNTER.test(key) || OF_TRAINING.test(key)) continue;
    const joined = /^(.*)\.in_proj_(weight|bias)$/.exec(key);
    if (!joined) named.set(key, entry);
    else
      for (const [i, part] of ['q', 'k', 'v'].entries()) {
        named.set(`${joined[1]}.${part}_proj.${joined[2]}`, thirdOf(entry, i));
      }
  }
  return named;
}
