import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { factorDims } from '#renderer/engine/derive/lora-factors-graph.ts';
import type { WeightRows } from '#renderer/engine/graph/ir/initializer.ts';
import { weightInput } from '#renderer/engine/graph/ir/weight-input.ts';
import { lowRankInputs } from '#renderer/engine/graph/layers/low-rank-inputs.ts';
import { buildDeviceMerge, buildWeightInputs, mergedName } from '#renderer/engine/networks/weight-inputs-graph.ts';
import { graphTargetOf } from '#renderer/engine/runtime/graph-target.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeRandomWeights } from '#test/bench/random-unet.ts';
import { input, parameter, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const CPU = { provider: 'cpu', threads: 1 } as const;

async function run(graph: Parameters<typeof openSession>[0], feeds: Readonly<Record<string, Tensor>>) {
  const session = await openSession(graph, CPU);
  const outputs = await session.run(feeds);
  await session.release();
  return Object.values(outputs)[0]!;
}

/** W or, with factors, W + up · down, by one element after another: (out, in, k, k), whatever a graph makes of it. */
function expected(shape: readonly number[], weight: Float32Array, factors: { down: Tensor; up: Tensor }) {
  const [out, ...inner] = shape as [number, ...number[]];
  const width = inner.reduce((product, size) => product * size, 1);
  const rank = 2;
  const { down, up } = factors;
  const isKernel = down.dims.length > 2;
  return Float32Array.from({ length: out * width }, (_, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    let sum = weight[i]!;
    for (let r = 0; r < rank; r++)
      sum += isKernel
        ? up.data[row * rank + r]! * down.data[r * width + column]!
        : up.data[r * out + row]! * down.data[column * rank + r]!;
    return sum;
  });
}

const at = (all: Float32Array, [, ...inner]: readonly number[], row: number, rest: readonly number[]) =>
  all[inner.reduce((place, size, i) => place * size + rest[i]!, row)]!;

describe('weights as graphs take them by inputs, and LoRAs added to them as they lie', () => {
  it('have names that nothing else has, stored in half precision and in part', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'half.safetensors');
      await writeRandomWeights(file, new Map([['some.weight', [6, 5]]]));
      const one = weightInput('some.weight', 'float', { shape: [6, 5], from: 0, to: 3, isTurned: true });
      expect(
        (await run(buildWeightInputs([one], await readSafetensors(file), graphTargetOf('webgpu')), {})).dims,
      ).toEqual([5, 3]);
    });
  });

  const matrix = [6, 5];
  const kernels = [4, 3, 3, 3];
  it.each<[string, WeightRows, (all: Float32Array, i: number) => number]>([
    ['a matrix', { shape: matrix }, (all, i) => all[i]!],
    ['some of its rows', { shape: matrix, from: 2, to: 5 }, (all, i) => all[i + 2 * 5]!],
    ['turned', { shape: matrix, isTurned: true }, (all, i) => at(all, matrix, i % 6, [Math.floor(i / 6)])],
    [
      'with zeros after every row',
      { shape: matrix, zeroColumns: 2 },
      (all, i) => (i % 7 < 5 ? at(all, matrix, Math.floor(i / 7), [i % 7]) : 0),
    ],
    ['kernels', { shape: kernels }, (all, i) => all[i]!],
    [
      'kernels with their inputs last',
      { shape: kernels, isInterleaved: true },
      (all, i) => at(all, kernels, Math.floor(i / 27), [i % 3, Math.floor(i / 9) % 3, Math.floor(i / 3) % 3]),
    ],
  ])('%s', async (_name, rows, lying) => {
    const key = 'some.weight';
    const { shape } = rows;
    await withParameters(new Map([[key, shape]]), async (weights) => {
      const one = weightInput(key, 'float', rows);
      const given = await run(buildWeightInputs([one], weights, graphTargetOf('cpu')), {});
      const plain = parameter(key, shape);
      expect(given.dims).toEqual(one.dims);
      expect(given.data).toEqual(given.data.map((_, i) => lying(plain, i)));

      const dims = factorDims(shape, 2);
      const factors = { down: input('down', dims.down), up: input('up', dims.up) };
      const names = lowRankInputs(key);
      const feeds = { [one.name]: given, [names.down]: factors.down, [names.up]: factors.up };
      const graph = buildDeviceMerge([one], graphTargetOf('cpu'));
      expect(graph.outputs).toEqual([mergedName(one)]);
      const merged = await run(graph, feeds);
      const sum = expected(shape, plain, factors);
      expect(merged.dims).toEqual(one.dims);
      for (const [i, value] of merged.data.entries()) expect(value).toBeCloseTo(lying(sum, i), 5);
    });
  });
});
