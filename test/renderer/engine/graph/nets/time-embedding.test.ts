import { describe, it } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { type SinusoidShape, sinusoids } from '#renderer/engine/graph/nets/time-embedding.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { expectGolden, golden } from '#test/renderer/engine/graph/golden.ts';

async function embed(numbers: readonly number[], shape: SinusoidShape): Promise<Tensor> {
  const graph = Graph.over(new Map(), { name: 'time embedding', dialect: cpuDialect, residency: 'mapped' });
  graph.output('y', sinusoids(graph, graph.input('t', 'float', ['b']), shape), ['b', shape.width]);
  const session = await openSession(graph.build(), { provider: 'cpu', threads: 1 });
  const { y } = await session.run({ t: tensor([numbers.length], Float32Array.from(numbers)) });
  await session.release();
  return y!;
}

describe('sinusoids', () => {
  it('give the embedding of step 999 that diffusers gives', async () => {
    const { dims, data } = await embed([999], { width: 320, cosinesFirst: true, frequencyShift: 0 });
    const expected = golden.timestep_embedding_320_t999;
    expectGolden({ dims: expected.shape.length === 1 ? dims.slice(1) : dims, data }, expected);
  });

  // Upstream's own constants: tests/models/test_layers_utils.py, dimension 64, steps 0…127, [23:26, 47:50].
  it.each([
    [
      'sines first, frequencies shifted by 1',
      false,
      1,
      [0.9646, 0.9804, 0.9892, 0.9615, 0.9787, 0.9882, 0.9582, 0.9769, 0.9872],
    ],
    ['cosines first, not shifted', true, 0, [0.3019, 0.228, 0.1716, 0.3146, 0.2377, 0.179, 0.3272, 0.2474, 0.1864]],
  ] as const)('agree with upstream: %s', async (_, cosinesFirst, frequencyShift, expected) => {
    const steps = Array.from({ length: 128 }, (_unused, i) => i);
    const { data } = await embed(steps, { width: 64, cosinesFirst, frequencyShift });
    const slice = [23, 24, 25].flatMap((row) => [...data.slice(row * 64 + 47, row * 64 + 50)]);
    const sum = expected.reduce((total, value) => total + value, 0);
    const absmean = sum / expected.length;
    const idx = expected.map((_value, i) => i);
    expectGolden({ dims: [9], data: Float32Array.from(slice) }, { shape: [9], sum, absmean, idx, val: expected }, 1e-3);
  });
});
