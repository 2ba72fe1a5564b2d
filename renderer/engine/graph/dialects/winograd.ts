import type { Emitter } from '#renderer/engine/graph/ir/emitter.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

/** A 3×3 convolution of stride 1 with a margin of 1: what is known of it when the graph is built. */
export interface Conv3Shape {
  readonly inputs: number;
  readonly outputs: number;
  /** Pixels of the usual picture at this layer; it may turn out to be another. 0 when nobody can say. */
  readonly pixels: number;
}

/** Outputs per tile and side; a tile reads TILE + 2 inputs per side and costs as many products squared. */
const TILE = 4;
const READ = TILE + 2;

/** Products per tile and pair of channels. */
export const TILE_PRODUCTS = READ * READ;

/**
 * Where the polynomials are evaluated, besides infinity. Any six different points are exact in theory; symmetric ones
 * near 1 keep rounding small (https://arxiv.org/abs/1803.10986), and these are exact in binary. Measured against the
 * usual 0, ±1, ±2: a third of the error, mean 6e-7 for outputs of order 1.
 */
const POINTS = [0, 0.625, -0.625, 1.5, -1.5] as const;

/** Above this the tiles of one layer would be the largest thing in memory. */
const TILES_BYTES = 640 * 2 ** 20;

/** Transformed weights are four times as large as they are in float32; this many bytes of them exist at a time. */
const KERNELS_BYTES = 64 * 2 ** 20;

/**
 * Whether tiles beat the direct convolution, by costs in multiply-adds fitted on the CPU: 2.25 instead of 9 per pixel
 * and pair of channels, about 1000 per pair for transforming the weights (they stay in their file's format), about 300
 * per pixel and channel for transforming tiles. A gain must be clear, because faster arithmetic makes transforms
 * dearer.
 */
export function winogradPays({ inputs, outputs, pixels }: Conv3Shape): boolean {
  const pairs = inputs * outputs;
  const direct = 9 * pixels * pairs;
  const tiled = (pixels * TILE_PRODUCTS * pairs) / TILE ** 2 + 1000 * pairs + 300 * pixels * (inputs + outputs);
  const bytes = (4 * pixels * (inputs + outputs) * TILE_PRODUCTS) / TILE ** 2;
  return tiled < 0.85 * direct && bytes < TILES_BYTES;
}

/**
 * A 3×3 convolution by Winograd's minimal filtering F(4×4, 3×3) (https://arxiv.org/abs/1509.09308), without its bias,
 * spelt in products that ONNX Runtime's CPU kernels do well. Any height and width.
 *
 *     weight ─► G·w·Gᵀ ───────────────┐
 *     image ─► 6×6 tiles ─► Bᵀ·x·B ───┴─► 36 matrix products over channels ─► Aᵀ·m·A ─► 4×4 tiles, laid side by side
 *
 * Of a strip of an image, which has neighbours above or below, it takes the rows that lie in them, and gives its own.
 */
export function winograd(graph: Emitter, { image, kernels, pads }: TileOperands, shape: Conv3Shape): Value {
  const { inputs, outputs } = shape;
  const [top, bottom] = pads;
  const own = graph.sizes.of(image);
  const size = top + bottom === 2 ? own : graph.sizes.op('Add', [own, graph.ints([top + bottom - 2, 0])]);
  const grid = gridOf(graph, size);
  const tiles = transformTiles(graph, image, { inputs, own, grid, pads });
  const products = multiply(graph, tiles, kernels);
  const whole = restore(graph, products, { grid, outputs });
  return graph.op('Slice', [whole, graph.ints([0, 0]), size, graph.ints([2, 3])]);
}

/** Kernels that tiles are multiplied with: all that are there, or those of some outputs after those of others. */
export type PreparedKernels = { readonly whole: Value } | { readonly slices: readonly Value[] };

/**
 * The kernels of a convolution, once for all that is multiplied with them: as they come transformed (`tileKernels`), or
 * some outputs' at a time (`weightRows`), to bound the memory.
 */
