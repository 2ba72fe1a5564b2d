import { describe, expect, it } from 'vitest';
import { factorDims } from '#renderer/engine/derive/lora-factors-graph.ts';
import { cpuDialect, cpuDialectWith, portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { cudaDialect } from '#renderer/engine/graph/dialects/dialect-cuda.ts';
import { webgpuDialect } from '#renderer/engine/graph/dialects/dialect-webgpu.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { Dialect } from '#renderer/engine/graph/ir/dialect.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { lowRankInputs } from '#renderer/engine/graph/layers/low-rank-inputs.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { goldenUNet, worstDifference } from '#test/renderer/engine/weights/golden-lora.ts';

const { config, shapes, targets } = goldenUNet('sd15_layers1');

function build(weights: WeightSupply, dialect: Dialect, adaptable = true): BuiltGraph {
  return buildUNet(parseUNetConfig(config), weights, { residency: 'mapped', dialect, adaptable });
}

/** The network with factors of this rank for every weight that takes some. */
async function predict(weights: WeightMap, { dialect, rank }: { dialect: Dialect; rank: number }): Promise<Tensor> {
  const graph = build(weights, dialect);
  const session = await openSession(graph, { provider: 'cpu', threads: 1 });
  const factors = [...shapes].flatMap(([key, shape]) => {
    const names = lowRankInputs(key);
    if (!graph.inputs.includes(names.down)) return [];
    const dims = factorDims(shape, rank);
    return [
      [names.down, input(names.down, dims.down, 0.1)],
      [names.up, input(names.up, dims.up, 0.1)],
    ] as const;
  });
  const { noise } = await session.run({
    sample: input('in:sample', [2, 4, 10, 12]),
    timestep: { dims: [2], data: Float32Array.of(500, 20) },
    encoder_hidden_states: input('in:ctx', [2, 77, 24]),
    ...Object.fromEntries(factors),
  });
  await session.release();
  return noise!;
}

describe('weights with an addend at run time', () => {
  it('are all that LoRAs change, and more', () => {
    const supply = { has: () => false, keys: () => [], get: wanted };
    const { inputs } = build(supply, cpuDialect);
    const missing = [...targets.keys()].filter((key) => !inputs.includes(lowRankInputs(key).up));
    expect(missing).toEqual([]);
    expect(inputs).toContain('conv_in.weight:down');
    expect(inputs).toContain('time_embedding.linear_1.weight:down');
    expect(build(supply, cpuDialect, false).inputs.filter((name) => name.includes(':'))).toEqual([]);
  });

  it.each([
    ['portable operators', portableDialect],
    ['those for WebGPU', webgpuDialect],
    ['tiles wherever their number is known', cpuDialectWith(({ pixels }) => pixels > 0)],
  ])('add the same in %s as in the CPU’s own', async (_name, dialect) => {
    await withParameters(shapes, async (weights) => {
      const expected = await predict(weights, { dialect: cpuDialect, rank: 3 });
      expect(worstDifference(await predict(weights, { dialect, rank: 3 }), expected)).toBeLessThan(1e-4);
      // Only the CPU's own operators are given factors without a rank (networks/adapted-session.ts).
      const without = await predict(weights, { dialect: cpuDialect, rank: 0 });
      expect(worstDifference(without, expected)).toBeGreaterThan(1e-3);
    });
  });

  it('are spelt for CUDA in half precision, with the same inputs', () => {
    const options = { residency: 'prepacked', dialect: cudaDialect, precision: 'float16', adaptable: true } as const;
    const inputs: string[] = [];
    const wantedShapes = wantedWeights((weights) => {
      inputs.push(...buildUNet(parseUNetConfig(config), weights, options).inputs);
    });
    expect([...wantedShapes.keys()].sort()).toEqual([...shapes.keys()].sort());
    const supply = { has: () => false, keys: () => [], get: wanted };
    expect(inputs.sort()).toEqual([...build(supply, cpuDialect).inputs].sort());
  });
});

function wanted(_key: string, shape: readonly number[]) {
  return { file: '/wanted', offset: 0, bytes: 0, dtype: 'F32' as const, shape };
}
