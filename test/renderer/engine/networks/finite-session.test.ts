import { describe, expect, it } from 'vitest';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { parseClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { openFiniteSession } from '#renderer/engine/networks/finite-session.ts';
import { openSafetyChecker } from '#renderer/engine/networks/open-safety-checker.ts';
import { tensor } from '#renderer/engine/tensor.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';
import { checkerShapes } from '#test/golden/check/parts/safety.ts';
import { withParameters } from '#test/renderer/engine/graph/golden.ts';

const CONFIG = parseClipVisionConfig({
  ...{ hidden_size: 8, intermediate_size: 16, num_hidden_layers: 2, num_attention_heads: 2 },
  ...{ image_size: 4, patch_size: 2, projection_dim: 8, hidden_act: 'quick_gelu', layer_norm_eps: 1e-5 },
});

/** Gives the reciprocal of what it is given, and that as it is. */
function reciprocals(): BuiltGraph {
  const graph = Graph.over(new Map(), { name: 'judge', dialect: portableDialect, residency: 'mapped' });
  const x = graph.input('x', 'float', [2]);
  graph.output('y', graph.op('Reciprocal', [x]), [2]);
  graph.output('same', graph.op('Identity', [x]), [2]);
  return graph.build();
}

describe('openFiniteSession', () => {
  it.each([
    ['infinity', 0],
    ['NaN', Number.NaN],
  ])('throws the name of a network that gives %s, and goes on with the next picture', async (_, odd) => {
    const session = await openFiniteSession(reciprocals(), ON_CPU);
    const run = (last: number, wanted?: readonly string[]) =>
      session.run({ x: tensor([2], Float32Array.of(2, last)) }, wanted);
    await expect(run(odd)).rejects.toMatchObject({
      code: 'internal',
      message: 'The judge gave NaN or infinity in place of numbers. Its file may be damaged: get it anew',
    });
    expect([...(await run(4)).y!.data]).toEqual([0.5, 0.25]);
    await session.release();
  });
});

describe('a safety checker', () => {
  const open = <T>(weight: (key: string) => number, use: (weights: Parameters<typeof openSafetyChecker>[1]) => T) =>
    withParameters(
      checkerShapes(CONFIG, { concepts: 2, special: 1 }),
      async (weights) => use(weights),
      (key, shape) => new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(weight(key)),
    );

  it('lets no picture pass of which it knows nothing, as its network gives NaN', () =>
    open(
      (key) => (key.includes('layers.1.mlp.fc2.weight') ? Number.NaN : 0.1),
      async (weights) => {
        const checker = await openSafetyChecker(CONFIG, weights, ON_CPU);
        const judged = checker.judge(tensor([1, 3, checker.side, checker.side]));
        await expect(judged).rejects.toThrow(/^The image encoder gave NaN or infinity in place of numbers/);
        await checker.release();
      },
    ));

  it('does not begin with a limit of NaN, that no picture comes too near to', () =>
    open(
      (key) => (key === 'concept_embeds_weights' ? Number.NaN : 0.1),
      (weights) =>
        expect(openSafetyChecker(CONFIG, weights, ON_CPU)).rejects.toThrow(
          /concept_embeds_weights has NaN or infinity/,
        ),
    ));
});
