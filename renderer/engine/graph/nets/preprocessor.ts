import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { type BodyPoseConfig, buildBodyPose } from '#renderer/engine/graph/nets/body-pose.ts';
import { buildDepthAnything, type DepthAnythingConfig } from '#renderer/engine/graph/nets/depth-anything.ts';
import { buildDpt, type DptConfig } from '#renderer/engine/graph/nets/dpt.ts';
import { buildHed, type HedConfig, type PreprocessorGraphOptions } from '#renderer/engine/graph/nets/hed.ts';
import { buildLineArt, type LineArtConfig } from '#renderer/engine/graph/nets/line-art.ts';
import { buildPidinet, type PidinetConfig } from '#renderer/engine/graph/nets/pidinet.ts';

/** Which network finds what a control picture shows. */
export type PreprocessorConfig =
  | ({ readonly kind: 'hed' } & HedConfig)
  | ({ readonly kind: 'pidinet' } & PidinetConfig)
  | ({ readonly kind: 'lineart' } & LineArtConfig)
  | ({ readonly kind: 'body-pose' } & BodyPoseConfig)
  | ({ readonly kind: 'depth-anything' } & DepthAnythingConfig)
  | ({ readonly kind: 'dpt' } & DptConfig);

/** Inputs and outputs are each network's own. */
export function buildPreprocessor(
  config: PreprocessorConfig,
  weights: WeightSupply,
  options: PreprocessorGraphOptions,
): BuiltGraph {
  switch (config.kind) {
    case 'hed':
      return buildHed(config, weights, options);
    case 'pidinet':
      return buildPidinet(config, weights, options);
    case 'lineart':
      return buildLineArt(config, weights, options);
    case 'body-pose':
      return buildBodyPose(config, weights, options);
    case 'depth-anything':
      return buildDepthAnything(config, weights, options);
    case 'dpt':
      return buildDpt(config, weights, options);
  }
}
