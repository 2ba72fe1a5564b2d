import type { Delta, Magnitude, Product, StrongChange, Whole } from '#renderer/engine/adapters/weight-change.ts';
import { WeightGraph } from '#renderer/engine/derive/weight-graph.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { elements } from '#renderer/engine/tensor.ts';
import type { StorableDtype } from '#renderer/engine/weights/storable-dtype.ts';
import { meantShape, type WeightEntry } from '#renderer/engine/weights/weight-map.ts';

export interface WeightMerge {
  readonly entry: WeightEntry;
  readonly changes: readonly StrongChange[];
  readonly as: StorableDtype;
}

/** A weight (out, …in) as a matrix (out, in). */
interface Matrix {
  readonly out: number;
  readonly inner: number;
  /** Of the weight: its second dimension, and what is left of the others. */
  readonly inputs: number;
  readonly pixels: number;
}

/** A run of a weight's rows. */
interface Block {
  readonly from: number;
  readonly to: number;
}

/** Elements of a weight that are in work at once: few enough for the processor's cache, and for memory to be reused. */
const BLOCK_ELEMENTS = 2 ** 20;

/**
 * W + sum of strength · scale · delta, in float32 and rounded once, as outputs `y0`, `y1`, … which are blocks of rows. A
 * change with a magnitude (DoRA) brings W + strength · scale · delta to the stored norms and adds the difference from
 * W. Every change is reckoned from the model's own W, so their order does not matter.
 */
export function buildMerge({ entry, changes, as }: WeightMerge): BuiltGraph {
  const graph = new WeightGraph('adapter merge');
  const matrix = matrixOf(entry);
  const rowwise = changes.flatMap((change) => readRowwise(graph, change, matrix) ?? []);
  if (entry.transposed || rowwise.length < changes.length) {
    const merged = mergeWhole(graph, { entry, changes, as }, matrix);
    const dims = [matrix.out, matrix.inner];
    if (entry.transposed) graph.output('y0', turned(graph, merged), { dims: dims.toReversed(), as });
    else graph.output('y0', merged, { dims, as });
    return graph.build();
  }
  for (const [i, block] of blocksOf(matrix).entries()) {
    const weight = graph.storedRows(entry, { shape: [matrix.out, matrix.inner], ...block });
    const sum = rowwise.reduce((before, add) => add(before, block), weight);
    graph.output(`y${i}`, sum, { dims: [block.to - block.from, matrix.inner], as });
  }
  return graph.build();
}

function blocksOf({ out, inner }: Matrix): readonly Block[] {
  const rows = Math.max(1, Math.floor(BLOCK_ELEMENTS / inner));
  return Array.from({ length: Math.ceil(out / rows) }, (_, i) => ({
    from: i * rows,
    to: Math.min(out, (i + 1) * rows),
  }));
}

/** Adds a change to rows of a weight. */
type AddRows = (sum: Value, block: Block) => Value;

/** How a change is added block by block; null for one that needs the whole weight at once. */
function readRowwise(graph: WeightGraph, change: StrongChange, { out, inner }: Matrix): AddRows | null {
  const { delta, magnitude } = change;
  const scale = change.scale * change.strength;
  if (magnitude) return null;
  if (delta.kind === 'full') {
    return (sum, block) =>
      addScaled(graph, { sum, scale, value: graph.storedRows(delta.diff, { shape: [out, inner], ...block }) });
  }
  if (delta.kind !== 'low-rank' || delta.core) return null;
  const rank = delta.down.shape[0]!;
  const down = graph.stored(delta.down, [rank, inner]);
  return (sum, block) => {
    const up = graph.storedRows(delta.up, { shape: [out, rank], ...block });
    return graph.op('Gemm', [up, down, sum], { alpha: { float: scale } });
  };
}

function mergeWhole(graph: WeightGraph, { entry, changes }: WeightMerge, matrix: Matrix): Value {
  const weight = entry.transposed
    ? turned(graph, graph.stored(entry))
    : graph.stored(entry, [matrix.out, matrix.inner]);
  return changes.reduce((sum, change) => {
    if (change.magnitude) return addRenormed(graph, { sum, weight, change, magnitude: change.magnitude }, matrix);
    return addDelta(graph, { sum, delta: change.delta, scale: change.scale * change.strength }, matrix);
  }, weight);
}

function turned(graph: WeightGraph, matrix: Value): Value {
  return graph.op('Transpose', [matrix], { perm: [1, 0] });
}

interface Addition {
  readonly sum: Value;
  readonly delta: Delta;
  readonly scale: number;
}

function addDelta(graph: WeightGraph, { sum, delta, scale }: Addition, matrix: Matrix): Value {
  if (delta.kind === 'low-rank' && !delta.core) {
    const { up, down } = factorsOf(graph, delta, matrix);
    return graph.op('Gemm', [up, down, sum], { alpha: { float: scale } });
  }
  return addScaled(graph, { sum, scale, value: deltaOf(graph, delta, matrix) });
}

function addScaled(graph: WeightGraph, { sum, value, scale }: { sum: Value; value: Value; scale: number }): Value {
  return graph.op('Add', [sum, scale === 1 ? value : graph.op('Mul', [value, graph.float(scale)])]);
}

