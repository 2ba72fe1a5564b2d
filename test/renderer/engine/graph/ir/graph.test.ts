import { describe, expect, it } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Residency } from '#renderer/engine/graph/ir/graph-options.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import { floatToBfloat, floatToHalf, halfToFloat } from '#renderer/engine/weights/half.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const entry: WeightEntry = { file: '/nowhere', offset: 0, bytes: 16, dtype: 'F32', shape: [2, 2] };
const options = { name: 'toy', dialect: cpuDialect, residency: 'mapped' } as const;

/** A weight large enough to stay in its file's mapping. */
const SIDE = 160;
const numbers = Float32Array.from({ length: SIDE * SIDE }, (_, i) => ((i % 97) - 48) / 64);
const stored = {
  F32: () => new Uint8Array(numbers.slice().buffer),
  F16: () => new Uint8Array(floatToHalf(numbers).buffer),
  BF16: () => new Uint8Array(floatToBfloat(numbers).buffer),
} as const;

/** Multiplies a row by a weight of a file whose data start at an odd address. */
async function product(dtype: keyof typeof stored, residency: Residency): Promise<Tensor> {
  return withFolder(async (folder) => {
    const file = `${folder}/w.safetensors`;
    const odd = { key: 'odd', dtype: 'U8', shape: [1], bytes: () => new Uint8Array(1) } as const;
    await writeSafetensors(file, [odd, { key: 'a.weight', dtype, shape: [SIDE, SIDE], bytes: stored[dtype] }]);
    const graph = Graph.over(await readSafetensors(file), { ...options, residency, harmless: [/^odd$/] });
    const x = graph.input('x', 'float', [1, SIDE]);
    graph.output('y', graph.op('MatMul', [x, graph.scope('a').weight('weight', [SIDE, SIDE])]), [1, SIDE]);
    const session = await openSession(graph.build(), { provider: 'cpu', threads: 1 });
    const { y } = await session.run({ x: { dims: [1, SIDE], data: new Float32Array(SIDE).fill(1) } });
    await session.release();
    return y!;
  });
}

function columnSums(values: Float32Array): number[] {
  return Array.from({ length: SIDE }, (_, column) =>
    values.reduce((sum, value, i) => (i % SIDE === column ? sum + value : sum), 0),
  );
}

describe('Graph', () => {
  it('names the weight that is missing', () => {
    const graph = Graph.over(new Map(), options);
    expect(() => graph.scope('resnets', 0).scope('norm1').weight('bias', [4])).toThrow(
      'Cannot build the toy: weight resnets.0.norm1.bias is missing',
    );
  });

  it('names the weight of another shape, and both shapes', () => {
    const graph = Graph.over(new Map([['a.weight', entry]]), options);
    expect(() => graph.scope('a').weight('weight', [2, 3])).toThrow(
      'weight a.weight must be 2×3 by its configuration, given 2×2',
    );
  });

  it('names the weight that has no place', () => {
    const weights: WeightMap = new Map([
      ['a.weight', entry],
      ['b.weight', entry],
      ['c.weight', entry],
    ]);
    const graph = Graph.over(weights, options);
    graph.scope('a').weight('weight', [2, 2]);
    expect(() => graph.build()).toThrow('Cannot build the toy: weight b.weight and 1 more has no place in it');
  });

  it('forgives weights that are known to be harmless', () => {
    const graph = Graph.over(new Map([['a.position_ids', entry]]), { ...options, harmless: [/position_ids$/] });
    expect(graph.build().inputs).toEqual([]);
  });

  for (const residency of ['mapped', 'prepacked'] as const) {
    for (const dtype of ['F32', 'F16', 'BF16'] as const) {
      it(`computes with ${dtype} weights that are ${residency} at an odd address`, async () => {
        const rounded = dtype === 'F16' ? halfToFloat(floatToHalf(numbers)) : numbers;
        const { data } = await product(dtype, residency);
        const worst = Math.max(...columnSums(rounded).map((sum, i) => Math.abs(sum - data[i]!)));
        expect(worst).toBeLessThan(dtype === 'BF16' ? 0.2 : 1e-4);
      });
    }
  }

  it('reads rows of a weight as a weight of their own', () =>
    withFolder(async (folder) => {
      const file = `${folder}/w.safetensors`;
      await writeSafetensors(file, [{ key: 'weight', dtype: 'F32', shape: [SIDE, SIDE], bytes: stored.F32 }]);
      const graph = Graph.over(await readSafetensors(file), options);
      const weight = graph.weight('weight', [SIDE, SIDE]);
      const half = (from: number) => graph.weights.load(weight, { from, to: from + SIDE / 2 });
      graph.output('y', graph.op('Sub', [half(SIDE / 2), half(0)]), [SIDE / 2, SIDE]);
      const session = await openSession(graph.build(), { provider: 'cpu', threads: 1 });
      const { y } = await session.run({});
      const middle = elements([SIDE / 2, SIDE]);
      expect(y!.data).toEqual(numbers.slice(0, middle).map((value, i) => numbers[middle + i]! - value));
      await session.release();
    }));
});
