import { ARRANGEMENT } from '#renderer/engine/graph/ir/shapes/arrangement.ts';
import { ATTENTION_FUSED } from '#renderer/engine/graph/ir/shapes/attention.ts';
import { CONVOLUTIONS, CONVOLUTIONS_FUSED } from '#renderer/engine/graph/ir/shapes/convolutions.ts';
import { ELEMENTWISE, ELEMENTWISE_FUSED } from '#renderer/engine/graph/ir/shapes/elementwise.ts';
import { NORMS, NORMS_FUSED } from '#renderer/engine/graph/ir/shapes/norms.ts';
import { PRODUCTS, PRODUCTS_FUSED } from '#renderer/engine/graph/ir/shapes/products.ts';
import type { ShapeRule } from '#renderer/engine/graph/ir/shapes/rule.ts';
import { SELECTION } from '#renderer/engine/graph/ir/shapes/selection.ts';

/** Every operator that graphs use, by the set that it belongs to. */
export const OPERATOR_SHAPES: Readonly<Record<'' | 'com.microsoft', Readonly<Record<string, ShapeRule>>>> = {
  '': { ...ELEMENTWISE, ...PRODUCTS, ...CONVOLUTIONS, ...NORMS, ...ARRANGEMENT, ...SELECTION },
  'com.microsoft': {
    ...ELEMENTWISE_FUSED,
    ...PRODUCTS_FUSED,
    ...CONVOLUTIONS_FUSED,
    ...NORMS_FUSED,
    ...ATTENTION_FUSED,
  },
};
