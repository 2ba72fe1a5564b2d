import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { buildCompactUpscaler, type CompactConfig } from '#renderer/engine/graph/nets/compact-upscaler.ts';
import { buildRrdb, type RrdbConfig, type UpscalerGraphOptions } from '#renderer/engine/graph/nets/rrdb.ts';

/** Which network makes pictures larger. */
export type UpscalerConfig = ({ readonly kind: 'rrdb' } & RrdbConfig) | ({ readonly kind: 'compact' } & CompactConfig);

/** Times that it makes a picture's sides longer. */
export function upscaleFactor(config: UpscalerConfig): number {
  return config.kind === 'compact' ? config.scale : 2 ** config.doublings / config.shuffle;
}

/** Input `pixels` in 0…1, as the network reads them, output `picture` (b, 3, …), not clamped. */
export function buildUpscaler(
  config: UpscalerConfig,
  weights: WeightSupply,
  options: UpscalerGraphOptions,
): BuiltGraph {
  return config.kind === 'compact'
    ? buildCompactUpscaler(config, weights, options)
    : buildRrdb(config, weights, options);
}
