import { describe, it } from 'vitest';
import { factorDims } from '#renderer/engine/derive/lora-factors-graph.ts';
import { narrowLinears } from '#renderer/engine/derive/narrow-weights.ts';
import { quantiseLinears } from '#renderer/engine/derive/quantised-weights.ts';
import { transformKernels } from '#renderer/engine/derive/tile-kernels.ts';
import { cpuDialect, portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { wantedTileKernels, wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { expandForCpu } from '#test/renderer/engine/graph/dialects/cuda-reference.ts';
import { golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { checkShapes, clip, NETWORKS, TARGETS, unet } from '#test/renderer/engine/graph/ir/golden-networks.ts';
import { expectInferred } from '#test/renderer/engine/graph/ir/inferred.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

describe('the rules of shapes say what ONNX Runtime gives', () => {
  for (const [name, network] of Object.entries(NETWORKS)) {
    it(`for ${name}, as the CPU runs it`, () => checkShapes(network, TARGETS.cpu!), 60_000);
  }

  for (const [name, target] of Object.entries(TARGETS)) {
    it(`for a UNet, a VAE, TAESD and a text encoder ${name}`, async () => {
      const nets = ['the decoder of a VAE', 'the encoder of a VAE', 'TAESD'].map((key) => NETWORKS[key]!);
      const [first = ''] = Object.keys(golden.clip);
      for (const network of [unet('sd15_layers1'), ...nets, clip(first, true)]) await checkShapes(network, target);
    }, 60_000);
  }

  for (const name of ['cpu', 'cpu by tiles', 'portable', 'cuda']) {
    it(`for weights that take factors at run time: ${name}`, async () => {
      const network = unet('sd15_layers1', { adaptable: true });
      const shapes = wantedWeights((weights) =>
        network.build(weights, { dialect: portableDialect, residency: 'mapped' }),
      );
      const factors = [...shapes].flatMap(([key, shape]) => {
        const dims = factorDims(shape, 3);
        return [
          [`${key}:down`, input(`${key}:down`, dims.down)],
          [`${key}:up`, input(`${key}:up`, dims.up)],
        ] as const;
      });
      await checkShapes({ ...network, feeds: { ...network.feeds, ...Object.fromEntries(factors) } }, TARGETS[name]!);
    }, 60_000);
  }

  it('for weights in 8 bits and for kernels that are transformed already', async () => {
    const network = unet('sd15_layers1');
    const tiles = TARGETS['cpu by tiles']!;
    await withParameters(
      wantedWeights((weights) => network.build(weights, tiles)),
      (weights) =>
        withFolder(async (cacheFolder) => {
          const small = await quantiseLinears(weights, { cacheFolder });
          await expectInferred(network.build(small, { dialect: cpuDialect, residency: 'mapped' }), network.feeds);
          const narrow = await narrowLinears(weights, { format: 'fp8', cacheFolder });
          await expectInferred(network.build(narrow, TARGETS['cuda in half precision']!), network.feeds, expandForCpu);
          const keys = wantedTileKernels((supply) => network.build(supply, tiles), weights);
          await expectInferred(
            network.build(await transformKernels(weights, keys, { cacheFolder }), tiles),
            network.feeds,
          );
        }),
    );
  }, 60_000);
});
