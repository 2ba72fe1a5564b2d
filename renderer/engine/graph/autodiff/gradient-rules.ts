import { ARRANGEMENT_GRADIENTS } from '#renderer/engine/graph/autodiff/arrangement-gradients.ts';
import { ATTENTION_GRADIENTS } from '#renderer/engine/graph/autodiff/attention-gradients.ts';
import { CONVOLUTION_GRADIENTS } from '#renderer/engine/graph/autodiff/convolution-gradients.ts';
import { ELEMENTWISE_GRADIENTS } from '#renderer/engine/graph/autodiff/elementwise-gradients.ts';
import type { GradientRules } from '#renderer/engine/graph/autodiff/gradient-rule.ts';
import { NORM_GRADIENTS } from '#renderer/engine/graph/autodiff/norm-gradients.ts';
import { PRODUCT_GRADIENTS } from '#renderer/engine/graph/autodiff/product-gradients.ts';

/** Every operator that a graph for training may hold (dialects/training-dialect.ts) between what is trained and its end. */
export const GRADIENT_RULES: GradientRules = {
  ...ELEMENTWISE_GRADIENTS,
  ...PRODUCT_GRADIENTS,
  ...CONVOLUTION_GRADIENTS,
  ...NORM_GRADIENTS,
  ...ATTENTION_GRADIENTS,
  ...ARRANGEMENT_GRADIENTS,
};