/**
 * sum + (m · V / ‖V‖ - W) with V = W + strength · scale · delta (DoRA, https://arxiv.org/abs/2402.09353, eq. 5): the
 * strength stands inside the norm, as in peft and diffusers. A1111 and ComfyUI go half the way between W and the result
 * at strength 1 instead, which is the same only there.
 */
function addRenormed(
  graph: WeightGraph,
  from: { sum: Value; weight: Value; change: StrongChange; magnitude: Magnitude },
  matrix: Matrix,
): Value {
  const { sum, weight, change, magnitude } = from;
  const { out, inner, inputs, pixels } = matrix;
  const scale = change.scale * change.strength;
  const changed = addDelta(graph, { sum: weight, delta: change.delta, scale }, matrix);
  const perOutput = magnitude.per === 'output';
  const cube = graph.reshape(changed, perOutput ? [out, inner] : [out, inputs, pixels]);
  const norms = graph.op('ReduceL2', [cube, graph.ints(perOutput ? [1] : [0, 2])], { keepdims: 1 });
  const stored = graph.stored(magnitude.entry, perOutput ? [out, 1] : [1, inputs, 1]);
  // Rows of zeros stay zero.
  const ratios = graph.op('Div', [stored, graph.op('Max', [norms, graph.float(SMALLEST_NORM)])]);
  const renormed = graph.reshape(graph.op('Mul', [cube, ratios]), [out, inner]);
  return graph.op('Add', [sum, graph.op('Sub', [renormed, weight])]);
}

const SMALLEST_NORM = 1e-30;

/** (out, in) */
function deltaOf(graph: WeightGraph, delta: Delta, matrix: Matrix): Value {
  switch (delta.kind) {
    case 'full':
      return graph.stored(delta.diff, [matrix.out, matrix.inner]);
    case 'low-rank': {
      const { up, down } = factorsOf(graph, delta, matrix);
      return graph.op('MatMul', [up, down]);
    }
    case 'hadamard': {
      const [left, right] = delta.factors.map((factor) => productOf(graph, factor));
      return graph.op('Mul', [left!, right!]);
    }
    case 'kronecker':
      return kronecker(graph, delta, matrix);
  }
}

/**
 * up (out, rank) and down (rank, in) of a LoRA. A decomposed convolution's core is multiplied into down: kernel and
 * channels are two factors of it (Tucker's decomposition, LyCORIS' `lora_mid`).
 */
export function factorsOf(
  graph: WeightGraph,
  { up, down, core }: Extract<Delta, { kind: 'low-rank' }>,
  { out, inner, inputs }: Matrix,
): { up: Value; down: Value; rank: number } {
  if (!core) {
    const rank = down.shape[0]!;
    return { up: graph.stored(up, [out, rank]), down: graph.stored(down, [rank, inner]), rank };
  }
  const [rank, narrow] = [core.shape[0]!, core.shape[1]!];
  const wide = graph.op('Einsum', [graph.stored(core), graph.stored(down, [narrow, inputs])], {
    equation: 'mnkl,ni->mikl',
  });
  return { up: graph.stored(up, [out, rank]), down: graph.reshape(wide, [rank, inner]), rank };
}

/** a·b, or the tensor of a Tucker decomposition, as a matrix. */
function productOf(graph: WeightGraph, { a, b, core }: Product): Value {
  const right = graph.stored(b, [b.shape[0]!, elements(b.shape.slice(1))]);
  if (!core) return graph.op('MatMul', [graph.stored(a), right]);
  const tensor = graph.op('Einsum', [graph.stored(core), right, graph.stored(a)], { equation: 'ijkl,jr,ip->prkl' });
  return graph.reshape(tensor, [a.shape[1]!, -1]);
}

/** Blocks of the right factor, each multiplied by one number of the left; a kernel's pixels belong to the right. */
function kronecker(graph: WeightGraph, { left, right }: Extract<Delta, { kind: 'kronecker' }>, matrix: Matrix): Value {
  const whole = (factor: Product | Whole) =>
    'whole' in factor ? graph.stored(factor.whole) : productOf(graph, factor);
  const [rows, columns] = leftSize(left);
  const [blockRows, blockColumns] = [matrix.out / rows, matrix.inner / columns];
  const numbers = graph.reshape(whole(left), [rows, 1, columns, 1]);
  const block = graph.reshape(whole(right), [1, blockRows, 1, blockColumns]);
  return graph.reshape(graph.op('Mul', [numbers, block]), [matrix.out, matrix.inner]);
}

function leftSize(left: Product | Whole): readonly [number, number] {
  if ('whole' in left) return [left.whole.shape[0]!, elements(left.whole.shape.slice(1))];
  return [left.a.shape[0]!, elements(left.b.shape.slice(1))];
}

/** How a weight is seen here. Biases and norms are matrices of one column. */
export function matrixOf(entry: WeightEntry): Matrix {
  const shape = meantShape(entry);
  const inner = elements(shape.slice(1));
  const inputs = shape[1] ?? 1;
  return { out: shape[0] ?? 1, inner, inputs, pixels: inner / inputs };
}
