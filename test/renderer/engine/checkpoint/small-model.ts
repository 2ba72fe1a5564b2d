import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { floatToHalf } from '#renderer/engine/weights/half.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import {
  clipShapes,
  openClipName,
  originalUNet,
  type Shapes,
  unetShapes,
  vaeShapes,
} from '#test/renderer/engine/checkpoint/full-size.ts';
import { originalVaeName } from '#test/renderer/engine/checkpoint/original-vae.ts';
import { parameter } from '#test/renderer/engine/graph/golden.ts';

/** Numbers of a weight under some name. */
export interface NamedNumbers {
  readonly name: string;
  readonly shape: readonly number[];
  numbers(): Float32Array;
}

/** Numbers by key and shape: made once for both spellings. */
const made = new Map<string, Float32Array>();

/** One network in both spellings: as a part of a diffusers folder, and as a part of a single file. */
export interface SmallNetwork {
  readonly part: 'unet' | 'vae' | 'text_encoder' | 'text_encoder_2';
  readonly config: object;
  readonly diffusers: readonly NamedNumbers[];
  readonly original: readonly NamedNumbers[];
}

/** A Stable Diffusion 1 as small as the rules of single files allow: 32 groups, 8 heads, heads of 64 channels in CLIP. */
export const SMALL_UNET = {
  block_out_channels: [32, 64],
  down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'],
  up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'],
  layers_per_block: 1,
  cross_attention_dim: 64,
  attention_head_dim: 8,
};

/** An SDXL as small as they allow: heads of 64 channels, and six sizes of 256. */
const SMALL_XL_UNET = {
  block_out_channels: [64, 128],
  down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D'],
  up_block_types: ['CrossAttnUpBlock2D', 'UpBlock2D'],
  transformer_layers_per_block: [1, 2],
  layers_per_block: 1,
  cross_attention_dim: 128,
  attention_head_dim: [1, 2],
  use_linear_projection: true,
  addition_embed_type: 'text_time',
  addition_time_embed_dim: 256,
  projection_class_embeddings_input_dim: 32 + 6 * 256,
};

export const SMALL_VAE = { block_out_channels: [32, 64], layers_per_block: 1, latent_channels: 4, norm_num_groups: 32 };

const SMALL_CLIP = {
  vocab_size: 49_408,
  hidden_size: 64,
  intermediate_size: 128,
  num_hidden_layers: 2,
  num_attention_heads: 1,
  hidden_act: 'quick_gelu',
  eos_token_id: 2,
};
const SMALL_OPEN_CLIP = { ...SMALL_CLIP, hidden_act: 'gelu', projection_dim: 32 };

const SMALL_SD1: readonly SmallNetwork[] = [
  clipNetwork('cond_stage_model.transformer.'),
  vaeNetwork(SMALL_VAE),
  unetNetwork(SMALL_UNET),
];

const SMALL_XL: readonly SmallNetwork[] = [
  clipNetwork('conditioner.embedders.0.transformer.'),
  openClipNetwork('conditioner.embedders.1.model.'),
  // By their usual size graphs are cut into strips: what a folder of SDXL says.
  vaeNetwork({ ...SMALL_VAE, scaling_factor: 0.13025, sample_size: 1024 }),
  unetNetwork(SMALL_XL_UNET),
];

export const SMALL_MODELS = { sd15: SMALL_SD1, sdxl: SMALL_XL } as const;

/** Keys and shapes of the small Stable Diffusion 1 as a single file. */
export function smallSingleFile(): Shapes {
  return new Map(SMALL_SD1.flatMap(({ original }) => original.map(({ name, shape }) => [name, shape] as const)));
}

/** Writes a model as one file in fp16. */
export async function writeSingleFile(file: string, networks: readonly SmallNetwork[]): Promise<void> {
  await writeHalf(
    file,
    networks.flatMap(({ original }) => original),
  );
}

/** Writes a model as a diffusers folder in fp16, without tokenizers: it takes the published one. */
export async function writeFolder(
  folder: string,
  networks: readonly SmallNetwork[],
  scheduler: unknown,
): Promise<void> {
  for (const { part, config, diffusers } of networks) {
    mkdirSync(join(folder, part), { recursive: true });
    writeFileSync(join(folder, part, 'config.json'), JSON.stringify(config));
    await writeHalf(join(folder, part, 'model.safetensors'), diffusers);
  }
  mkdirSync(join(folder, 'scheduler'));
  writeFileSync(join(folder, 'scheduler/scheduler_config.json'), JSON.stringify(scheduler));
  writeFileSync(join(folder, 'model_index.json'), '{}');
}

