import { describe, expect, it } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { OnnxType } from '#renderer/engine/graph/ir/onnx-format.ts';
import { OPERATOR_SHAPES } from '#renderer/engine/graph/ir/shapes/operators.ts';
import { ShapeMismatch } from '#renderer/engine/graph/ir/shapes/rule.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { input } from '#test/renderer/engine/graph/golden.ts';
import { expectInferred } from '#test/renderer/engine/graph/ir/inferred.ts';
import {
  IMAGE,
  ints,
  NEAREST,
  type OperatorCase,
  RUN_CASES,
  UNRUN_CASES,
} from '#test/renderer/engine/graph/ir/shapes/operator-cases.ts';

function emit(graph: Graph, { op, inputs, attributes = {} }: OperatorCase): Value {
  const values = inputs.map((operand, i): Value | null => {
    if (operand === null) return null;
    if ('ints' in operand) return graph.ints(operand.ints, operand.dims);
    return graph.input(`x${i}`, 'float', operand);
  });
  return domainOf(op) === '' ? graph.op(op, values, attributes) : graph.fused(op, values, attributes);
}

function domainOf(op: string): '' | 'com.microsoft' {
  return op in OPERATOR_SHAPES[''] ? '' : 'com.microsoft';
}

const empty = () => Graph.over(new Map(), { name: 'toy', dialect: cpuDialect, residency: 'prepacked' });

describe('the rule of shapes', () => {
  it('is tried for every operator', () => {
    const tried = new Set([...RUN_CASES, ...UNRUN_CASES].map(({ op }) => op));
    const all = Object.values(OPERATOR_SHAPES).flatMap((rules) => Object.keys(rules));
    expect(all.filter((op) => !tried.has(op))).toEqual([]);
  });

  it.each(RUN_CASES)('of $op gives what ONNX Runtime gives: $result', async (one) => {
    const graph = empty();
    const y = emit(graph, one);
    expect(y.dims).toEqual(one.result);
    graph.result(
      'y',
      y,
      y.dims.map((dim, i) => (typeof dim === 'number' ? dim : `y${i}`)),
    );
    const feeds = one.inputs.flatMap((operand, i) => {
      if (operand === null || 'ints' in operand) return [];
      const dims = operand.map((dim) => (typeof dim === 'number' ? dim : one.sizes![dim]!));
      return [[`x${i}`, input(`x${i}`, dims)] as const];
    });
    await expectInferred(graph.build(), Object.fromEntries(feeds));
  });

  it.each(UNRUN_CASES)('of $op says $result', (one) => {
    expect(emit(empty(), one).dims).toEqual(one.result);
  });

  it('follows numbers that are sizes', () => {
    const graph = empty();
    const image = graph.input('image', 'float', ['b', 4, 'h', 'w']);
    const size = graph.op('Shape', [image], { start: 2, end: 4 });
    const grid = graph.op('Div', [graph.op('Add', [size, graph.ints([3])]), graph.ints([4])]);
    expect(grid.numbers).toEqual(['floor((h+3)/4)', 'floor((w+3)/4)']);
    const high = graph.op('Slice', [grid, graph.ints([0]), graph.ints([1])]);
    const all = graph.op('Concat', [graph.ints([0]), high, graph.op('ReduceProd', [size], { keepdims: 1 })], {
      axis: 0,
    });
    expect(all.numbers).toEqual([0, 'floor((h+3)/4)', 'h*w']);
    const doubled = graph.op('Resize', [image, null, graph.floats([1, 1, 2, 2])], NEAREST);
    expect(doubled.dims).toEqual(['b', 4, '2*h', '2*w']);
    const back = graph.op('Slice', [doubled, graph.ints([0, 0]), size, graph.ints([2, 3])]);
    expect(back.dims).toEqual(['b', 4, 'h', 'w']);
    const count = graph.op('Squeeze', [graph.op('Shape', [image], { start: 0, end: 1 })]);
    expect(graph.op('Range', [graph.ints([0], []), count, graph.ints([1], [])]).dims).toEqual(['b']);
  });

  it.each([
    [
      'MatMul',
      [
        ['b', 'n', 4],
        [5, 7],
      ],
    ],
    [
      'Add',
      [
        ['b', 3],
        ['b', 4],
      ],
    ],
    [
      'Add',
      [
        ['h', 4],
        ['w', 4],
      ],
    ],
    [
      'Gemm',
      [
        ['b', 'n', 4],
        [4, 7],
      ],
    ],
    ['Conv', [IMAGE, [8, 5, 3, 3]]],
    [
      'Conv',
      [
        ['b', 4, 2, 2],
        [8, 4, 3, 3],
      ],
    ],
    ['Conv', [IMAGE, [8, 4, 3, 3], [9]]],
    ['FusedConv', [IMAGE, [8, 4, 1, 1], null, ['b', 8, 'w', 'h']]],
    ['LayerNormalization', [['b', 'n', 4], [5], [5]]],
    ['InstanceNormalization', [['b', 4], [4], [4]]],
    ['SkipLayerNormalization', [['b', 'n', 8], ['b', 'n', 9], [8], [8]]],
    [
      'MultiHeadAttention',
      [
        ['b', 'n', 8],
        ['b', 7, 8],
        ['b', 6, 8],
      ],
    ],
    ['Reshape', [['b', 6], ints(0, 4, -1)]],
    ['Reshape', [[6], ints(4)]],
    ['Concat', [IMAGE, ['b', 5, 'w', 'h']]],
    ['Slice', [['b', 8], ints(0), ints(1), ints(2)]],
    ['Slice', [['b', 8], ints(7), ints(0), ints(1), ints(-1)]],
    ['Pad', [['b', 8], ints(0, 1)]],
    ['DynamicQuantizeMatMul', [['b', 'n', 4], [5, 7], [7]]],
    [
      'NhwcConv',
      [
        ['b', 'h', 'w', 4],
        [8, 4, 3, 3],
      ],
    ],
    ['Nonsense', [['b']]],
  ] as const)('of %s refuses operands that do not fit: case %#', (op, inputs) => {
    const graph = empty().scope('block', 0);
    const attributes = op === 'MultiHeadAttention' ? { num_heads: 2 } : op === 'Concat' ? { axis: 1 } : {};
    let thrown: unknown;
    try {
      emit(graph, { op, inputs, attributes, result: [] });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'invalid', cause: expect.any(ShapeMismatch) });
    expect(String(thrown)).toMatch(
      new RegExp(`Cannot build the toy: in ${op} block\\.0\\.${op}:0 .+ must .+, given float \\(`),
    );
  });

  it('refuses operands of two types', () => {
    const graph = empty();
    const [x, i] = [graph.input('x', 'float', ['n']), graph.input('i', 'int32' satisfies OnnxType, ['n'])];
    expect(() => graph.op('Add', [x, i])).toThrow(
      'in Add Add:0 its operands must have one type, given float (n), int32 (n)',
    );
  });
});
