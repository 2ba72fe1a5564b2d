import { describe, expect, it } from 'vitest';
import { cpuDialect, cpuDialectWith, portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { prepareKernels, winograd, winogradPays } from '#renderer/engine/graph/dialects/winograd.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { buildVaeDecoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { expectGolden, golden, input, parameter, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { expectGoldenRuns } from '#test/renderer/engine/graph/golden-runs.ts';

/** Convolves the same image by tiles and directly, and gives the largest difference. */
async function difference(dims: readonly [number, number, number, number], outputs: number): Promise<number> {
  const inputs = dims[1];
  const graph = Graph.over(new Map(), { name: 'convolution', dialect: cpuDialect, residency: 'mapped' });
  const image = graph.input('image', 'float', ['b', inputs, 'h', 'w']);
  const weight = graph.input('weight', 'float', [outputs, inputs, 3, 3]);
  const attributes = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };
  graph.output('direct', graph.op('Conv', [image, weight], attributes), ['b', outputs, 'h', 'w']);
  const weightRows = (from: number, to: number) =>
    graph.op('Slice', [weight, graph.ints([from]), graph.ints([to]), graph.ints([0])]);
  const shaped = { inputs, outputs, pixels: 0 };
  const kernels = prepareKernels(graph, { weightRows }, shaped);
  graph.output('tiled', winograd(graph, { image, kernels, pads: [1, 1] }, shaped), ['b', outputs, 'h', 'w']);
  const session = await openSession(graph.build(), { provider: 'cpu', threads: 1 });
  const shape = [outputs, inputs, 3, 3];
  const { direct, tiled } = await session.run({
    image: input('image', dims),
    weight: { dims: shape, data: parameter('weight', shape) },
  });
  await session.release();
  expect(tiled!.dims).toEqual(direct!.dims);
  return Math.max(...tiled!.data.map((value, i) => Math.abs(value - direct!.data[i]!)));
}

describe('winograd', () => {
  it.each([
    [[1, 8, 16, 16], 8],
    [[1, 32, 4, 4], 16],
    [[2, 16, 12, 20], 24],
    [[3, 5, 9, 14], 7],
    [[1, 3, 1, 1], 2],
    [[2, 4, 5, 3], 4],
    [[1, 320, 18, 13], 32],
    [[1, 1920, 8, 8], 490],
  ] as const)('equals the direct convolution of %j to %d channels', async (dims, outputs) => {
    expect(await difference(dims, outputs)).toBeLessThan(3e-5);
  });

  const everywhere = cpuDialectWith(() => true);

  for (const name of ['sd15', 'sd15_layers1']) {
    it(`keeps the numbers of diffusers for ${name} when every layer goes by tiles`, async () => {
      const { config, runs } = golden.unet[name]!;
      const parsed = parseUNetConfig(config);
      const options = { dialect: everywhere, residency: 'mapped' } as const;
      await withParameters(
        wantedWeights((weights) => buildUNet(parsed, weights, options)),
        (weights) => expectGoldenRuns(buildUNet(parsed, weights, options), runs),
      );
    });
  }

  it('keeps the numbers of diffusers for the VAE, prepacked too', async () => {
    const config = parseVaeConfig(golden.vae.config);
    const options = { dialect: everywhere, residency: 'prepacked', latents: 'raw' } as const;
    await withParameters(
      wantedWeights((weights) => buildVaeDecoder(config, weights, options)),
      async (weights) => {
        const session = await openSession(buildVaeDecoder(config, weights, options), { provider: 'cpu', threads: 1 });
        expectGolden((await session.run({ latents: input('in:z', [1, 4, 8, 10]) })).picture!, golden.vae.decode);
        await session.release();
      },
    );
  });
});

describe('winogradPays', () => {
  it.each([
    ['the widest layers of sd15', { inputs: 960, outputs: 320, pixels: 64 ** 2 }, true],
    ['its middle layers', { inputs: 640, outputs: 640, pixels: 32 ** 2 }, true],
    ['its inner layers', { inputs: 1280, outputs: 1280, pixels: 16 ** 2 }, true],
    [
      'its inmost layers, where the weights outweigh the picture',
      { inputs: 1280, outputs: 1280, pixels: 8 ** 2 },
      false,
    ],
    ['few channels, where transforms outweigh the products', { inputs: 64, outputs: 64, pixels: 128 ** 2 }, false],
    ['the last layer', { inputs: 320, outputs: 4, pixels: 64 ** 2 }, false],
    ['what would take too much memory', { inputs: 256, outputs: 128, pixels: 1024 ** 2 }, false],
    ['layers of unknown size', { inputs: 640, outputs: 640, pixels: 0 }, false],
  ] as const)('judges %s', (_, shape, pays) => {
    expect(winogradPays(shape)).toBe(pays);
  });

  it('is asked by the CPU alone', () => {
    const config = parseUNetConfig({
      block_out_channels: [320, 640],
      down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D'],
      up_block_types: ['CrossAttnUpBlock2D', 'UpBlock2D'],
    });
    const size = (dialect: typeof cpuDialect) => {
      let bytes = 0;
      wantedWeights((weights) => {
        bytes = buildUNet(config, weights, { dialect, residency: 'mapped' }).bytes.length;
      });
      return bytes;
    };
    expect(size(cpuDialect)).toBeGreaterThan(size(cpuDialectWith(() => false)));
    expect(size(portableDialect)).toBeGreaterThan(0);
  });
});
