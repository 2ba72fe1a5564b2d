import { describe, expect, it } from 'vitest';
import { cpuDialect, portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { webgpuDialect } from '#renderer/engine/graph/dialects/dialect-webgpu.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions } from '#renderer/engine/graph/ir/graph-options.ts';
import { linear } from '#renderer/engine/graph/layers/layers.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { floatToBfloat, floatToHalf } from '#renderer/engine/weights/half.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { input } from '#test/renderer/engine/graph/golden.ts';
import { readModel } from '#test/renderer/engine/graph/ir/read-model.ts';
import { worstDifference } from '#test/renderer/engine/weights/golden-lora.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const OUTPUTS = 6;

/** Numbers that every format holds exactly. */
const number = (i: number) => ((i * 7) % 33) / 32 - 0.5;

const FORMATS = {
  F32: (values: Float32Array) => new Uint8Array(values.slice().buffer),
  F16: (values: Float32Array) => new Uint8Array(floatToHalf(values).buffer),
  BF16: (values: Float32Array) => new Uint8Array(floatToBfloat(values).buffer),
} as const;

type Spelt = Pick<GraphOptions, 'dialect' | 'residency'>;

/** tokens (b, n, in) through a linear layer without bias, and the operators that it was spelt in. */
async function through(tokens: Tensor, dtype: keyof typeof FORMATS, spelt: Spelt): Promise<[Tensor, string[]]> {
  const inputs = tokens.dims[2]!;
  const values = Float32Array.from({ length: OUTPUTS * inputs }, (_, i) => number(i));
  return withFolder(async (folder) => {
    const file = `${folder}/w.safetensors`;
    await writeSafetensors(file, [
      { key: 'weight', dtype, shape: [OUTPUTS, inputs], bytes: () => FORMATS[dtype](values) },
    ]);
    const graph = Graph.over(await readSafetensors(file), { ...spelt, name: 'linear' });
    const x = graph.input('x', 'float', ['b', 'n', inputs]);
    graph.output('y', linear(graph, x, { inputs, outputs: OUTPUTS, bias: false }), ['b', 'n', OUTPUTS]);
    const built = graph.build();
    const session = await openSession(built, { provider: 'cpu', threads: 1 });
    const { y } = await session.run({ x: tokens });
    await session.release();
    return [y!, readModel(built).node.map(({ opType }) => opType)];
  });
}

describe('linear()', () => {
  for (const residency of ['mapped', 'prepacked'] as const) {
    for (const dtype of ['F32', 'F16', 'BF16'] as const) {
      it(`multiplies rows that share lines of the cache as any others: ${dtype}, ${residency}`, async () => {
        const tokens = input('x', [2, 3, 5120]);
        const [result] = await through(tokens, dtype, { dialect: cpuDialect, residency });
        expect(result.dims).toEqual([2, 3, OUTPUTS]);
        for (const [at, value] of result.data.entries()) {
          const [row, output] = [Math.floor(at / OUTPUTS), at % OUTPUTS];
          const expected = tokens.data
            .subarray(row * 5120, (row + 1) * 5120)
            .reduce((sum, x, i) => sum + x * number(output * 5120 + i), 0);
          expect(Math.abs(value - expected)).toBeLessThan(1e-3);
        }
      });
    }
  }

  it.each([
    [cpuDialect, 5120, true],
    [cpuDialect, 4096, true],
    [cpuDialect, 5136, false],
    [cpuDialect, 2560, false],
    [cpuDialect, 1024, false],
    [portableDialect, 5120, false],
  ] as const)('lengthens rows only where that pays: case %#', async (dialect, inputs, isLonger) => {
    const [, ops] = await through(input('x', [1, 1, inputs]), 'F16', { dialect, residency: 'mapped' });
    expect(ops.includes('Pad')).toBe(isLonger);
  });

  it.each([
    ['F32', ['Transpose']],
    ['F16', ['Transpose', 'Cast']],
    ['BF16', ['Transpose', 'Cast']],
  ] as const)('is one product on WebGPU, by a weight that is turned while it is small: %s', async (dtype, early) => {
    const tokens = input('x', [2, 3, 320]);
    const spelt = { residency: 'prepacked' } as const;
    const [result, ops] = await through(tokens, dtype, { dialect: webgpuDialect, ...spelt });
    expect(ops.slice(0, early.length)).toEqual(early);
    expect(ops.slice(early.length).filter((op) => op !== 'Identity')).toEqual(['MatMul']);
    const [expected, before] = await through(tokens, dtype, { dialect: portableDialect, ...spelt });
    expect(worstDifference(result, expected)).toBeLessThan(1e-5);
    expect(before.length).toBeGreaterThanOrEqual(5);
  });
});
