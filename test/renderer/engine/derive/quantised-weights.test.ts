import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quantiseLinears } from '#renderer/engine/derive/quantised-weights.ts';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const config = golden.unet.sd15_layers1!.config;
const shapes = wantedWeights((weights) =>
  buildUNet(parseUNetConfig(config), weights, { dialect: cpuDialect, residency: 'mapped' }),
);

/** The network's answer. */
async function predict(weights: WeightMap): Promise<Tensor> {
  const graph = buildUNet(parseUNetConfig(config), weights, { dialect: cpuDialect, residency: 'mapped' });
  const session = await openSession(graph, { provider: 'cpu', threads: 1 });
  const { noise } = await session.run({
    sample: input('in:sample', [1, 4, 16, 24]),
    encoder_hidden_states: input('in:ctx', [1, 77, 24]),
    timestep: { dims: [1], data: Float32Array.of(500) },
  });
  await session.release();
  return noise!;
}

function rms(values: Iterable<number>): number {
  const squares = Array.from(values, (value) => value * value);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

describe('quantiseLinears', () => {
  it('is off each weight by half of its scale at most', async () => {
    await withParameters(shapes, (weights) =>
      withFolder(async (cacheFolder) => {
        const key = [...weights.keys()].find((one) => one.endsWith('attn1.to_v.weight'))!;
        const all = await quantiseLinears(weights, { cacheFolder });
        const { data: exact } = await readTensor(weights.get(key)!);
        const { data: q } = await readTensor(all.get(`${key}:int8`)!);
        const { data: scale } = await readTensor(all.get(`${key}:scale`)!);
        const [outputs, inputs] = weights.get(key)!.shape as [number, number];
        expect(all.get(`${key}:int8`)!.shape).toEqual([inputs, outputs]);
        for (let out = 0; out < outputs; out++) {
          for (let i = 0; i < inputs; i++) {
            const error = Math.abs(exact[out * inputs + i]! - q[i * outputs + out]! * scale[out]!);
            expect(error).toBeLessThanOrEqual(scale[out]! * 0.5001);
          }
        }
      }),
    );
  });

  it('gives nearly the numbers of the exact network', async () => {
    await withParameters(shapes, (weights) =>
      withFolder(async (cacheFolder) => {
        const exact = await predict(weights);
        const quantised = await predict(await quantiseLinears(weights, { cacheFolder }));
        const error = rms(exact.data.map((value, i) => value - quantised.data[i]!)) / rms(exact.data);
        expect(error).toBeGreaterThan(0);
        expect(error).toBeLessThan(0.01);
      }),
    );
  });

  it('covers the gate in halves and what tokens are multiplied with, and nothing else', async () => {
    await withParameters(shapes, (weights) =>
      withFolder(async (cacheFolder) => {
        const all = await quantiseLinears(weights, { cacheFolder });
        const made = [...all.keys()].filter((key) => key.endsWith(':int8'));
        const matrices = [...weights.keys()].filter((key) => /(attn1\.to_[kv]|to_q|to_out\.0)\.weight$/.test(key));
        const gates = [...weights.keys()].filter((key) => key.endsWith('ff.net.0.proj.weight'));
        expect(made).toHaveLength(matrices.length + 2 * gates.length);
        expect(made).toContain(`${gates[0]}[0:${weights.get(gates[0]!)!.shape[0]! / 2}]:int8`);
      }),
    );
  });

  it('makes the file once, and again when it is damaged', async () => {
    await withParameters(shapes, (weights) =>
      withFolder(async (cacheFolder) => {
        await quantiseLinears(weights, { cacheFolder });
        const [name] = await readdir(cacheFolder);
        const file = join(cacheFolder, name!);
        const { ino, size } = await stat(file);
        await quantiseLinears(weights, { cacheFolder });
        expect((await stat(file)).ino).toBe(ino);
        await truncate(file, size - 1);
        const again = await quantiseLinears(weights, { cacheFolder });
        expect((await stat(file)).size).toBe(size);
        expect([...again.keys()].length).toBeGreaterThan(weights.size);
      }),
    );
  });

  it('stops when it is told to, and leaves nothing behind', async () => {
    await withParameters(shapes, (weights) =>
      withFolder(async (cacheFolder) => {
        const signal = AbortSignal.abort(new Error('stop'));
        await expect(quantiseLinears(weights, { cacheFolder, signal })).rejects.toThrow('stop');
        expect(await readdir(cacheFolder)).toEqual([]);
      }),
    );
  });
});
