import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { openEncoder } from '#renderer/engine/networks/open-encoder.ts';
import { row, stack, type Tensor } from '#renderer/engine/tensor.ts';
import { lossWeight, noised, offsetNoise } from '#renderer/engine/training/noising.ts';
import type { TrainingBatch } from '#renderer/engine/training/trainer.ts';
import { ON_CPU, UNREAD } from '#test/golden/check/networks.ts';
import type { GoldenFile } from '#test/golden/check/part.ts';
import { captionIds, hashedPicture } from '#test/golden/check/training/training-batches.ts';
import { SCHEDULE, type TrainingConfig } from '#test/golden/check/training/training-inputs.ts';
import { type GoldenTensor, golden, withParameters } from '#test/renderer/engine/graph/golden.ts';

/** A whole training as training.json records it. */
export interface LoopRecord {
  readonly unet: string;
  readonly kind: 'lora' | 'full' | 'none' | 'pivotal';
  readonly steps: number;
  readonly batch: number;
  readonly rank: number | null;
  readonly alpha: number | null;
  readonly targets: readonly string[] | null;
  readonly lr: number;
  readonly scheduler: 'constant' | 'constant_with_warmup' | 'cosine' | 'linear';
  readonly warmup: number;
  readonly adam: { betas: readonly [number, number]; weight_decay: number; eps: number };
  readonly max_grad_norm: number | null;
  readonly snr_gamma: number | null;
  readonly noise_offset: number;
  readonly prediction_type: 'epsilon' | 'v_prediction';
  readonly prior_loss_weight: number | null;
  readonly train_text_encoder: boolean;
  readonly new_vectors: number;
  readonly pivot_at_step: number | null;
  readonly ema: false | Readonly<Record<string, GoldenTensor>>;
  readonly accumulate: number;
  readonly plan: readonly { pictures: readonly number[]; flips: readonly boolean[]; t: readonly number[] }[];
  readonly rows: readonly (readonly [loss: number, norm: number | null, rate: number | null])[];
  readonly first_gradient?: Readonly<Record<string, GoldenTensor>>;
  readonly final?: Readonly<Record<string, GoldenTensor>>;
  readonly final_norm?: number;
  readonly final_sum_abs?: number;
  readonly final_gap?: number;
  readonly rows_after?: GoldenTensor;
  readonly output_after: GoldenTensor;
}

/** All batches of a run, in order. */
export async function recordedBatches(
  file: GoldenFile,
  record: LoopRecord,
  { config, frozen }: { config: TrainingConfig; frozen: ((ids: readonly number[][]) => Promise<Tensor>) | null },
): Promise<readonly TrainingBatch[]> {
  const latents = await latentsOf(file, record);
  const batches: TrainingBatch[] = [];
  for (const [i, { pictures, t }] of record.plan.entries()) {
    const ids = pictures.map((k) => [...captionIds(k, record.new_vectors)]);
    const prompt = config.addition_embed_type
      ? statesOf(file, { config, pictures })
      : frozen
        ? await frozen(ids)
        : [ids];
    batches.push({
      ...noisedAt(file, record, { i, latents: latents[i]! }),
      timesteps: t,
      weights: weightsOf(record, t),
      prompt,
      conditions: config.addition_embed_type ? sdxlConditions(file, pictures) : {},
    });
  }
  return batches;
}

function noisedAt({ recipe }: GoldenFile, record: LoopRecord, { i, latents }: { i: number; latents: Tensor }) {
  const { t } = record.plan[i]!;
  const offset = recipe.input(`offset:${i}`, [t.length, 4, 1, 1]);
  const noise = offsetNoise(recipe.input(`noise:${i}`, latents.dims), offset, record.noise_offset);
  const { alphasCumprod } = SCHEDULE;
  return noised({ latents, noise }, { alphasCumprod, prediction: record.prediction_type, timesteps: t });
}

function weightsOf(record: LoopRecord, t: readonly number[]): readonly number[] {
  const ofPrior = record.prior_loss_weight === null ? 0 : t.length / 2;
  const own = t.length - ofPrior;
  const schedule = { alphasCumprod: SCHEDULE.alphasCumprod, prediction: record.prediction_type };
  const weighting = record.snr_gamma
    ? ({ kind: 'min-snr', gamma: record.snr_gamma } as const)
    : ({ kind: 'none' } as const);
  return t.map((at, i) =>
    i < own ? lossWeight(weighting, schedule, at) / own : (record.prior_loss_weight ?? 0) / ofPrior,
  );
}

function latentsOf({ recipe }: GoldenFile, { plan }: LoopRecord): Promise<readonly Tensor[]> {
  const { config } = golden.vae;
  const shapes = wantedWeights((weights) => buildVaeEncoder(parseVaeConfig(config), weights, UNREAD));
  const signal = new AbortController().signal;
  const encodeAll = async (weights: Parameters<typeof openEncoder>[1]) => {
    const encoder = await openEncoder(config, weights, ON_CPU);
    const all: Tensor[] = [];
    for (const [i, { pictures, flips }] of plan.entries()) {
      const noise = recipe.input(`vaenoise:${i}`, [pictures.length, 4, 16, 16]);
      const rows: Tensor[] = [];
      for (const [at, k] of pictures.entries()) {
        const encoded = await encoder.encode(hashedPicture(k, flips[at]!), signal);
        rows.push(encoded.sample(row(noise, at)));
      }
      all.push(stack(rows));
    }
    await encoder.release();
    return all;
  };
  return withParameters(shapes, encodeAll, recipe.parameter);
}

function statesOf(
  { recipe }: GoldenFile,
  { config, pictures }: { readonly config: TrainingConfig; readonly pictures: readonly number[] },
): Tensor {
  const width = Number(config.cross_attention_dim);
  return stack(pictures.map((k) => recipe.input(`ctx:${k}`, [1, 77, width])));
}

function sdxlConditions({ recipe }: GoldenFile, pictures: readonly number[]): Readonly<Record<string, Tensor>> {
  const ids = pictures.flatMap(() => [64, 64, 0, 0, 64, 64]);
  return {
    text_embeds: stack(pictures.map((k) => recipe.input(`pooled:${k}`, [1, 32]))),
    time_ids: { dims: [pictures.length, 6], data: Float32Array.from(ids) },
  };
}
