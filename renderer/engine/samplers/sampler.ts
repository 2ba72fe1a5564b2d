import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

/** The network with guidance already applied: model input (scaled as the sampler wants) at a timestep -> eps or v. */
export type Predict = (input: Tensor, timestep: number) => Promise<Tensor>;

export interface SamplerOptions {
  readonly schedule: NoiseSchedule;
  readonly steps: number;
  readonly karras: boolean;
  /** Standard normal numbers of the latents' shape; called exactly when diffusers would draw. */
  readonly noise: () => Tensor;
}

export interface SamplerStep {
  /** 1 … steps. */
  readonly step: number;
  readonly latents: Tensor;
  /** The current estimate of the clean latents; previews come from here. */
  readonly denoised: Tensor;
}

/**
 * The mathematics of the steps. `noise` is the first draw (unit variance, unscaled); the sampler scales it itself. Pure
 * but for `predict`: the same numbers in give the same numbers out. The last step's latents are the result.
 */
export interface Sampler {
  readonly name: string;
  /** Whether Karras spacing means anything to it. */
  readonly hasKarras: boolean;
  /** Most steps that it can take; left out = any number. */
  readonly stepsMax?: number;
  sample(predict: Predict, noise: Tensor, options: SamplerOptions): AsyncGenerator<SamplerStep, void, undefined>;
}
