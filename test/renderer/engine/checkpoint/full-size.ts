import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ldmModuleName, unetLayout } from '#renderer/engine/adapters/ldm-names.ts';
import type { Family } from '#renderer/engine/checkpoint/family.ts';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipTextEncoder } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { buildVaeDecoder, buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { elements } from '#renderer/engine/tensor.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Keys and shapes of a network, nothing more. */
export type Shapes = ReadonlyMap<string, readonly number[]>;

const X = 'CrossAttnDownBlock2D';
const D = 'DownBlock2D';
const U = 'UpBlock2D';
const XU = 'CrossAttnUpBlock2D';

const XL = {
  block_out_channels: [320, 640, 1280],
  down_block_types: [D, X, X],
  up_block_types: [XU, XU, U],
  transformer_layers_per_block: [1, 2, 10],
  attention_head_dim: [5, 10, 20],
  cross_attention_dim: 2048,
  use_linear_projection: true,
  addition_embed_type: 'text_time',
  addition_time_embed_dim: 256,
  projection_class_embeddings_input_dim: 2816,
};

/** What the published config.json say beyond diffusers' defaults, and the published numbers of parameters. */
export const UNETS: Readonly<Record<Family, { config: Readonly<Record<string, unknown>>; parameters: number }>> = {
  sd15: { config: { cross_attention_dim: 768 }, parameters: 859_520_964 },
  sd21: {
    config: { cross_attention_dim: 1024, attention_head_dim: [5, 10, 20, 20], use_linear_projection: true },
    parameters: 865_910_724,
  },
  sdxl: { config: XL, parameters: 2_567_463_684 },
  'sdxl-refiner': {
    config: {
      ...XL,
      block_out_channels: [384, 768, 1536, 1536],
      down_block_types: [D, X, X, D],
      up_block_types: [U, XU, XU, U],
      transformer_layers_per_block: 4,
      attention_head_dim: [6, 12, 24, 24],
      cross_attention_dim: 1280,
      projection_class_embeddings_input_dim: 2560,
    },
    parameters: 2_259_526_660,
  },
  ssd1b: {
    config: {
      ...XL,
      transformer_layers_per_block: [1, [2, 2], [4, 4]],
      reverse_transformer_layers_per_block: [[4, 4, 10], [2, 1, 1], 1],
      mid_block_type: 'UNetMidBlock2D',
    },
    parameters: 1_331_334_404,
  },
  vega: {
    config: {
      ...XL,
      transformer_layers_per_block: [1, [1, 1], [2, 2]],
      reverse_transformer_layers_per_block: [[2, 2, 2], [1, 1, 1], 1],
      mid_block_type: 'UNetMidBlock2D',
    },
    parameters: 745_225_604,
  },
};

export const VAE = {
  block_out_channels: [128, 256, 512, 512],
  layers_per_block: 2,
  latent_channels: 4,
  norm_num_groups: 32,
};

const options = { residency: 'mapped', dialect: portableDialect } as const;

/** The weights that the UNet of this configuration wants. */
export function unetShapes(config: unknown): Shapes {
  return wantedWeights((weights) => buildUNet(parseUNetConfig(config), weights, options));
}

/** Both halves of an autoencoder. */
export function vaeShapes(config: unknown = VAE): Shapes {
  const parsed = parseVaeConfig(config);
  return new Map([
    ...wantedWeights((weights) => buildVaeEncoder(parsed, weights, options)),
    ...wantedWeights((weights) => buildVaeDecoder(parsed, weights, { ...options, latents: 'raw' })),
  ]);
}

/** Of a text encoder, with `text_model.` where `prefixed`, and its projection where it has one. */
export function clipShapes(config: unknown): Shapes {
  const parsed = parseClipConfig(config);
  return wantedWeights(
    (weights) => buildClipTextEncoder(parsed, weights, options),
    (key) => key === 'text_model.final_layer_norm.weight' || key === 'text_projection.weight',
  );
}

export function parametersOf(shapes: Shapes): number {
  return [...shapes.values()].reduce((sum, shape) => sum + elements(shape), 0);
}

/** The same shapes under the original names, by the inverse rule that LoRA files need too. */
export function originalUNet(shapes: Shapes): Shapes {
  const layout = unetLayout(shapes.keys());
  return rename(shapes, (key) => {
    const dot = key.lastIndexOf('.');
    return `model.diffusion_model.${ldmModuleName(key.slice(0, dot), layout)}${key.slice(dot)}`;
  });
}

export type Keymaps = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Original key -> diffusers key of seven real networks, checked against diffusers' own converter. */
export const keymaps: Keymaps = JSON.parse(
  gunzipSync(readFileSync(new URL('../../../golden/keymaps.json.gz', import.meta.url))).toString('utf8'),
);

/** An autoencoder under the original names; what is a matrix in diffusers is a 1×1 convolution there. */
export function originalVae(shapes: Shapes): Shapes {
  const names = new Map(Object.entries(keymaps.vae!).map(([original, key]) => [key, original]));
  const renamed = rename(shapes, (key) => names.get(key)!);
  return new Map([...renamed].map(([key, shape]) => [key, shape.length === 2 ? [...shape, 1, 1] : shape]));
}

/** A text encoder as OpenCLIP spells it: q, k, v in one weight, the projection turned. */
export function originalOpenClip(shapes: Shapes, prefix: string): Shapes {
  const original = new Map<string, readonly number[]>();
  for (const [key, shape] of shapes) {
    const [name, joined] = openClipName(key);
    const [rows = 0, ...columns] = shape;
    original.set(
      prefix + name,
      joined ? [3 * rows, ...columns] : key.startsWith('text_projection') ? [...shape].reverse() : shape,
    );
  }
  return original;
}

/** OpenCLIP's name of a key, and whether query, key and value share it. */
export function openClipName(key: string): readonly [string, boolean] {
  const layer = /^text_model\.encoder\.layers\.(\d+)\.(.+)\.(weight|bias)$/.exec(key);
  if (!layer) return [OPEN_CLIP_NAMES[key] ?? key, false];
  const [, i, part, kind] = layer;
  const block = `transformer.resblocks.${i}`;
  if (/^self_attn\.[qkv]_proj$/.test(part!)) return [`${block}.attn.in_proj_${kind}`, true];
  return [`${block}.${OPEN_CLIP_NAMES[part!]}.${kind}`, false];
}

const OPEN_CLIP_NAMES: Readonly<Record<string, string>> = {
  'text_model.embeddings.position_embedding.weight': 'positional_embedding',
  'text_model.embeddings.token_embedding.weight': 'token_embedding.weight',
  'text_model.final_layer_norm.weight': 'ln_final.weight',
  'text_model.final_layer_norm.bias': 'ln_final.bias',
  'text_projection.weight': 'text_projection',
  layer_norm1: 'ln_1',
  layer_norm2: 'ln_2',
  'mlp.fc1': 'mlp.c_fc',
  'mlp.fc2': 'mlp.c_proj',
  'self_attn.out_proj': 'attn.out_proj',
};

export function rename(shapes: Shapes, name: (key: string) => string): Shapes {
  return new Map([...shapes].map(([key, shape]) => [name(key), shape]));
}

/** A map of fp16 weights with these shapes and no numbers behind them. */
export function headerOnly(shapes: Shapes): WeightMap {
  let offset = 8;
  const entries = [...shapes].map(([key, shape]): [string, WeightEntry] => {
    const bytes = 2 * elements(shape);
    offset += bytes;
    return [key, { file: '/models/header-only.safetensors', offset: offset - bytes, bytes, dtype: 'F16', shape }];
  });
  return new Map(entries);
}

export function shapesOf(weights: WeightMap): Shapes {
  return new Map([...weights].map(([key, { shape }]) => [key, shape]));
}
