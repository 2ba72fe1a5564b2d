import type { NoiseSchedule, ScheduleSpacing } from '#renderer/engine/samplers/noise-schedule.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { TimestepSpacing } from '#shared/contract/bounds.ts';

/**
 * The network with guidance already applied: model input (scaled as the sampler wants) at a timestep -> eps, v or x0.
 */
export type Predict = (input: Tensor, timestep: number) => Promise<Tensor>;

/** What decides the way, before any noise is drawn. */
export interface PlanOptions {
  readonly schedule: NoiseSchedule;
  /** Of the whole way from pure noise; `start` and `part` leave fewer. */
  readonly steps: number;
  /** Null = as the model's file says, for samplers that know that way; else their own. */
  readonly sigmas: ScheduleSpacing | null;
  /** Instead of the model's own spacing of timesteps. */
  readonly spacing?: TimestepSpacing;
  /** Fresh noise per step: ddim from 0 (its default) to 1, tcd likewise (default 0.3); others have no such choice. */
  readonly eta?: number;
  /** Of unipc; as the model's file says if left out. */
  readonly order?: 1 | 2 | 3;
  /** From a picture instead of from noise. */
  readonly start?: Start;
  /** Only a part of the way, as fractions of it: a base model goes `to` 0.8, its refiner `from` 0.8. */
  readonly part?: { readonly from?: number; readonly to?: number };
}

/** What decides the way, with the spacing of noise levels chosen. */
export interface WayOptions extends Omit<PlanOptions, 'sigmas'> {
  readonly sigmas: ScheduleSpacing;
}

/** Clean latents to start from; with `part.from` they are not clean but what the model before handed over. */
export interface Start {
  readonly original: Tensor;
  /** 0 … 1: the share of the steps that is taken, and so of the noise. Counts for nothing with `part.from`. */
  readonly strength: number;
  /**
   * True: all steps lie within that share, instead of leaving out the first ones. diffusers does so for full latent
   * consistency models; only lcm and tcd can.
   */
  readonly within?: boolean;
}

export interface SamplerOptions extends PlanOptions {
  /** Standard normal numbers of the latents' shape; called exactly when diffusers would draw. */
  readonly noise: () => Tensor;
  /**
   * Called after each call of the network (some samplers make two in a step); the sampler goes on from the latents it
   * returns. What a sampler remembers of earlier steps stays, as in diffusers.
   */
  readonly replaceLatents?: (step: SamplerStep) => Tensor;
}

export interface SamplerStep {
  /** 1 … steps. */
  readonly step: number;
  /** How many this run takes. */
  readonly steps: number;
  /** Where the step set out. */
  readonly timestep: number;
  readonly latents: Tensor;
  /** The current estimate of the clean latents; previews come from here. */
  readonly denoised: Tensor;
  /** Clean latents noised to the level of `latents`, in the sampler's own form; unchanged after the last timestep. */
  readonly renoise: (original: Tensor, noise: Tensor) => Tensor;
}

/** The way that a run would take. */
export interface Plan {
  readonly steps: number;
  /** One per call of the network. */
  readonly timesteps: readonly number[];
}

/** The mathematics of the steps. Pure but for `predict`: the same numbers in give the same numbers out. */
export interface Sampler {
  readonly name: string;
  /** The ways of spacing its noise levels that it knows; the first is its own. */
  readonly spacings: readonly ScheduleSpacing[];
  /** Whether Karras spacing is among them. */
  readonly hasKarras: boolean;
  /** Whether its timesteps can be spaced as was asked for; others have their own. */
  readonly hasSpacing: boolean;
  /** Most steps that it can take; left out = any number. */
  readonly stepsMax?: number;
  /** Throws `invalid` where `sample` would, without asking the network. */
  plan(options: PlanOptions): Plan;
  /**
   * `noise` is the first draw (unit variance, unscaled); the sampler scales it itself, or adds it to `start`. Yields
   * once per step. The last step's latents are the result.
   */
  sample(predict: Predict, noise: Tensor, options: SamplerOptions): AsyncGenerator<SamplerStep, void, undefined>;
}
