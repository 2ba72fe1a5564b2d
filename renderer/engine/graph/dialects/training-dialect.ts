import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { skipNormInParts } from '#renderer/engine/graph/dialects/norms.ts';
import type { Dialect } from '#renderer/engine/graph/ir/dialect.ts';

/** Of operators that have gradients (graph/autodiff): the portable ones, with norms in parts. */
export const trainingDialect: Dialect = {
  ...portableDialect,
  rules: { ...portableDialect.rules, SkipNorm: skipNormInParts },
};
