import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { buildTagConvnext, type TagConvnextConfig } from '#renderer/engine/graph/nets/tag-convnext.ts';
import { buildTagEva, type TagEvaConfig } from '#renderer/engine/graph/nets/tag-eva.ts';
import { buildTagSwin, type TagSwinConfig } from '#renderer/engine/graph/nets/tag-swin.ts';
import { buildTagVit, type TaggerGraphOptions, type TagVitConfig } from '#renderer/engine/graph/nets/tag-vit.ts';

/** Which of timm's networks gives tags, and what it is made of. */
export type TagNetConfig =
  | ({ readonly kind: 'vit' } & TagVitConfig)
  | ({ readonly kind: 'swin' } & TagSwinConfig)
  | ({ readonly kind: 'convnext' } & TagConvnextConfig)
  | ({ readonly kind: 'eva' } & TagEvaConfig);

/** The graph of a tagger: `pixels` (1, 3, side, side), normalised, become `logits` (1, tags). */
export function buildTagNet(config: TagNetConfig, weights: WeightSupply, options: TaggerGraphOptions): BuiltGraph {
  switch (config.kind) {
    case 'vit':
      return buildTagVit(config, weights, options);
    case 'swin':
      return buildTagSwin(config, weights, options);
    case 'convnext':
      return buildTagConvnext(config, weights, options);
    case 'eva':
      return buildTagEva(config, weights, options);
  }
}
