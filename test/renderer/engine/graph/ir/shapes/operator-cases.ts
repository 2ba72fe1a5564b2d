import type { Attributes } from '#renderer/engine/graph/ir/value.ts';

type CaseDims = readonly (number | string)[];

/** Dimensions of a float32 input, or constants. */
export type CaseOperand = CaseDims | { readonly ints: readonly number[]; readonly dims?: readonly number[] } | null;

/** An operator, its operands, and the dimensions of its result. */
export interface OperatorCase {
  readonly op: string;
  readonly inputs: readonly CaseOperand[];
  readonly attributes?: Attributes;
  /** What named dimensions are when it is run. */
  readonly sizes?: Readonly<Record<string, number>>;
  readonly result: readonly (number | string | null)[];
}

/** A list of whole numbers. */
export const ints = (...values: readonly number[]) => ({ ints: values });
const scalar = (value: number) => ({ ints: [value], dims: [] });
/** An image. */
export const IMAGE: CaseDims = ['b', 4, 'h', 'w'];
const sizes = { b: 2, h: 5, w: 6, n: 3 };
const same = (op: string): OperatorCase => ({ op, inputs: [['b', 3]], sizes, result: ['b', 3] });
/** How images are enlarged. */
export const NEAREST = { mode: 'nearest', nearest_mode: 'floor', coordinate_transformation_mode: 'asymmetric' };

