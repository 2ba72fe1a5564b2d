/** How a mean over the steps forgets (diffusers' EMAModel). */
export interface AverageSettings {
  readonly decay: number;
  /** 0 when left out. */
  readonly minDecay?: number;
  /** Steps before it begins; 0 when left out. */
  readonly updateAfter?: number;
  /** 1 - (1 + s / gamma)^-power instead of (1 + s) / (10 + s); left out, the second. */
  readonly warmup?: { readonly gamma: number; readonly power: number };
}

/** The share that is kept at a call, counted from 1. */
export function averageDecay({ decay, minDecay = 0, updateAfter = 0, warmup }: AverageSettings, call: number): number {
  const since = Math.max(0, call - updateAfter - 1);
  if (since === 0) return 0;
  const grown = warmup ? 1 - (1 + since / warmup.gamma) ** -warmup.power : (1 + since) / (10 + since);
  return Math.max(minDecay, Math.min(decay, grown));
}

/** Brings a mean nearer to what the numbers are now, in place. */
export function updateAverage(average: Float32Array, now: Float32Array, decay: number): void {
  for (let i = 0; i < average.length; i++) average[i]! -= (1 - decay) * (average[i]! - now[i]!);
}
