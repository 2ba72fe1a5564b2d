import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipTextEncoder } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { buildTaesdDecoder } from '#renderer/engine/graph/nets/taesd.ts';
import { buildVaeDecoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { SD15_UNET, writeRandomUNet, writeRandomWeights } from '#test/bench/random-unet.ts';

const DEMO = fileURLToPath(new URL('../../renderer/demo-model', import.meta.url));

/** The configuration of SD 1's text encoder, which is SDXL's first too. */
export const CLIP_L = {
  architectures: ['CLIPTextModel'],
  vocab_size: 49_408,
  hidden_size: 768,
  intermediate_size: 3072,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  max_position_embeddings: 77,
  hidden_act: 'quick_gelu',
  layer_norm_eps: 1e-5,
  eos_token_id: 2,
};

/** The configuration of SD 1's and 2's autoencoder. */
export const VAE = {
  _class_name: 'AutoencoderKL',
  block_out_channels: [128, 256, 512, 512],
  layers_per_block: 2,
  latent_channels: 4,
  norm_num_groups: 32,
  scaling_factor: 0.18215,
  down_block_types: Array(4).fill('DownEncoderBlock2D'),
  up_block_types: Array(4).fill('UpDecoderBlock2D'),
};

const PORTABLE = { residency: 'mapped', dialect: portableDialect } as const;

/** Writes a full-size Stable Diffusion 1.5 of random fp16 weights as a diffusers folder, without the VAE's encoder. */
export async function writeRandomCheckpoint(folder: string): Promise<void> {
  await writeRandomUNet(join(folder, 'unet'), SD15_UNET);
  await writeRandomRest(folder);
}

/** The same without its UNet. */
export async function writeRandomRest(folder: string): Promise<void> {
  const clip = parseClipConfig(CLIP_L);
  await writePart(join(folder, 'text_encoder'), {
    config: CLIP_L,
    file: 'model.safetensors',
    build: (weights) => buildClipTextEncoder(clip, weights, PORTABLE),
  });
  await writeRandomVae(join(folder, 'vae'));
  await copyDemoFiles(folder, ['scheduler/scheduler_config.json', 'model_index.json']);
}

/** Writes the decoder of a full-size AutoencoderKL. */
export async function writeRandomVae(folder: string): Promise<void> {
  const vae = parseVaeConfig(VAE);
  await writePart(folder, {
    config: VAE,
    file: 'diffusion_pytorch_model.safetensors',
    build: (weights) => buildVaeDecoder(vae, weights, { ...PORTABLE, latents: 'raw' }),
  });
}

/** Writes the decoder of an AutoencoderTiny. */
export async function writeRandomTaesd(folder: string): Promise<void> {
  await writePart(folder, {
    config: { _class_name: 'AutoencoderTiny' },
    file: 'diffusion_pytorch_model.safetensors',
    build: (weights) => buildTaesdDecoder(weights, PORTABLE),
  });
}

/** Copies files of the demo model that have the same content in a full-size one. */
export async function copyDemoFiles(folder: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await copyFile(join(DEMO, file), join(folder, file));
  }
}

interface Part {
  readonly config: object;
  readonly file: string;
  readonly build: (weights: WeightSupply) => unknown;
}

async function writePart(folder: string, { config, file, build }: Part): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeRandomWeights(join(folder, file), wantedWeights(build));
}