export function prepareKernels(
  graph: Emitter,
  weight: WeightOfTiles,
  { inputs, outputs }: Conv3Shape,
): PreparedKernels {
  const whole = weight.tileKernels?.(tileKernelsShape({ inputs, outputs }));
  if (whole) return { whole };
  const rows = outputsAtATime({ inputs, outputs });
  const slices: Value[] = [];
  for (let from = 0; from < outputs; from += rows) {
    const to = Math.min(outputs, from + rows);
    slices.push(transformWeight(graph.preparing(), weight.weightRows(from, to), { inputs, outputs: to - from }));
  }
  return { slices };
}

/** Outputs whose transformed kernels exist at a time, where they are transformed on the way. */
function outputsAtATime({ inputs, outputs }: Omit<Conv3Shape, 'pixels'>): number {
  return Math.ceil(outputs / Math.ceil((4 * TILE_PRODUCTS * inputs * outputs) / KERNELS_BYTES));
}

/** Multiply-adds of its largest product. */
export function tileProducts(shape: Conv3Shape): number {
  return (shape.pixels * TILE_PRODUCTS * shape.inputs * outputsAtATime(shape)) / TILE ** 2;
}

/** What the transformed kernels come as: 36 matrices (out, in). */
export function tileKernelsShape({ inputs, outputs }: Omit<Conv3Shape, 'pixels'>): readonly number[] {
  return [1, TILE_PRODUCTS, outputs, inputs];
}

export interface TileOperands {
  readonly image: Value;
  readonly kernels: PreparedKernels;
  /** Rows of zeros above and below, 0 or 1. */
  readonly pads: readonly [top: number, bottom: number];
}

/** A weight (out, in, 3, 3). */
export interface WeightOfTiles {
  /** The transformed kernels (1, 36, out, in); null, or left out, where there are none. */
  readonly tileKernels?: (dims: readonly number[]) => Value | null;
  /** The kernels of some of the outputs. */
  readonly weightRows: (from: number, to: number) => Value;
}

/** Tiles (in, b, 36, tiles), read where they lie -> (b, 36, out, tiles). */
function multiply(graph: Emitter, tiles: Value, kernels: PreparedKernels): Value {
  // (1, 36, out, in)
  if ('whole' in kernels) return graph.fused('FusedMatMul', [kernels.whole, tiles], { transBatchB: 1 });
  // (out, 1, 36, in): read where they lie, too.
  const slices = kernels.slices.map((some) =>
    graph.fused('FusedMatMul', [some, tiles], { transBatchA: 1, transBatchB: 1 }),
  );
  return slices.length === 1 ? slices[0]! : graph.op('Concat', slices, { axis: 2 });
}

/** Weights (out, in, 3, 3) -> (out, 1, 36, in): each output's kernels lie together, as they are written and read. */
function transformWeight(graph: Emitter, weight: Value, { inputs, outputs }: Omit<Conv3Shape, 'pixels'>): Value {
  const rows = graph.op('Reshape', [weight, graph.ints([outputs, 1, inputs, 9])]);
  return graph.fused('FusedMatMul', [graph.floats(...WEIGHT_TRANSFORM), rows], { transB: 1 });
}

/** Rows and columns of tiles that cover a picture of this size. */
function gridOf(graph: Emitter, size: Value): Value {
  const reaching = graph.sizes.op('Add', [size, graph.ints([TILE - 1])]);
  return graph.sizes.op('Div', [reaching, graph.ints([TILE])]);
}

/** An image (b, in, h, w) -> its tiles (in, b, 36, rows·columns of tiles). */
function transformTiles(
  graph: Emitter,
  image: Value,
  {
    inputs,
    own,
    grid,
    pads: [top, bottom],
  }: { inputs: number; own: Value; grid: Value; pads: readonly [number, number] },
): Value {
  const planes = graph.op('Reshape', [
    graph.op('Transpose', [image], { perm: [1, 0, 2, 3] }),
    graph.sizes.op('Concat', [graph.ints([-1, 1]), own], { axis: 0 }),
  ]);
  // A margin of 4 after the end completes the last tile of any size; tiles wholly outside do not arise.
  const margins = [top, 1, TILE - 1 + bottom, TILE];
  const attributes = { kernel_shape: [READ, READ], strides: [TILE, TILE], pads: margins };
  const tiles = graph.op('Conv', [planes, graph.floats(...TILE_TRANSFORM)], attributes);
  const count = graph.sizes.op('ReduceProd', [grid], { keepdims: 1 });
  const shape = graph.sizes.op('Concat', [graph.ints([inputs, -1, TILE_PRODUCTS]), count], { axis: 0 });
  return graph.op('Reshape', [tiles, shape]);
}

