import { describe, it } from 'vitest';
import type { Delta } from '#renderer/engine/adapters/weight-change.ts';
import { buildLoraFactors, factorDims } from '#renderer/engine/derive/lora-factors-graph.ts';
import { buildMerge } from '#renderer/engine/derive/merge-graph.ts';
import { buildQuantise } from '#renderer/engine/derive/quantise-graph.ts';
import { quantiseLinears } from '#renderer/engine/derive/quantised-weights.ts';
import { transformKernels } from '#renderer/engine/derive/tile-kernels.ts';
import { buildTileKernels } from '#renderer/engine/derive/tile-kernels-graph.ts';
import { cpuDialect, cpuDialectWith, portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { cudaDialect } from '#renderer/engine/graph/dialects/dialect-cuda.ts';
import { withPlainAttention } from '#renderer/engine/graph/dialects/plain-attention.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedTileKernels, wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildPromptProducts } from '#renderer/engine/graph/layers/prompt-products.ts';
import { buildClipTextEncoder } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { buildTaesdDecoder } from '#renderer/engine/graph/nets/taesd.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { buildVaeDecoder, buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { graphTargetOf } from '#renderer/engine/runtime/graph-target.ts';
import { buildProbe, probeImage } from '#renderer/engine/runtime/probe.ts';
import type { Feeds } from '#renderer/engine/runtime/session.ts';
import { readSmall } from '#renderer/engine/weights/read-small.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';
import { expandForCpu } from '#test/renderer/engine/graph/dialects/cuda-reference.ts';
import { golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { expectInferred } from '#test/renderer/engine/graph/ir/inferred.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

type Target = Omit<GraphOptions, 'name'>;

/** Every way in which graphs are spelt. */
const TARGETS: Readonly<Record<string, Target>> = {
  cpu: { ...graphTargetOf('cpu'), readSmall },
  'cpu by tiles': { dialect: cpuDialectWith(({ pixels }) => pixels > 0), residency: 'mapped' },
  portable: { dialect: portableDialect, residency: 'prepacked', readSmall },
  'with attention in parts': { dialect: withPlainAttention(portableDialect), residency: 'prepacked' },
  cuda: { dialect: cudaDialect, residency: 'prepacked', precision: 'float32' },
  'cuda in half precision': { dialect: cudaDialect, residency: 'prepacked', precision: 'float16' },
};

interface Network {
  readonly build: (weights: WeightSupply, target: Target) => BuiltGraph;
  readonly feeds: Feeds;
  readonly has?: (key: string) => boolean;
}

async function check({ build, feeds, has }: Network, target: Target): Promise<void> {
  const { readSmall: _, ...unread } = target;
  await withParameters(
    wantedWeights((weights) => build(weights, unread), has),
    (weights) => expectInferred(build(weights, target), feeds, expandForCpu),
  );
}

/** A UNet on images of odd sides, so that no resolution is just half of another. */
function unet(name: string, change: Partial<Target> = {}): Network {
  const { config } = golden.unet[name]!;
  const number = (key: string, fallback: number) => Number(config[key] ?? fallback);
  const ids = (number('projection_class_embeddings_input_dim', 0) - 32) / 8;
  const feeds: Feeds = {
    sample: input('in:sample', [2, number('in_channels', 4), 9, 14]),
    timestep: input('in:t', [2]),
    encoder_hidden_states: input('in:ctx', [2, 7, number('cross_attention_dim', 1280)]),
    ...(config.addition_embed_type
      ? { text_embeds: input('in:pooled', [2, 32]), time_ids: input('in:ids', [2, ids]) }
      : {}),
    ...(config.time_cond_proj_dim ? { timestep_cond: input('in:w', [2, 32]) } : {}),
  };
  return { build: (weights, target) => buildUNet(parseUNetConfig(config), weights, { ...target, ...change }), feeds };
}

const vae = parseVaeConfig(golden.vae.config);
const latents = input('in:z', [2, 4, 5, 6]);

/** UNets that differ in their layers; the other golden ones differ from these in depth and channels alone. */
const UNETS = ['sd15_layers1', 'sd21', 'lcm_wembed', 'sdxl', 'refiner', 'vega'];

const NETWORKS: Readonly<Record<string, Network>> = {
  ...Object.fromEntries(UNETS.map((name) => [`the UNet ${name}`, unet(name)])),
  'the decoder of a VAE': {
    build: (weights, target) => buildVaeDecoder(vae, weights, { ...target, latents: 'scaled' }),
    feeds: { latents },
  },
  'the encoder of a VAE': {
    build: (weights, target) => buildVaeEncoder(vae, weights, target),
    feeds: { picture: input('in:img', [2, 3, 24, 40], 1) },
  },
  TAESD: { build: (weights, target) => buildTaesdDecoder(weights, target), feeds: { latents } },
  ...Object.fromEntries(Object.keys(golden.clip).map((name) => [`the text encoder ${name}`, clip(name)])),
};

function clip(name: string, steered = false): Network {
  const { config, text_embeds } = golden.clip[name]!;
  const parsed = parseClipConfig(config);
  const rows = (kind: string, width: number) => input(kind, [2, 9, width]);
  const steering = {
    attention_bias: input('in:bias', [2, 1, 9, 9]),
    kept: rows('in:kept', 1),
    replaced: rows('in:replaced', parsed.width),
  };
  const ids = Int32Array.from({ length: 18 }, (_, i) => 3 + i);
  return {
    build: (weights, target) => buildClipTextEncoder(parsed, weights, { ...target, steered }),
    feeds: { input_ids: { dims: [2, 9], ints: ids }, ...(steered && steering) },
    has: (key) => /^text_model\.[^:]*$/.test(key) || (text_embeds !== undefined && key === 'text_projection.weight'),
  };
}

describe('the rules of shapes say what ONNX Runtime gives', () => {
  for (const [name, network] of Object.entries(NETWORKS)) {
    it(`for ${name}, as the CPU runs it`, () => check(network, TARGETS.cpu!), 60_000);
  }

  for (const [name, target] of Object.entries(TARGETS)) {
    it(`for a UNet, a VAE, TAESD and a text encoder ${name}`, async () => {
      const nets = ['the decoder of a VAE', 'the encoder of a VAE', 'TAESD'].map((key) => NETWORKS[key]!);
      const [first = ''] = Object.keys(golden.clip);
      for (const network of [unet('sd15_layers1'), ...nets, clip(first, true)]) await check(network, target);
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
      await check({ ...network, feeds: { ...network.feeds, ...Object.fromEntries(factors) } }, TARGETS[name]!);
    }, 60_000);
  }

  it('for the products of the prompt', () =>
    withParameters(new Map([['a.attn2.to_k.weight', [16, 24]]]), (weights) =>
      expectInferred(buildPromptProducts(weights, TARGETS.cpu!), {
        encoder_hidden_states: input('in:ctx', [2, 7, 24]),
      }),
    ));

  it('for the trial of a provider', async () => {
    const image = probeImage();
    for (const provider of ['cpu', 'webgpu', 'cuda'] as const) {
      await expectInferred(buildProbe(graphTargetOf(provider)), { image }, expandForCpu);
      await expectInferred(buildProbe(graphTargetOf(provider, 'plain')), { image }, expandForCpu);
    }
  });

  it('for weights in 8 bits and for kernels that are transformed already', async () => {
    const network = unet('sd15_layers1');
    const tiles = TARGETS['cpu by tiles']!;
    await withParameters(
      wantedWeights((weights) => network.build(weights, tiles)),
      (weights) =>
        withFolder(async (cacheFolder) => {
          const small = await quantiseLinears(weights, { cacheFolder });
          await expectInferred(network.build(small, { dialect: cpuDialect, residency: 'mapped' }), network.feeds);
          const keys = wantedTileKernels((supply) => network.build(supply, tiles), weights);
          await expectInferred(
            network.build(await transformKernels(weights, keys, { cacheFolder }), tiles),
            network.feeds,
          );
        }),
    );
  }, 60_000);
});

/** Tensors that changes of weights are made of. */
const STORED = {
  weight: [12, 8],
  kernel: [12, 8, 3, 3],
  up: [12, 4],
  down: [4, 8],
  core: [4, 4, 3, 3],
  point: [4, 8, 1, 1],
  upPoint: [12, 4, 1, 1],
  downKernel: [4, 8, 3, 3],
  perOutput: [12],
  perInput: [8],
  left: [3, 2],
  right: [4, 4],
  a: [4, 12],
  b: [4, 8],
} as const;

describe('the rules of shapes say what ONNX Runtime gives for arithmetic on weights', () => {
  const withStored = (use: (of: (name: keyof typeof STORED) => WeightEntry) => Promise<void>) =>
    withParameters(new Map(Object.entries(STORED)), (weights) => use((name) => weights.get(name)!));

  it('which is merged', () =>
    withStored(async (of) => {
      const lowRank: Delta = { kind: 'low-rank', up: of('up'), down: of('down'), core: null };
      const product = { a: of('up'), b: of('down'), core: null };
      const deltas: Delta[] = [
        lowRank,
        { kind: 'full', diff: of('weight') },
        { kind: 'hadamard', factors: [product, product] },
        { kind: 'kronecker', left: { whole: of('left') }, right: { whole: of('right') } },
      ];
      const plain = { scale: 0.5, strength: 0.7, magnitude: null };
      const changes = [
        ...deltas.map((delta) => ({ ...plain, delta })),
        { ...plain, delta: lowRank, magnitude: { per: 'output', entry: of('perOutput') } as const },
        { ...plain, delta: lowRank, magnitude: { per: 'input', entry: of('perInput') } as const },
      ];
      for (const as of ['F32', 'F16', 'BF16'] as const) {
        for (const change of changes)
          await expectInferred(buildMerge({ entry: of('weight'), changes: [change], as }), {});
      }
      const tucker: Delta = { kind: 'low-rank', up: of('upPoint'), down: of('point'), core: of('core') };
      const whole = { a: of('a'), b: of('b'), core: of('core') };
      for (const delta of [tucker, { kind: 'hadamard', factors: [whole, whole] } as const]) {
        await expectInferred(buildMerge({ entry: of('kernel'), changes: [{ ...plain, delta }], as: 'F16' }), {});
      }
    }));

  it('whose factors are joined', () =>
    withStored(async (of) => {
      const matrix = { kind: 'low-rank', up: of('up'), down: of('down'), core: null } as const;
      const kernels = { kind: 'low-rank', up: of('upPoint'), down: of('downKernel'), core: null } as const;
      const twice = (delta: typeof matrix | typeof kernels) => [
        { delta, scale: 1 },
        { delta, scale: 0.5 },
      ];
      const graph = buildLoraFactors([
        { name: 'matrix', entry: of('weight'), parts: twice(matrix) },
        { name: 'kernels', entry: of('kernel'), parts: twice(kernels) },
      ]);
      await expectInferred(graph, {});
    }));

  it('which is rounded to 8 bits, or transformed for tiles', () =>
    withStored(async (of) => {
      await expectInferred(buildQuantise(of('weight')), {});
      await expectInferred(buildTileKernels(of('kernel')), {});
    }));
});
