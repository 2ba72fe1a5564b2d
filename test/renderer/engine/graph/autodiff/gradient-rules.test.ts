import { describe, expect, it } from 'vitest';
import { GRADIENT_RULES } from '#renderer/engine/graph/autodiff/gradient-rules.ts';
import type { Attributes, Value } from '#renderer/engine/graph/ir/value.ts';
import {
  type Differentiated,
  expectGradients,
  expectHalfGradients,
} from '#test/renderer/engine/graph/autodiff/finite-differences.ts';

type Result = Differentiated['result'];
type Case = readonly [name: string, inputs: Differentiated['inputs'], result: Result];

/** An operator of the standard set on the inputs in order. */
function op(name: string, attributes: Attributes = {}): Result {
  return (graph, values) => graph.op(name, Object.values(values), attributes);
}

/** The same of ONNX Runtime's own set. */
function fused(name: string, attributes: Attributes = {}): Result {
  return (graph, values) => graph.fused(name, Object.values(values), attributes);
}

/** On input x, with whole numbers as the other operands. */
function moved(name: string, operands: readonly (readonly number[])[], attributes: Attributes = {}): Result {
  return (graph, { x }) => graph.op(name, [x!, ...operands.map((list) => graph.ints(list))], attributes);
}

const EPS = { epsilon: { float: 1e-5 } };
const ROWS: Differentiated['inputs'] = { x: [2, 3, 4], scale: [4], bias: [4] };

const CASES: readonly Case[] = [
  ['Add, of a row that is spread', { x: [2, 3], y: [3] }, op('Add')],
  ['Sub, of a column that is spread', { x: [2, 3], y: [2, 1] }, op('Sub')],
  ['Mul, of one that is spread twice', { x: [2, 3, 2], y: [3, 1] }, op('Mul')],
  ['QuickGelu', { x: [12] }, fused('QuickGelu', { alpha: { float: 1.702 } })],
  ['Gelu', { x: [12] }, op('Gelu')],
  ['BiasGelu', { x: [2, 6], bias: [6] }, fused('BiasGelu')],
  ['Softmax', { x: [2, 5] }, op('Softmax', { axis: -1 })],
  ['Gemm', { a: [3, 4], b: [4, 2], c: [2] }, op('Gemm')],
  ['Gemm, both turned', { a: [4, 3], b: [2, 4] }, op('Gemm', { transA: 1, transB: 1 })],
  ['Gemm, the second turned', { a: [3, 4], b: [2, 4], c: [2] }, op('Gemm', { transB: 1 })],
  ['MatMul', { a: [2, 3, 4], b: [2, 4, 2] }, op('MatMul')],
  ['MatMul, of a matrix that samples share', { a: [2, 3, 4], b: [4, 2] }, op('MatMul')],
  ['MatMul, by a matrix that is spread', { a: [3, 4], b: [2, 4, 2] }, op('MatMul')],
  [
    'Conv',
    { x: [2, 2, 3, 4], w: [3, 2, 3, 3], bias: [3] },
    op('Conv', { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] }),
  ],
  [
    'Conv, in strides that leave a pixel',
    { x: [1, 2, 6, 5], w: [2, 2, 3, 3] },
    op('Conv', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }),
  ],
  [
    'Conv, padded on one side',
    { x: [1, 2, 4, 4], w: [2, 2, 3, 3] },
    op('Conv', { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 0, 1, 1] }),
  ],
  ['Conv, of single pixels', { x: [2, 3, 2, 2], w: [2, 3, 1, 1] }, op('Conv', { kernel_shape: [1, 1] })],
  [
    'InstanceNormalization',
    { x: [2, 2, 6] },
    (graph, { x }) => graph.op('InstanceNormalization', [x!, graph.floats([1, 1]), graph.floats([0, 0])], EPS),
  ],
  [
    'InstanceNormalization, scaled',
    { x: [2, 2, 6] },
    (graph, { x }) => graph.op('InstanceNormalization', [x!, graph.floats([2, 0.5]), graph.floats([0, 1])], EPS),
  ],
  ['LayerNormalization', ROWS, op('LayerNormalization', { axis: -1, ...EPS })],
  ['MultiHeadAttention', { q: [2, 3, 4], k: [2, 5, 4], v: [2, 5, 4] }, fused('MultiHeadAttention', { num_heads: 2 })],
  [
    'MultiHeadAttention, of earlier tokens, with a bias',
    { q: [1, 4, 4], k: [1, 4, 4], v: [1, 4, 4] },
    (graph, { q, k, v }) => {
      const bias = graph.floats(
        Array.from({ length: 16 }, (_, i) => Math.sin(i)),
        [1, 1, 4, 4],
      );
      const operands: (Value | null)[] = [q!, k!, v!, null, null, bias];
      return graph.fused('MultiHeadAttention', operands, { num_heads: 2, unidirectional: 1 });
    },
  ],
  ['Reshape', { x: [2, 6] }, moved('Reshape', [[3, 4]])],
  ['Unsqueeze', { x: [2, 3] }, moved('Unsqueeze', [[1]])],
  ['Squeeze', { x: [2, 1, 3] }, moved('Squeeze', [[1]])],
  ['Transpose', { x: [2, 3, 2] }, op('Transpose', { perm: [2, 0, 1] })],
  ['Concat', { x: [2, 3], y: [2, 1] }, op('Concat', { axis: -1 })],
  ['Slice', { x: [3, 5] }, moved('Slice', [[-4], [-1], [1]])],
  ['Pad', { x: [2, 3] }, moved('Pad', [[0, 2, 1, 0]])],
  [
    'Resize, to twice the sides',
    { x: [1, 2, 2, 3] },
    (graph, { x }) => graph.layer('Upsample', { operands: { image: x!, like: null }, attributes: {} }),
  ],
  [
    'Resize, to odd sides',
    { x: [1, 2, 2, 3] },
    (graph, { x }) => {
      const like = graph.floats(
        Array.from({ length: 15 }, () => 0),
        [1, 1, 3, 5],
      );
      return graph.layer('Upsample', { operands: { image: x!, like }, attributes: {} });
    },
  ],
  [
    'Gather, where a row is used twice',
    { table: [4, 3] },
    (graph, { table }) => graph.op('Gather', [table!, graph.ints([2, 0, 2, 3], [2, 2])]),
  ],
  [
    'GatherND',
    { x: [2, 3, 4] },
    (graph, { x }) => graph.op('GatherND', [x!, graph.ints([2, 0], [2, 1])], { batch_dims: 1 }),
  ],
];

describe('gradients are what moving the operands does to the result', () => {
  it.each(CASES)('%s', (_, inputs, result) => expectGradients({ inputs, result }));

  it.each(CASES)('%s, in half precision', (_, inputs, result) => expectHalfGradients({ inputs, result }, 256));

  it('of every operator that has a rule', () => {
    const tried = new Set(CASES.map(([name]) => name.split(',')[0]));
    // These two give back what they get, and stand in every graph.
    const untried = Object.keys(GRADIENT_RULES).filter(
      (name) => !tried.has(name) && !['Identity', 'Cast'].includes(name),
    );
    expect(untried).toEqual([]);
  });
});