/**
 * Products (b, 36, out, tiles) -> an image (b, out, 4·rows, 4·columns). Rows of tiles are computed first and stay apart
 * until the end, so that whole rows of the image are moved to their places, not four pixels at a time.
 */
function restore(graph: Emitter, products: Value, { grid, outputs }: { grid: Value; outputs: number }): Value {
  const lines = graph.op('Reshape', [products, graph.ints([0, READ, -1])]);
  const rows = graph.op('MatMul', [graph.floats(...RESULT_ROWS), lines]);
  const columns = graph.op('Reshape', [rows, graph.ints([0, TILE, READ, -1])]);
  const pixels = graph.fused('FusedMatMul', [columns, graph.floats(...RESULT_COLUMNS)], { transA: 1 });
  const high = graph.sizes.op('Slice', [grid, graph.ints([0]), graph.ints([1])]);
  const apart = graph.sizes.op('Concat', [graph.ints([0, TILE, outputs]), high, graph.ints([-1])], { axis: 0 });
  const woven = graph.op('Transpose', [graph.op('Reshape', [pixels, apart])], { perm: [0, 2, 3, 1, 4] });
  const size = graph.sizes.op('Mul', [grid, graph.ints([TILE])]);
  const whole = graph.sizes.op('Concat', [graph.ints([-1, outputs]), size], { axis: 0 });
  return graph.op('Reshape', [woven, whole]);
}

type Matrix = readonly (readonly number[])[];

/** Aᵀ, Bᵀ and G of the minimal filtering algorithm: Aᵀ[(G·w) ∘ (Bᵀ·x)] (Toom and Cook's construction). */
const MATRICES = toomCook(POINTS);

/** A constant as a graph wants it: values and dimensions. */
type Constant = readonly [values: readonly number[], dims: readonly number[]];

/** Gᵀ on both sides of a kernel in one product: (36, 9). */
export const WEIGHT_TRANSFORM: Constant = [kronecker(MATRICES.g, MATRICES.g).flat(), [TILE_PRODUCTS, 9]];

/** The same for tiles. */
const TILE_TRANSFORM: Constant = [kronecker(MATRICES.b, MATRICES.b).flat(), [TILE_PRODUCTS, 1, READ, READ]];

/** For results, one side after the other. */
const RESULT_ROWS: Constant = [MATRICES.a.flat(), [TILE, READ]];
const RESULT_COLUMNS: Constant = [transpose(MATRICES.a).flat(), [READ, TILE]];

function toomCook(points: readonly number[]): { readonly a: Matrix; readonly b: Matrix; readonly g: Matrix } {
  const others = (j: number) => points.filter((_, k) => k !== j);
  const powers = (x: number, count: number) => Array.from({ length: count }, (_, i) => x ** i);
  const unit = (at: number, count: number) => Array.from({ length: count }, (_, i) => (i === at ? 1 : 0));
  const g = points.map((x, j) => {
    const scale = others(j).reduce((product, other) => product * (x - other), 1);
    return powers(x, 3).map((power) => power / scale);
  });
  const b = points.map((_, j) => [...polynomial(others(j)), 0]);
  const a = transpose([...points.map((x) => powers(x, TILE)), unit(TILE - 1, TILE)]);
  return { a, b: [...b, polynomial(points)], g: [...g, unit(2, 3)] };
}

/** Coefficients, lowest first, of the polynomial with these roots. */
function polynomial(roots: readonly number[]): readonly number[] {
  let coefficients: readonly number[] = [1];
  for (const root of roots) {
    const timesRoot = coefficients;
    coefficients = [0, ...coefficients].map((shifted, i) => shifted - root * (timesRoot[i] ?? 0));
  }
  return coefficients;
}

function kronecker(x: Matrix, y: Matrix): Matrix {
  return x.flatMap((xRow) => y.map((yRow) => xRow.flatMap((left) => yRow.map((right) => left * right))));
}

function transpose(matrix: Matrix): Matrix {
  return matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));
}
