import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { firstShape } from '#renderer/engine/checkpoint/derive-unet-config.ts';
import { readNetworkFolder } from '#renderer/engine/checkpoint/diffusers-folder.ts';
import { derivedVisionConfig, readImageEncoder } from '#renderer/engine/checkpoint/image-encoder-file.ts';
import type { NetworkFiles } from '#renderer/engine/checkpoint/parts.ts';
import { splitVideoFile, type VideoWeights } from '#renderer/engine/checkpoint/video-names.ts';
import { type ClipVisionConfig, parseClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { parseVideoUNetConfig, type VideoUNetConfig } from '#renderer/engine/graph/nets/video-unet-config.ts';
import { parseVideoVaeConfig } from '#renderer/engine/graph/nets/video-vae.ts';
import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { parseVideoSchedule } from '#renderer/engine/samplers/video-schedule.ts';
import { readJsonFile } from '#renderer/engine/weights/bounded-json.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { quote } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Stable Video Diffusion, looked at: every configuration is understood, no number is read yet. */
export interface VideoFiles {
  readonly unet: NetworkFiles & { readonly parsed: VideoUNetConfig };
  readonly vae: NetworkFiles;
  readonly imageEncoder: { readonly parsed: ClipVisionConfig; readonly weights: WeightMap };
  readonly schedule: NoiseSchedule;
  /** Pixels along one side of a latent pixel. */
  readonly factor: number;
}

/** Of the file with 25 frames; the one with 14 is told apart by nothing in its weights. */
const SINGLE_FILE_FRAMES = 25;

/**
 * A folder as diffusers writes it (unet, vae, image_encoder, scheduler), or a single file as published
 * (svd_xt.safetensors). Only headers and configurations are read. Throws one sentence that names the model, the part
 * and what to do.
 */
export async function readVideoModel(path: string): Promise<VideoFiles> {
  const found = await stat(path).catch((cause: unknown) => {
    throw failure('not-found', 'animator.missing', { file: basename(path) }, { cause });
  });
  try {
    return found.isDirectory() ? await readFolder(path) : understand(await readFile(path));
  } catch (thrown) {
    const { code, said } = Failure.from(thrown);
    if (code !== 'invalid' || said.key === 'animator.unloadable') throw thrown;
    throw unloadable(path, said, thrown);
  }
}

interface Parts {
  readonly unet: NetworkFiles;
  readonly vae: NetworkFiles;
  readonly imageEncoder: VideoFiles['imageEncoder'];
  readonly scheduler: unknown;
}

async function readFolder(folder: string): Promise<VideoFiles> {
  const name = basename(folder);
  const scheduler = await readJsonFile(join(folder, 'scheduler', 'scheduler_config.json')).catch((cause: unknown) => {
    throw unloadable(folder, message('animator.no-part', { part: 'scheduler/scheduler_config.json' }), cause);
  });
  for (const part of ['unet', 'vae', 'image_encoder']) {
    if (!(await stat(join(folder, part)).catch(() => null))?.isDirectory())
      throw unloadable(folder, message('animator.no-part', { part }));
  }
  const unet = await readNetworkFolder(join(folder, 'unet'), { model: name, part: 'unet' });
  if (!isSpatioTemporal(unet.weights)) throw notVideo(folder, unet.weights);
  const vae = await readNetworkFolder(join(folder, 'vae'), { model: name, part: 'vae' });
  const imageEncoder = await readImageEncoder(join(folder, 'image_encoder'));
  return understand({ unet, vae, imageEncoder, scheduler });
}

async function readFile(file: string): Promise<Parts> {
  const all = await readWeights(file);
  const parts = splitVideoFile(all);
  if (!parts) throw notVideo(file, all);
  const encoder = parseClipVisionConfig(derivedVisionConfig(parts.imageEncoder));
  return {
    unet: { config: unetConfig(parts), weights: parts.unet },
    vae: { config: vaeConfig(parts), weights: parts.vae },
    imageEncoder: { parsed: encoder, weights: parts.imageEncoder },
    scheduler: {},
  };
}

function understand({ unet, vae, imageEncoder, scheduler }: Parts): VideoFiles {
  const parsed = parseVideoUNetConfig(unet.config);
  const { channels } = parseVideoVaeConfig(vae.config);
  if (imageEncoder.parsed.projectionWidth !== parsed.contextWidth) {
    const sizes = { wanted: parsed.contextWidth, given: imageEncoder.parsed.projectionWidth };
    throw failure('invalid', 'animator.encoder', sizes);
  }
  const factor = 2 ** (channels.length - 1);
  return { unet: { ...unet, parsed }, vae, imageEncoder, schedule: parseVideoSchedule(scheduler), factor };
}

/** What no shape shows is as in both published models. */
function unetConfig({ unet }: VideoWeights): Record<string, unknown> {
  const attends = (way: string, i: number) => unet.has(`${way}.${i}.attentions.0.norm.weight`);
  const channels: number[] = [];
  for (let i = 0; unet.has(`down_blocks.${i}.resnets.0.spatial_res_block.conv1.weight`); i++) {
    channels.push(unet.get(`down_blocks.${i}.resnets.0.spatial_res_block.conv1.weight`)!.shape[0]!);
  }
  let layers = 0;
  while (unet.has(`down_blocks.0.resnets.${layers}.spatial_res_block.conv1.weight`)) layers++;
  const named = (way: string, kind: string) =>
    channels.map((_, i) => `${attends(way, i) ? 'CrossAttn' : ''}${kind}BlockSpatioTemporal`);
  return {
    block_out_channels: channels,
    layers_per_block: Math.max(layers, 1),
    down_block_types: named('down_blocks', 'Down'),
    up_block_types: named('up_blocks', 'Up'),
    num_attention_heads: channels.map((width) => Math.max(1, width / HEAD_CHANNELS)),
    cross_attention_dim: firstShape(unet, /\.attn2\.to_v\.weight$/)?.[1],
    projection_class_embeddings_input_dim: unet.get('add_embedding.linear_1.weight')?.shape[1],
    addition_time_embed_dim: (unet.get('add_embedding.linear_1.weight')?.shape[1] ?? 0) / 3,
    num_frames: SINGLE_FILE_FRAMES,
  };
}

const HEAD_CHANNELS = 64;

function vaeConfig({ vae }: VideoWeights): Record<string, unknown> {
  const channels: number[] = [];
  for (let i = 0; vae.has(`encoder.down_blocks.${i}.resnets.0.conv1.weight`); i++) {
    channels.push(vae.get(`encoder.down_blocks.${i}.resnets.0.conv1.weight`)!.shape[0]!);
  }
  let layers = 0;
  while (vae.has(`encoder.down_blocks.0.resnets.${layers}.conv1.weight`)) layers++;
  return {
    block_out_channels: channels,
    layers_per_block: Math.max(layers, 1),
    latent_channels: 4,
    scaling_factor: 0.18215,
    sample_size: 768,
    use_quant_conv: vae.has('quant_conv.weight'),
  };
}

function isSpatioTemporal(unet: WeightMap): boolean {
  return unet.has('down_blocks.0.resnets.0.temporal_res_block.conv1.weight');
}

function notVideo(path: string, weights: WeightMap): Failure {
  const [key = ''] = weights.keys();
  return unloadable(path, message('animator.foreign', { key: quote(key) }));
}

function unloadable(path: string, reason: Message, cause?: unknown): Failure {
  const said = { file: basename(path), reason };
  return failure('invalid', 'animator.unloadable', said, cause === undefined ? {} : { cause });
}
