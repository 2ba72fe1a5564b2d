import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipTextEncoder } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { buildVaeDecoder, buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { type GoldenTensor, parameter } from '#test/renderer/engine/graph/golden.ts';

type Json = Readonly<Record<string, unknown>>;

export interface TinyModel {
  readonly unet: Json;
  readonly vae: Json;
  readonly encoders: readonly Json[];
  readonly scheduler: Json;
  readonly zeros: boolean;
}

export interface GoldenCase {
  readonly title: string;
  readonly model: string;
  readonly sampler: string;
  /** What diffusers' pipeline was told, in its words. */
  readonly told: Json;
  /** What else the engine is told to do the same. */
  readonly ours: Json;
  readonly latents: GoldenTensor;
}

interface Pipelines {
  readonly seed: number;
  readonly prompt: string;
  readonly vocabulary: Readonly<Record<string, number>>;
  readonly merges: readonly string[];
  readonly models: Readonly<Record<string, TinyModel>>;
  readonly cases: readonly GoldenCase[];
  readonly tiles: { readonly decode: GoldenTensor; readonly moments: GoldenTensor };
}

/** What diffusers' pipelines make of tiny models; test/golden/pipelines.py made it. */
export const pipelines: Pipelines = JSON.parse(
  readFileSync(new URL('../../../golden/pipelines.json', import.meta.url), 'utf8'),
);

const options = { dialect: cpuDialect, residency: 'mapped' } as const;

/** Writes a tiny model of hashed parameters as a diffusers folder and returns where it is. */
export async function writeTinyModel(parent: string, name: string): Promise<string> {
  const folder = join(parent, name);
  const { unet, vae, encoders, scheduler, zeros } = pipelines.models[name]!;
  mkdirSync(join(folder, 'scheduler'), { recursive: true });
  writeJson(join(folder, 'model_index.json'), { force_zeros_for_empty_prompt: zeros });
  writeJson(join(folder, 'scheduler/scheduler_config.json'), scheduler);
  await writeNetwork(join(folder, 'unet'), unet, (w) => buildUNet(parseUNetConfig(unet), w, options));
  await writeNetwork(join(folder, 'vae'), vae, ...vaeGraphs(vae));
  for (const config of encoders) {
    const isSecond = 'architectures' in config;
    const [encoder, tokenizer] = isSecond ? ['text_encoder_2', 'tokenizer_2'] : ['text_encoder', 'tokenizer'];
    await writeNetwork(join(folder, encoder), config, (w) => buildClipTextEncoder(parseClipConfig(config), w, options));
    writeTokenizer(join(folder, tokenizer), isSecond ? '!' : '<|endoftext|>');
  }
  return folder;
}

/** Hashed weights of a tiny VAE, both halves. */
export function writeTinyVae(folder: string, config: Json): Promise<void> {
  return writeNetwork(folder, config, ...vaeGraphs(config));
}

type Build = (weights: WeightSupply) => unknown;

function vaeGraphs(config: Json): Build[] {
  const parsed = parseVaeConfig(config);
  return [
    (weights) => buildVaeDecoder(parsed, weights, { ...options, latents: 'raw' }),
    (weights) => buildVaeEncoder(parsed, weights, options),
  ];
}

async function writeNetwork(folder: string, config: Json, ...builds: readonly Build[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeJson(join(folder, 'config.json'), config);
  const isEncoder = 'hidden_size' in config;
  const hasProjection = 'architectures' in config;
  const has = (key: string) => key.startsWith('text_model.') || (hasProjection && key.startsWith('text_projection'));
  const shapes = new Map(builds.flatMap((build) => [...wantedWeights(build, isEncoder ? has : undefined)]));
  const sources = [...shapes].map(([key, shape]) => ({
    key,
    dtype: 'F32' as const,
    shape,
    bytes: () => new Uint8Array(parameter(key, shape).buffer),
  }));
  await writeSafetensors(
    join(folder, isEncoder ? 'model.safetensors' : 'diffusion_pytorch_model.safetensors'),
    sources,
  );
}

function writeTokenizer(folder: string, pad: string): void {
  mkdirSync(folder, { recursive: true });
  writeJson(join(folder, 'vocab.json'), pipelines.vocabulary);
  writeFileSync(join(folder, 'merges.txt'), ['#version: 0.2', ...pipelines.merges, ''].join('\n'));
  const special = { bos_token: '<|startoftext|>', eos_token: '<|endoftext|>', unk_token: '<|endoftext|>' };
  writeJson(join(folder, 'tokenizer_config.json'), { ...special, pad_token: pad });
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, JSON.stringify(value));
}
