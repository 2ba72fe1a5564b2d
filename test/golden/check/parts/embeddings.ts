import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { sinusoids } from '#renderer/engine/graph/nets/time-embedding.ts';
import { guidanceEmbedding } from '#renderer/engine/networks/guidance-embedding.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { tensor } from '#renderer/engine/tensor.ts';
import { compareNumbers, compareTensor } from '#test/golden/check/compare.ts';
import { type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import type { GoldenTensor } from '#test/renderer/engine/graph/golden.ts';

const TIME = 'timestep_embedding_320_t999';
const GUIDANCE = 'w_embedding_w7_dim16';

/** Sines and cosines of a timestep and of a guidance scale, engine.json. The bounds are float32's at such angles. */
export const EMBEDDING_PARTS: readonly GoldenPart[] = [
  {
    format: 'engine',
    key: TIME,
    cases: (file) => [
      {
        name: '',
        async run() {
          const expected = recordedAt<GoldenTensor>(file, TIME);
          const found = { dims: expected.shape, data: await embedded(999, 320) };
          return [compareTensor('', found, expected, { bound: 1e-4 })];
        },
      },
    ],
  },
  {
    format: 'engine',
    key: GUIDANCE,
    cases: (file) => [
      {
        name: '',
        run: async () => [
          compareNumbers('', guidanceEmbedding([7], 16).data, recordedAt<number[]>(file, GUIDANCE), 1e-3),
        ],
      },
    ],
  },
];

async function embedded(step: number, width: number): Promise<Float32Array> {
  const graph = Graph.over(new Map(), { name: 'time embedding', dialect: cpuDialect, residency: 'mapped' });
  const steps = graph.input('t', 'float', ['b']);
  graph.output('y', sinusoids(graph, steps, { width, cosinesFirst: true, frequencyShift: 0 }), ['b', width]);
  const session = await openSession(graph.build(), { provider: 'cpu', threads: 1 });
  const { y } = await session.run({ t: tensor([1], Float32Array.of(step)) });
  await session.release();
  return y!.data;
}
