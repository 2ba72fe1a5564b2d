import { betaQuantile } from '#renderer/engine/samplers/beta-quantile.ts';
import type { NoiseSchedule, ScheduleSpacing } from '#renderer/engine/samplers/noise-schedule.ts';

/**
 * Noise levels in the variance-exploding form, sigma = sqrt((1 - alphaBar) / alphaBar), one per training timestep, as
 * float32 like diffusers' table. A zero alphaBar counts as 2^-24, so that the first sigma is finite.
 */
export function trainingSigmas(schedule: NoiseSchedule): Float32Array {
  return schedule.alphasCumprod.map((value) => {
    const alphaBar = value === 0 ? 2 ** -24 : value;
    return Math.sqrt(Math.fround(Math.fround(1 - alphaBar) / alphaBar));
  });
}

/** The noise level at a fractional timestep, linear between its neighbours. */
export function sigmaAt(sigmas: Float32Array, timestep: number): number {
  const low = Math.min(Math.max(Math.floor(timestep), 0), sigmas.length - 1);
  const high = Math.min(low + 1, sigmas.length - 1);
  return sigmas[low]! + (timestep - low) * (sigmas[high]! - sigmas[low]!);
}

/** Levels by a rule of their own, from the highest on. */
export function spacedSigmas(rule: Exclude<ScheduleSpacing, 'default'>, range: SigmaRange): number[] {
  switch (rule) {
    case 'karras':
      return karrasSigmas(range);
    case 'beta':
      return betaSigmas(range);
    // Uniform in lambda, which is log sigma: 'lu' differs only in that its timesteps are rounded.
    case 'lu':
    case 'exponential':
      return exponentialSigmas(range);
  }
}

export interface SigmaRange {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

/** "Elucidating the Design Space of Diffusion-Based Generative Models" (arXiv 2206.00364), equation 5. */
export function karrasSigmas({ from, to, steps }: SigmaRange, rho = 7): number[] {
  const start = from ** (1 / rho);
  const end = to ** (1 / rho);
  const ramp = (i: number) => (steps > 1 ? i / (steps - 1) : 0);
  return Array.from({ length: steps }, (_, i) => (start + ramp(i) * (end - start)) ** rho);
}

/** Evenly in log sigma. */
export function exponentialSigmas({ from, to, steps }: SigmaRange): number[] {
  const start = Math.log(from);
  const step = steps > 1 ? (Math.log(to) - start) / (steps - 1) : 0;
  return Array.from({ length: steps }, (_, i) => Math.exp(start + i * step));
}

/** "Beta Sampling is All You Need" (arXiv 2407.12173): quantiles of the beta distribution with both parameters 0.6. */
function betaSigmas({ from, to, steps }: SigmaRange): number[] {
  const share = (i: number) => betaQuantile(1 - (steps > 1 ? i / (steps - 1) : 0), 0.6);
  return Array.from({ length: steps }, (_, i) => to + share(i) * (from - to));
}

/** The fractional timestep of a noise level, linear in log sigma between its neighbours. */
export function timestepAt(sigmas: Float32Array, sigma: number): number {
  const logSigma = Math.log(Math.max(sigma, 1e-10));
  const logAt = (i: number) => Math.fround(Math.log(sigmas[i]!));
  let low = 0;
  while (low < sigmas.length - 2 && logAt(low + 1) <= logSigma) low++;
  const share = (logAt(low) - logSigma) / Math.fround(logAt(low) - logAt(low + 1));
  const clamped = Math.min(Math.max(share, 0), 1);
  return (1 - clamped) * low + clamped * (low + 1);
}