/** Run on the CPU, too. */
export const RUN_CASES: readonly OperatorCase[] = [
  ...[
    'Abs',
    'Ceil',
    'Clip',
    'Cos',
    'Gelu',
    'LeakyRelu',
    'Log',
    'Relu',
    'Round',
    'Sigmoid',
    'Sin',
    'Softmax',
    'Erf',
    'Exp',
    'Neg',
    'Reciprocal',
    'Sqrt',
    'Tanh',
    'QuickGelu',
    'Identity',
  ].map(same),
  {
    op: 'PRelu',
    inputs: [
      ['b', 3, 4, 5],
      [3, 1, 1],
    ],
    sizes,
    result: ['b', 3, 4, 5],
  },
  {
    op: 'DepthToSpace',
    inputs: [['b', 8, 3, 5]],
    attributes: { blocksize: 2, mode: 'CRD' },
    sizes,
    result: ['b', 2, 6, 10],
  },
  {
    op: 'AveragePool',
    inputs: [['b', 3, 5, 6]],
    attributes: { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 },
    sizes,
    result: ['b', 3, 3, 3],
  },
  {
    op: 'MaxPool',
    inputs: [IMAGE],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 0, 1, 1] },
    sizes,
    result: ['b', 4, 'floor(h/2)', 'floor(w/2)'],
  },
  {
    op: 'ConvTranspose',
    inputs: [IMAGE, [4, 8, 3, 3], [8]],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 1] },
    sizes,
    result: ['b', 8, '2*h', '2*w'],
  },
  {
    op: 'Conv',
    inputs: [IMAGE, [4, 1, 3, 3]],
    attributes: { kernel_shape: [3, 3], group: 4, dilations: [5, 5], pads: [5, 5, 5, 5] },
    sizes,
    result: ['b', 4, 'h', 'w'],
  },
  { op: 'Trilu', inputs: [['n', 4]], sizes, result: ['n', 4] },
  { op: 'Cast', inputs: [['n']], attributes: { to: 7 }, sizes, result: ['n'] },
  { op: 'BitCast', inputs: [['n']], attributes: { to: 6 }, sizes, result: ['n'] },
  {
    op: 'Add',
    inputs: [
      ['b', 1, 4],
      [5, 1],
    ],
    sizes,
    result: ['b', 5, 4],
  },
  { op: 'Sub', inputs: [['n', 'b'], []], sizes, result: ['n', 'b'] },
  {
    op: 'Mul',
    inputs: [
      [1, 'n'],
      ['b', 1],
    ],
    sizes,
    result: ['b', 'n'],
  },
  { op: 'Div', inputs: [['n'], ['n']], sizes, result: ['n'] },
  { op: 'Max', inputs: [['b', 4], [4]], sizes, result: ['b', 4] },
  { op: 'Pow', inputs: [['b', 4], [4]], sizes, result: ['b', 4] },
  { op: 'Equal', inputs: [['b', 4], [1]], sizes, result: ['b', 4] },
  {
    op: 'MatMul',
    inputs: [
      ['b', 'n', 4],
      [4, 7],
    ],
    sizes,
    result: ['b', 'n', 7],
  },
  {
    op: 'MatMul',
    inputs: [
      [3, 1, 2, 4],
      ['b', 4, 7],
    ],
    sizes,
    result: [3, 'b', 2, 7],
  },
  { op: 'Gemm', inputs: [['b', 4], [7, 4], [7]], attributes: { transB: 1 }, sizes, result: ['b', 7] },
  {
    op: 'Gemm',
    inputs: [
      [4, 'b'],
      [4, 7],
    ],
    attributes: { transA: 1 },
    sizes,
    result: ['b', 7],
  },
  {
    op: 'FusedMatMul',
    inputs: [
      ['b', 4, 'n'],
      [7, 4],
    ],
    attributes: { transA: 1, transB: 1 },
    sizes,
    result: ['b', 'n', 7],
  },
  {
    op: 'FusedMatMul',
    inputs: [
      [1, 6, 7, 4],
      [4, 'b', 6, 'n'],
    ],
    attributes: { transBatchB: 1 },
    sizes,
    result: ['b', 6, 7, 'n'],
  },
  {
    op: 'Einsum',
    inputs: [
      [3, 2, 5, 5],
      [2, 4],
    ],
    attributes: { equation: 'mnkl,ni->mikl' },
    result: [3, 4, 5, 5],
  },
  {
    op: 'Conv',
    inputs: [IMAGE, [8, 4, 3, 3], [8]],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
    sizes,
    result: ['b', 8, 'floor((h+1)/2)', 'floor((w+1)/2)'],
  },
  {
    op: 'Conv',
    inputs: [IMAGE, [8, 4, 3, 3]],
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 0, 1, 1] },
    sizes,
    result: ['b', 8, 'floor(h/2)', 'floor(w/2)'],
  },
  { op: 'Conv', inputs: [IMAGE, ['r', 4, 1, 1]], sizes: { ...sizes, r: 0 }, result: ['b', 'r', 'h', 'w'] },
  {
    op: 'FusedConv',
    inputs: [IMAGE, [8, 4, 3, 3], [8], ['b', 8, 'h', 'w']],
    attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
    sizes,
    result: ['b', 8, 'h', 'w'],
  },
  {
    op: 'BatchNormalization',
    inputs: [IMAGE, [4], [4], [4], [4]],
    attributes: { epsilon: { float: 1e-5 } },
    sizes,
    result: IMAGE,
  },
  {
    op: 'InstanceNormalization',
    inputs: [['b', 4, 'n'], [4], [4]],
    attributes: { epsilon: { float: 1e-5 } },
    sizes,
    result: ['b', 4, 'n'],
  },
  {
    op: 'LayerNormalization',
    inputs: [['b', 'n', 4], [4], [4]],
    attributes: { axis: -1 },
    sizes,
    result: ['b', 'n', 4],
  },
  { op: 'SkipLayerNormalization', inputs: [['b', 'n', 8], ['b', 'n', 8], [8], [8], [8]], sizes, result: ['b', 'n', 8] },
  {
    op: 'MultiHeadAttention',
    inputs: [['b', 'n', 8], ['b', 7, 8], ['b', 7, 8], null, null, [1, 1, 'n', 7]],
    attributes: { num_heads: 2 },
    sizes,
    result: ['b', 'n', 8],
  },
  { op: 'BiasGelu', inputs: [['b', 'n', 8], [8]], sizes, result: ['b', 'n', 8] },
  { op: 'Reshape', inputs: [['b', 'n', 8], ints(0, 0, 2, -1)], sizes, result: ['b', 'n', 2, 4] },
  { op: 'Reshape', inputs: [IMAGE, ints(0, 4, -1)], sizes, result: ['b', 4, 'h*w'] },
  { op: 'Reshape', inputs: [['b', 'n', 8], ints(-1, 4)], sizes, result: ['2*b*n', 4] },
  { op: 'Transpose', inputs: [IMAGE], attributes: { perm: [0, 2, 3, 1] }, sizes, result: ['b', 'h', 'w', 4] },
  { op: 'Unsqueeze', inputs: [['b', 4], ints(1, -1)], sizes, result: ['b', 1, 4, 1] },
  { op: 'Squeeze', inputs: [[1, 'b', 1], ints(0)], sizes, result: ['b', 1] },
  { op: 'Squeeze', inputs: [[1, 4, 1]], result: [4] },
  { op: 'Concat', inputs: [IMAGE, ['b', 5, 'h', 'w']], attributes: { axis: 1 }, sizes, result: ['b', 9, 'h', 'w'] },
  {
    op: 'Concat',
    inputs: [
      ['n', 2],
      ['b', 2],
    ],
    attributes: { axis: 0 },
    sizes,
    result: ['b+n', 2],
  },
  { op: 'Slice', inputs: [['b', 8], ints(2), ints(100), ints(1)], sizes, result: ['b', 6] },
  { op: 'Slice', inputs: [['b', 8], ints(-3), ints(-1), ints(1)], sizes, result: ['b', 2] },
  { op: 'Slice', inputs: [['b', 8], ints(1), ints(8), ints(1), ints(2)], sizes, result: ['b', 4] },
  { op: 'Pad', inputs: [['b', 'n', 4], ints(0, 1, 0, 0, 2, 3)], sizes, result: ['b', 'n+3', 7] },
  { op: 'Expand', inputs: [['n', 1], ints(1, 6)], sizes, result: ['n', 6] },
  { op: 'Shape', inputs: [IMAGE], attributes: { start: 2, end: 4 }, sizes, result: [2] },
  { op: 'Range', inputs: [scalar(0), scalar(5), scalar(1)], result: [5] },
  { op: 'Gather', inputs: [['n', 4], { ints: [0, 1, 2, 0, 1, 2], dims: [2, 3] }], sizes, result: [2, 3, 4] },
  {
    op: 'GatherND',
    inputs: [[2, 'n', 4], { ints: [1, 0], dims: [2, 1] }],
    attributes: { batch_dims: 1 },
    sizes,
    result: [2, 4],
  },
  { op: 'ArgMax', inputs: [['b', 'n']], attributes: { axis: 1, keepdims: 1 }, sizes, result: ['b', 1] },
  { op: 'ReduceL2', inputs: [['b', 3, 'n'], ints(0, 2)], attributes: { keepdims: 1 }, sizes, result: [1, 3, 1] },
  { op: 'ReduceMax', inputs: [['b', 'n'], ints(1)], attributes: { keepdims: 0 }, sizes, result: ['b'] },
  { op: 'ReduceMean', inputs: [['b', 'n'], ints(1)], attributes: { keepdims: 1 }, sizes, result: ['b', 1] },
  { op: 'ReduceSum', inputs: [['b', 'n'], ints(1)], attributes: { keepdims: 0 }, sizes, result: ['b'] },
  { op: 'ScatterND', inputs: [[3, 4], { ints: [2, 0], dims: [2, 1] }, [2, 4]], result: [3, 4] },
  { op: 'ReduceProd', inputs: [['n']], attributes: { keepdims: 1 }, sizes, result: [1] },
];

