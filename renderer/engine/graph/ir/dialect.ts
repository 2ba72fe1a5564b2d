import type { CompositeName, Composites } from '#renderer/engine/graph/ir/composites.ts';
import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { CompositeNodeOf, Value } from '#renderer/engine/graph/ir/value.ts';

/**
 * How a provider wants networks spelt: a rewrite of a graph's composites into operators, done once in `build` (lower.ts).
 * A provider gets a dialect by what its ONNX Runtime build can run; results agree within rounding.
 */
export interface Dialect {
  readonly layout: ImageLayout;
  readonly rules: Partial<LoweringRules>;
}

/** One rule for every composite. */
export type LoweringRules = { readonly [Name in CompositeName]: LoweringRule<Name> };

/**
 * Emits operators in place of a composite and gives its result, or several. Operands are as the dialect's own rules gave
 * them, images in its layout; weights are still as the network asked for them (`graph.weights` loads them).
 */
export type LoweringRule<Name extends CompositeName> = (
  graph: Emitter,
  operands: Composites<Value>[Name]['operands'],
  attributes: Composites<Value>[Name]['attributes'],
  context: LoweringContext<Name>,
) => Value | readonly Value[];

/** Where a composite stands, for rules that look at its neighbours. */
export interface LoweringContext<Name extends CompositeName> {
  readonly node: CompositeNodeOf<Name>;
  /** Whether all that a value of the graph is used for is to be operands of this composite. */
  isOnlyFor(value: Value, op: CompositeName): boolean;
  /** What the operators give in place of a value of the graph. */
  lowered(value: Value): Value;
}

/** How images lie in memory inside a network; outside they are (b, c, h, w) in any case. */
export interface ImageLayout {
  /** Which of an image's four dimensions its channels are. */
  readonly channelAxis: 1 | 3;
  /** (b, c, h, w) -> an image. */
  fromPlanar(graph: Emitter, planar: Value): Value;
  /** An image -> (b, c, h, w). */
  toPlanar(graph: Emitter, image: Value): Value;
}
