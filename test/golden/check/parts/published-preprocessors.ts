import { preprocessorOf } from '#renderer/engine/checkpoint/preprocessor-file.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildPreprocessor, type PreprocessorConfig } from '#renderer/engine/graph/nets/preprocessor.ts';
import { elements } from '#renderer/engine/tensor.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import { compareExactly } from '#test/golden/check/compare.ts';
import { UNREAD } from '#test/golden/check/networks.ts';
import type { GoldenPart } from '#test/golden/check/part.ts';
import { onePart } from '#test/golden/check/parts/control-parts.ts';

interface Published {
  readonly n_keys: number;
  readonly n_params: number;
  readonly keys?: Readonly<Record<string, readonly number[]>>;
  readonly file_keys?: Readonly<Record<string, readonly number[]>>;
}

/** The network that the published keys and shapes are found to be wants exactly these, but for what it can do without. */
function published(
  key: string,
  spare: number,
  whole = (config: PreprocessorConfig): PreprocessorConfig => config,
): GoldenPart {
  return onePart<Published>(key, async ({ n_keys, n_params, keys, file_keys }) => {
    const shapes = Object.entries(keys ?? file_keys ?? {});
    const entryOf = (shape: readonly number[]): WeightEntry => {
      return { file: '/published', offset: 0, bytes: 0, dtype: 'F32', shape };
    };
    const weights = new Map(shapes.map(([name, shape]) => [name, entryOf(shape)]));
    const config = preprocessorOf(weights, {});
    if (!config) return [compareExactly('network', null, 'found')];
    const has = (name: string) => weights.has(name);
    const wanted = wantedWeights((supply) => buildPreprocessor(whole(config), supply, UNREAD), has);
    const others = shapes.filter(([name, shape]) => `${wanted.get(name) ?? shape}` !== `${shape}`);
    const numbers = [...wanted.values()].reduce((sum, shape) => sum + elements(shape), 0);
    return [
      compareExactly('shapes', others, []),
      compareExactly('count', wanted.size + spare, n_keys),
      ...(spare === 0 ? [compareExactly('numbers', numbers, n_params)] : []),
    ];
  });
}

/** Keys and shapes of the published files, control.json. */
export const PUBLISHED_PARTS: readonly GoldenPart[] = [
  published('preprocess.hed_full', 0),
  published('preprocess.pidinet_full', 0),
  published('preprocess.lineart_full', 0),
  published('preprocess.bodypose_full', 0),
  // Positions, the token of masks, and what the first layer of the neck is not joined with.
  published('depth.depth_anything_small_full', 6),
  // Likewise positions, and the last norm.
  published('depth.dpt_hybrid_full', 7, wholeHybrid),
];

/** Of the hybrid only the first layers of each part were recorded, and how many keys there are. */
function wholeHybrid(config: PreprocessorConfig): PreprocessorConfig {
  if (config.kind !== 'dpt' || !config.bit) return config;
  return { ...config, layers: 12, taken: [9, 12], bit: { ...config.bit, depths: [3, 4, 9] } };
}
