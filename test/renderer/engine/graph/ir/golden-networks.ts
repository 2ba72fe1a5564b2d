import { cpuDialectWith, portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { cudaDialect } from '#renderer/engine/graph/dialects/dialect-cuda.ts';
import { webgpuDialect } from '#renderer/engine/graph/dialects/dialect-webgpu.ts';
import { withPlainAttention } from '#renderer/engine/graph/dialects/plain-attention.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipTextEncoder } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { buildTaesdDecoder } from '#renderer/engine/graph/nets/taesd.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { buildVaeDecoder, buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { graphTargetOf } from '#renderer/engine/runtime/graph-target.ts';
import type { Feeds } from '#renderer/engine/runtime/session.ts';
import { readSmall } from '#renderer/engine/weights/read-small.ts';
import { expandForCpu } from '#test/renderer/engine/graph/dialects/cuda-reference.ts';
import { golden, input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { expectInferred } from '#test/renderer/engine/graph/ir/inferred.ts';

/** How a graph is spelt. */
export type Target = Omit<GraphOptions, 'name'>;

/** Every way in which graphs are spelt. */
export const TARGETS: Readonly<Record<string, Target>> = {
  cpu: { ...graphTargetOf('cpu'), readSmall },
  'cpu by tiles': { dialect: cpuDialectWith(({ pixels }) => pixels > 0), residency: 'mapped' },
  portable: { dialect: portableDialect, residency: 'prepacked', readSmall },
  'webgpu with attention in parts': { dialect: withPlainAttention(webgpuDialect), residency: 'prepacked' },
  'webgpu in half precision': { dialect: webgpuDialect, residency: 'prepacked', precision: 'float16' },
  cuda: { dialect: cudaDialect, residency: 'prepacked', precision: 'float32' },
  'cuda in half precision': { dialect: cudaDialect, residency: 'prepacked', precision: 'float16' },
};

/** A golden network, with what it is fed. */
export interface Network {
  readonly build: (weights: WeightSupply, target: Target) => BuiltGraph;
  readonly feeds: Feeds;
  readonly has?: (key: string) => boolean;
}

/** Builds the network and lets ONNX Runtime say whether each shape that was worked out is the one it gives. */
export async function checkShapes({ build, feeds, has }: Network, target: Target): Promise<void> {
  const { readSmall: _, ...unread } = target;
  await withParameters(
    wantedWeights((weights) => build(weights, unread), has),
    (weights) => expectInferred(build(weights, target), feeds, expandForCpu),
  );
}

/** A UNet on images of odd sides, so that no resolution is just half of another. */
export function unet(name: string, change: Partial<Target> = {}): Network {
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

/** Every golden network that differs in its layers. */
export const NETWORKS: Readonly<Record<string, Network>> = {
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

export function clip(name: string, steered = false): Network {
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
