import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Family } from '#renderer/engine/checkpoint/family.ts';
import { elements } from '#renderer/engine/tensor.ts';
import { CLIP_L, copyDemoFiles, VAE } from '#test/bench/random-checkpoint.ts';
import { clipShapes, type Shapes, UNETS, unetShapes, vaeShapes } from '#test/renderer/engine/checkpoint/full-size.ts';

const OPEN_CLIP = { ...CLIP_L, hidden_act: 'gelu' };

/** SD 2's text encoder: OpenCLIP's ViT-H without its last layer. */
const CLIP_H = {
  ...OPEN_CLIP,
  hidden_size: 1024,
  intermediate_size: 4096,
  num_hidden_layers: 23,
  num_attention_heads: 16,
};

/** SDXL's second text encoder. */
const CLIP_G = {
  ...OPEN_CLIP,
  architectures: ['CLIPTextModelWithProjection'],
  hidden_size: 1280,
  intermediate_size: 5120,
  num_hidden_layers: 32,
  num_attention_heads: 20,
  projection_dim: 1280,
};

const XL_LINE = { text_encoder: CLIP_L, text_encoder_2: CLIP_G };
const TEXT_ENCODERS: Readonly<Record<Family, Readonly<Record<string, typeof CLIP_L>>>> = {
  sd15: { text_encoder: CLIP_L },
  sd21: { text_encoder: CLIP_H },
  sdxl: XL_LINE,
  'sdxl-refiner': { text_encoder_2: CLIP_G },
  ssd1b: XL_LINE,
  vega: XL_LINE,
};

/**
 * Writes a full-size checkpoint of a family as a diffusers folder whose fp16 weights are all zero: holes in files,
 * which take no room on a disk and no time to write, but map like any others. Says how many bytes they stand for.
 */
export async function writeZeroCheckpoint(folder: string, family: Family): Promise<number> {
  const isXl = 'addition_embed_type' in UNETS[family].config;
  const unet = { sample_size: isXl ? 128 : 64, ...UNETS[family].config };
  const vae = isXl ? { ...VAE, scaling_factor: 0.13025 } : VAE;
  const parts: [string, object, Shapes][] = [
    ['unet/diffusion_pytorch_model', unet, unetShapes(unet)],
    ['vae/diffusion_pytorch_model', vae, vaeShapes(vae)],
  ];
  for (const [part, config] of Object.entries(TEXT_ENCODERS[family])) {
    const all = [...clipShapes(config)];
    const own = 'projection_dim' in config ? all : all.filter(([key]) => key !== 'text_projection.weight');
    parts.push([`${part}/model`, config, new Map(own)]);
  }
  let bytes = 0;
  for (const [part, config, shapes] of parts) {
    const [name = ''] = part.split('/');
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'config.json'), JSON.stringify(config));
    bytes += await writeZeroWeights(join(folder, `${part}.safetensors`), shapes);
  }
  await copyDemoFiles(folder, ['scheduler/scheduler_config.json', 'model_index.json']);
  return bytes;
}

/** A safetensors header, and after it a hole of the right size. */
async function writeZeroWeights(file: string, shapes: Shapes): Promise<number> {
  const header: Record<string, object> = {};
  let offset = 0;
  for (const [key, shape] of shapes) {
    const end = offset + 2 * elements(shape);
    header[key] = { dtype: 'F16', shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(header));
  const start = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ');
  start.writeBigUInt64LE(BigInt(start.length - 8));
  json.copy(start, 8);
  const handle = await open(file, 'w');
  try {
    await handle.write(start);
    await handle.truncate(start.length + offset);
  } finally {
    await handle.close();
  }
  return offset;
}
