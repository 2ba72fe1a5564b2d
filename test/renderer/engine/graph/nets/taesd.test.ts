import { describe, expect, it } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildTaesdDecoder, buildTaesdEncoder } from '#renderer/engine/graph/nets/taesd.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { expectGolden, golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';

describe('buildTaesdEncoder', () => {
  const build = (weights: WeightSupply) => buildTaesdEncoder(weights, { dialect: cpuDialect });

  it('gives the numbers of diffusers', async () => {
    const shapes = wantedWeights(build);
    expect(shapes.size).toBe(67);
    await withParameters(shapes, async (weights) => {
      const session = await openSession(build(weights), { provider: 'cpu', threads: 1 });
      const { latents } = await session.run({ picture: input('in:img', [1, 3, 64, 80], 1) });
      expectGolden(latents!, golden.taesd.encode);
      await session.release();
    });
  });
});

describe('buildTaesdDecoder', () => {
  const build = (weights: WeightSupply) => buildTaesdDecoder(weights, { dialect: cpuDialect });

  it('gives the numbers of diffusers', async () => {
    const shapes = wantedWeights(build);
    // Encoder and decoder have 134 keys together, half of them the decoder's.
    expect(shapes.size).toBe(67);
    await withParameters(shapes, async (weights) => {
      const session = await openSession(build(weights), { provider: 'cpu', threads: 1 });
      const { picture } = await session.run({ latents: input('in:z', [1, 4, 8, 10]) });
      expectGolden(picture!, golden.taesd.decode);
      await session.release();
    });
  });
});