/** What only CUDA has, by ONNX Runtime's ContribOperators.md; and operands that float32 inputs cannot be. */
export const UNRUN_CASES: readonly OperatorCase[] = [
  {
    op: 'NhwcConv',
    inputs: [['b', 'h', 'w', 4], [8, 3, 3, 4], [8]],
    attributes: { pads: [1, 1, 1, 1] },
    result: ['b', 'h', 'w', 8],
  },
  {
    op: 'GroupNorm',
    inputs: [['b', 'h', 'w', 4], [4], [4]],
    attributes: { groups: 2, channels_last: 1 },
    result: ['b', 'h', 'w', 4],
  },
  {
    op: 'SkipGroupNorm',
    inputs: [['b', 'h', 'w', 4], [4], [4], ['b', 4]],
    attributes: { groups: 2, channels_last: 1 },
    result: ['b', 'h', 'w', 4],
  },
  { op: 'DequantizeLinear', inputs: [[8, 'n'], [8]], attributes: { axis: 0 }, result: [8, 'n'] },
  { op: 'BiasSplitGelu', inputs: [['b', 'n', 16], [16]], result: ['b', 'n', 8] },
  { op: 'DynamicQuantizeMatMul', inputs: [['b', 'n', 4], [4, 7], [7]], result: ['b', 'n', 7] },
  { op: 'Resize', inputs: [IMAGE, null, null, ints(1, 4, 9, 10)], attributes: NEAREST, result: [1, 4, 9, 10] },
];
