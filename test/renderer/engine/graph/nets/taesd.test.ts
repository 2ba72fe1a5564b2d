import { describe, expect, it } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildTaesdDecoder } from '#renderer/engine/graph/nets/taesd.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { expectGolden, golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';

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