/** Writes fp16 zeros with these keys and shapes. */
export async function writeShapes(file: string, shapes: Shapes): Promise<void> {
  const zeros = (count: number) => new Float32Array(count);
  const weights = [...shapes].map(([name, shape]) => ({
    name,
    shape,
    numbers: () => zeros(shape.reduce((product, n) => product * n, 1)),
  }));
  await writeHalf(file, weights);
}

/** What a single file calls a text encoder's weights, with the numbers that its keys have in diffusers. */
export function openClipNumbers(shapes: Shapes, prefix: string): NamedNumbers[] {
  const named: NamedNumbers[] = [];
  for (const [key, shape] of shapes) {
    const [name, isJoined] = openClipName(key);
    if (isJoined && !key.includes('.q_proj.')) continue;
    if (isJoined) named.push({ name: prefix + name, shape: tripled(shape), numbers: () => joined(key, shape) });
    else if (key.startsWith('text_projection')) named.push(turned(prefix + name, { key, shape }));
    else named.push(hashed(prefix + name, { key, shape }));
  }
  return named;
}

function clipNetwork(prefix: string): SmallNetwork {
  const shapes = [...clipShapes(SMALL_CLIP)].filter(([key]) => key !== 'text_projection.weight');
  return {
    part: 'text_encoder',
    config: SMALL_CLIP,
    diffusers: shapes.map(([key, shape]) => hashed(key, { key, shape })),
    original: shapes.map(([key, shape]) => hashed(prefix + key, { key, shape })),
  };
}

function openClipNetwork(prefix: string): SmallNetwork {
  const shapes = clipShapes(SMALL_OPEN_CLIP);
  return {
    part: 'text_encoder_2',
    config: SMALL_OPEN_CLIP,
    diffusers: [...shapes].map(([key, shape]) => hashed(key, { key, shape })),
    original: openClipNumbers(shapes, prefix),
  };
}

function vaeNetwork(
  config: typeof SMALL_VAE & { readonly scaling_factor?: number; readonly sample_size?: number },
): SmallNetwork {
  const shapes = [...vaeShapes(config)];
  const name = (key: string) => `first_stage_model.${originalVaeName(key, config.block_out_channels.length)}`;
  return {
    part: 'vae',
    config,
    diffusers: shapes.map(([key, shape]) => hashed(key, { key, shape })),
    original: shapes.map(([key, shape]) => ({
      ...hashed(name(key), { key, shape }),
      shape: shape.length === 2 ? [...shape, 1, 1] : shape,
    })),
  };
}

function unetNetwork(config: object): SmallNetwork {
  const shapes = unetShapes(config);
  const names = [...originalUNet(shapes).keys()];
  return {
    part: 'unet',
    config,
    diffusers: [...shapes].map(([key, shape]) => hashed(key, { key, shape })),
    original: [...shapes].map(([key, shape], i) => hashed(names[i]!, { key, shape })),
  };
}

interface Hashed {
  readonly key: string;
  readonly shape: readonly number[];
}

function hashed(name: string, { key, shape }: Hashed): NamedNumbers {
  return { name, shape, numbers: () => numbersOf(key, shape) };
}

function numbersOf(key: string, shape: readonly number[]): Float32Array {
  const id = `${key} ${shape}`;
  const known = made.get(id);
  if (known) return known;
  const numbers = key.endsWith('token_embedding.weight') ? tiled(key, shape) : parameter(key, shape);
  made.set(id, numbers);
  return numbers;
}

/** The first thousand rows again and again: a whole vocabulary takes seconds to hash. */
function tiled(key: string, [rows = 0, columns = 0]: readonly number[]): Float32Array {
  const block = parameter(key, [Math.min(rows, 1000), columns]);
  const values = new Float32Array(rows * columns);
  for (let at = 0; at < values.length; at += block.length) {
    values.set(block.subarray(0, values.length - at), at);
  }
  return values;
}

/** Query, key and value of one layer in one weight. */
function joined(queryKey: string, shape: readonly number[]): Float32Array {
  const parts = ['q', 'k', 'v'].map((part) => numbersOf(queryKey.replace('.q_proj.', `.${part}_proj.`), shape));
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

function tripled([rows = 0, ...columns]: readonly number[]): readonly number[] {
  return [3 * rows, ...columns];
}

/** A matrix with rows and columns exchanged. */
function turned(name: string, { key, shape }: Hashed): NamedNumbers {
  const [rows = 0, columns = 0] = shape;
  const across = () => {
    const values = numbersOf(key, shape);
    return Float32Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
  };
  return { name, shape: [columns, rows], numbers: across };
}

async function writeHalf(file: string, weights: readonly NamedNumbers[]): Promise<void> {
  const sources = weights.map(({ name, shape, numbers }) => ({
    key: name,
    dtype: 'F16' as const,
    shape,
    bytes: () => new Uint8Array(floatToHalf(numbers()).buffer),
  }));
  await writeSafetensors(file, sources);
}
