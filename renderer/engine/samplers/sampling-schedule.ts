import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import { levelOf, type NoiseLevel } from '#renderer/engine/samplers/parametrization.ts';

/** The whole way of a sampler from pure noise on, call by call of the network; a run may take only a part of it. */
export interface SamplingSchedule {
  /** One per call. */
  readonly timesteps: readonly number[];
  /** Per call: how clean latents and noise are mixed to be where the call finds them, as diffusers' add_noise does. */
  readonly levels: readonly NoiseLevel[];
  /** Per call: what latents are multiplied by to be the network's input; left out = 1. */
  readonly inputScales?: readonly number[];
  /** What the first unit-variance noise is multiplied by; left out = 1. */
  readonly initialSigma?: number;
  /** 2 for samplers that ask twice in every step but the last; left out = 1. */
  readonly callsPerStep?: 1 | 2;
  /** The step, from 0, of a call, counted from the first call of the run; left out = by callsPerStep. */
  readonly stepOf?: (call: number) => number;
  /** The strength of the start is already in the timesteps. */
  readonly isWithinStrength?: boolean;
}

/** A schedule of one call per timestep in the variance-preserving form, on trained timesteps. */
export function trainedSchedule(schedule: NoiseSchedule, timesteps: readonly number[]): SamplingSchedule {
  return { timesteps, levels: timesteps.map((t) => levelOf(schedule.alphasCumprod[t]!)) };
}

/** The step, from 0, that a call belongs to; both are counted within the run. */
export function stepOf(sampling: SamplingSchedule, call: number): number {
  return sampling.stepOf ? sampling.stepOf(call) : Math.floor(call / (sampling.callsPerStep ?? 1));
}
