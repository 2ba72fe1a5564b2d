import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipTextEncoder } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { type FileFactors, targetKeys } from '#renderer/engine/training/trained-lora.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { UNREAD } from '#test/golden/check/networks.ts';
import type { GoldenFile } from '#test/golden/check/part.ts';
import type { Recipe } from '#test/golden/check/recipe.ts';
import { type GoldenTensor, golden, withParameters } from '#test/renderer/engine/graph/golden.ts';

export type TrainingConfig = Readonly<Record<string, unknown>>;

/** As the recorded runs have it. */
export const SCHEDULE = parseNoiseSchedule({ beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' });

/** A small UNet of the file, by its name there, in hashed parameters. */
export function withUNet<T>(
  file: GoldenFile,
  name: string,
  use: (unet: { config: TrainingConfig; weights: WeightMap }) => Promise<T>,
): Promise<T> {
  const own = file.content.configs as Readonly<Record<string, TrainingConfig>> | undefined;
  const config = own?.[name] ?? file.unets[name]!;
  const shapes = wantedWeights((weights) => buildUNet(parseUNetConfig(config), weights, UNREAD));
  return withParameters(shapes, (weights) => use({ config, weights }), file.recipe.parameter);
}

/** The small text encoder of engine.json with this activation, in hashed parameters. */
export function withTextEncoder<T>(
  file: GoldenFile,
  { act, projection_dim }: { readonly act: string; readonly projection_dim: number | null },
  use: (text: { config: TrainingConfig; weights: WeightMap }) => Promise<T>,
): Promise<T> {
  const recorded = Object.values(golden.clip).find(({ config }) => config.hidden_act === act)!;
  const config = projection_dim === null ? recorded.config : { ...recorded.config, projection_dim };
  const has = (key: string) =>
    /^text_model\.[^:]*$/.test(key) || (projection_dim !== null && key === 'text_projection.weight');
  const shapes = wantedWeights((weights) => buildClipTextEncoder(parseClipConfig(config), weights, UNREAD), has);
  return withParameters(shapes, (weights) => use({ config, weights }), file.recipe.parameter);
}

/** All weights as numbers. */
export async function allWeights(weights: WeightMap): Promise<ReadonlyMap<string, Tensor>> {
  return new Map(await Promise.all([...weights].map(async ([key, entry]) => [key, await readTensor(entry)] as const)));
}

/** Factors of hashed numbers, of these spreads; B is 0 where it has none. */
export function hashedFactors(
  { input }: Recipe,
  weights: WeightMap,
  { targets, rank, spread }: { targets: readonly string[]; rank: number; spread: { a: number; b: number } },
): ReadonlyMap<string, FileFactors> {
  return new Map(
    targetKeys(weights, targets).map((key) => {
      const [out = 1, inputs = 1, ...kernel] = weights.get(key)!.shape;
      const a = input(`lora_A:${key}`, [rank, inputs, ...kernel], spread.a);
      const b = input(`lora_B:${key}`, [out, rank, ...kernel.map(() => 1)], spread.b);
      return [key, { a, b }];
    }),
  );
}

/** What a recorded run feeds beside latents and time. */
export function promptInputs({ input }: Recipe, { config, samples }: { config: TrainingConfig; samples: number }) {
  const width = Number(config.cross_attention_dim);
  const states = { encoder_hidden_states: input('in:ctx', [samples, 77, width]) };
  if (!config.addition_embed_type) return states;
  const ids = TIME_IDS.slice(0, samples).flat();
  return {
    ...states,
    text_embeds: input('in:pooled', [samples, 32]),
    time_ids: { dims: [samples, 6], data: Float32Array.from(ids) },
  };
}

const TIME_IDS = [
  [1024, 768, 0, 16, 1024, 1024],
  [640, 960, 8, 0, 1024, 1024],
  [512, 512, 0, 0, 1024, 1024],
  [1024, 1024, 0, 0, 1024, 1024],
];

/** The root of the sum of all squares. */
export function normOf(...all: readonly Float32Array[]): number {
  return Math.sqrt(all.reduce((sum, data) => sum + data.reduce((inner, value) => inner + value * value, 0), 0));
}

/** The largest difference of the recorded numbers over the mean of the tensor's absolute values. */
export function gradientError(data: Float32Array, { idx, val, absmean }: GoldenTensor): number {
  const worst = idx.reduce((most, at, i) => Math.max(most, Math.abs(data[at]! - val[i]!)), 0);
  return absmean === 0 ? worst : worst / absmean;
}
