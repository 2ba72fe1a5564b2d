import { describe, expect, it } from 'vitest';
import { withBlockProducts } from '#renderer/engine/derive/block-products.ts';
import { blockLinears } from '#renderer/engine/derive/block-weights.ts';
import { webgpuDialect } from '#renderer/engine/graph/dialects/dialect-webgpu.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { UNREAD, unetNets } from '#test/golden/check/networks.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import { golden, withParameters, worstDifference } from '#test/renderer/engine/graph/golden.ts';
import { readModel } from '#test/renderer/engine/graph/ir/read-model.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const [net] = unetNets('sd15_layers1', golden.unet.sd15_layers1!, createRecipe(''));
const shapes = wantedWeights((weights) => net!.build(weights, UNREAD));

describe('withBlockProducts', () => {
  for (const precision of ['float32', 'float16'] as const) {
    it(`gives nearly the numbers of diffusers in ${precision}, and leaves nothing behind`, () =>
      withParameters(shapes, (weights) =>
        withFolder(async (cacheFolder) => {
          const blocks = await blockLinears(weights, { cacheFolder });
          const usual = { dialect: webgpuDialect, residency: 'prepacked', precision } as const;
          const graph = net!.build(weights, { ...usual, rewrite: (one) => withBlockProducts(one, blocks) });
          const { node, output, initializer } = readModel(graph);
          const products = node.filter(({ opType }) => opType === 'MatMulNBits');
          // The gate is two products by one matrix.
          const gates = [...blocks.keys()].filter((key) => key.endsWith('ff.net.0.proj.weight:blocks'));
          expect(products).toHaveLength(blocks.size / 2 + gates.length);
          const taken = new Set([...node.flatMap(({ input }) => input), ...output.map(({ name }) => name)]);
          expect(node.filter((one) => !one.output.some((name) => taken.has(name)))).toEqual([]);
          expect(initializer.filter(({ name }) => !taken.has(name))).toEqual([]);
          const session = await openSession(graph, { provider: 'cpu', threads: 1 });
          const { noise } = await session.run(net!.feeds);
          await session.release();
          expect(worstDifference(noise!, net!.expected) / net!.expected.absmean).toBeLessThan(0.05);
        }),
      ));
  }
});

describe('blockLinears', () => {
  it('is off each weight by half of its scale at most', () =>
    withParameters(shapes, (weights) =>
      withFolder(async (cacheFolder) => {
        const blocks = await blockLinears(weights, { cacheFolder });
        const key = [...weights.keys()].find((one) => one.endsWith('attn1.to_v.weight'))!;
        const { data: exact } = await readTensor(weights.get(key)!);
        const { data: whole } = await readTensor(blocks.get(`${key}:blocks`)!);
        const { data: scales } = await readTensor(blocks.get(`${key}:block-scales`)!);
        const errors = exact.map((value, at) => {
          const scale = scales[Math.floor(at / 32)]!;
          return Math.abs(value - (whole[at]! - 128) * scale) / scale;
        });
        expect(Math.max(...errors)).toBeLessThan(0.5001);
      }),
    ));
});
