import type { Family } from '#renderer/engine/checkpoint/family.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { Prediction } from '#shared/contract/bounds.ts';

/** Noise as every family of Stable Diffusion was trained with it. */
const TRAINED = {
  beta_schedule: 'scaled_linear',
  beta_start: 0.00085,
  beta_end: 0.012,
  num_train_timesteps: 1000,
  steps_offset: 1,
  set_alpha_to_one: false,
  clip_sample: false,
};

/** Keys by which fine-tunes of SDXL say in a single file that they predict velocity, and that the noise ends at zero SNR. */
const VELOCITY_MARK = 'v_pred';
const ZERO_SNR_MARK = 'ztsnr';

interface SingleFileSigns {
  readonly unet: WeightMap;
  /** All keys of the file. */
  readonly names: { has(name: string): boolean };
  /** What somebody says that it predicts; null = nobody does. */
  readonly prediction: Prediction | null;
}

/** The scheduler_config.json that a single file implies. */
export async function impliedScheduler(
  family: Family,
  { unet, names, prediction }: SingleFileSigns,
): Promise<Record<string, unknown>> {
  const isVelocity = family === 'sd21' ? await predictsVelocity(unet) : names.has(VELOCITY_MARK);
  const predictionType = prediction ?? (isVelocity ? 'v_prediction' : 'epsilon');
  return {
    ...TRAINED,
    prediction_type: predictionType,
    ...(unet.has('add_embedding.linear_1.weight') && { timestep_spacing: 'leading' }),
    ...(predictionType === 'v_prediction' && names.has(ZERO_SNR_MARK) && { rescale_betas_zero_snr: true }),
  };
}

/** A bias that moved far from zero in the 768-pixel model and stayed close to it in the 512-pixel one. */
const TELLING_BIAS = /^up_blocks\.3\.attentions\.2\.transformer_blocks\.0\.norm1\.bias$/;
const VELOCITY_DEVIATION = 0.09;

/**
 * Whether an SD 2 predicts velocity. The two kinds have equal shapes; what tells them apart is one bias, as found by
 * ComfyUI's authors. The inpainting model, with 9 channels, predicts noise.
 */
async function predictsVelocity(unet: WeightMap): Promise<boolean> {
  if (unet.get('conv_in.weight')?.shape[1] !== 4) return false;
  for (const [key, entry] of unet) {
    if (TELLING_BIAS.test(key)) return standardDeviation((await readTensor(entry)).data) > VELOCITY_DEVIATION;
  }
  return false;
}

function standardDeviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
