import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/*
 * LoRA at run time (https://arxiv.org/abs/2106.09685): beside each product with a weight stands a narrow path through two
 * inputs of the graph, A and B, whose rank may differ from run to run and be 0:
 *
 *     x ─┬─► W ───────(+)─►
 *        └─► A ─► B ───┘
 *
 * Where a composite has no factors the functions give back what they were given.
 */

/** A (in, rank) and B (rank, out), or null for both. */
export interface FactorPair {
  readonly down: Value | null;
  readonly up: Value | null;
}

/** x (…, in) times the factors, added to its product with the weight. */
export function addLowRank(graph: Emitter, { x, product }: { x: Value; product: Value }, factors: FactorPair): Value {
  const { down, up } = factors;
  if (!down || !up) return product;
  return graph.op('Add', [product, graph.op('MatMul', [graph.op('MatMul', [x, down]), up])]);
}

/** The same for two halves of the outputs that are computed apart. */
export function addLowRankToHalves(
  graph: Emitter,
  { x, halves }: { x: Value; halves: readonly [Value, Value] },
  { down, up, outputs }: FactorPair & { readonly outputs: number },
): readonly [Value, Value] {
  if (!down || !up) return halves;
  const narrow = graph.op('MatMul', [x, down]);
  const adapt = (product: Value, from: number) => {
    const columns = [graph.ints([from]), graph.ints([from + outputs]), graph.ints([1])];
    return graph.op('Add', [product, graph.op('MatMul', [narrow, graph.op('Slice', [up, ...columns])])]);
  };
  return [adapt(halves[0], 0), adapt(halves[1], outputs)];
}

/** A flattened image (b, in, pixels) times the factors, added to the tokens (b, pixels, out) that the weight makes of it. */
export function addLowRankOfPlanar(
  graph: Emitter,
  { image, tokens }: { image: Value; tokens: Value },
  { down, up }: FactorPair,
): Value {
  if (!down || !up) return tokens;
  // The small result is turned, not the image.
  const rows = graph.op('MatMul', [graph.op('Transpose', [down], { perm: [1, 0] }), image]);
  const narrow = graph.op('Transpose', [rows], { perm: [0, 2, 1] });
  return graph.op('Add', [tokens, graph.op('MatMul', [narrow, up])]);
}

/** Tokens times the factors, added to the flattened image (b, out, pixels) that the weight makes of them. */
export function addLowRankToPlanar(
  graph: Emitter,
  { tokens, image }: { tokens: Value; image: Value },
  { down, up }: FactorPair,
): Value {
  if (!down || !up) return image;
  const narrow = graph.op('MatMul', [tokens, down]);
  const rows = graph.op('Transpose', [narrow], { perm: [0, 2, 1] });
  return graph.op('Add', [image, graph.op('MatMul', [graph.op('Transpose', [up], { perm: [1, 0] }), rows])]);
}

/** Factors that come as matrices, as the kernels (rank, in, 1, 1) and (out, rank, 1, 1). */
export function kernelsOfMatrices(
  graph: Emitter,
  { down, up }: { down: Value; up: Value },
): { down: Value; up: Value } {
  const early = graph.preparing();
  const kernels = (matrix: Value) =>
    early.op('Unsqueeze', [early.op('Transpose', [matrix], { perm: [1, 0] }), early.ints([2, 3])]);
  return { down: kernels(down), up: kernels(up) };
}
