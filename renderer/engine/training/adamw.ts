/** Settings of AdamW (https://arxiv.org/abs/1711.05101), as torch names them. */
export interface AdamWSettings {
  readonly betas: readonly [first: number, second: number];
  readonly eps: number;
  readonly weightDecay: number;
}

/** What diffusers' scripts train with. */
export const USUAL_ADAMW: AdamWSettings = { betas: [0.9, 0.999], eps: 1e-8, weightDecay: 1e-2 };

/** Running means of a parameter's gradients and of their squares. */
export interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** What an optimiser remembers between steps. */
export interface AdamWState {
  /** Steps so far. */
  step: number;
  /** By the parameter's name; a parameter that had no step yet has none. */
  readonly moments: Map<string, Moments>;
}

/** An optimiser that has made no step yet. */
export function freshAdamW(): AdamWState {
  return { step: 0, moments: new Map() };
}

/** One step of all parameters, in place. Numbers are kept as float32 and reckoned with in double. */
export function stepAdamW(
  state: AdamWState,
  { parameters, gradients, rate }: AdamWStep,
  { betas: [beta1, beta2], eps, weightDecay }: AdamWSettings,
): void {
  state.step++;
  const spread = Math.sqrt(1 - beta2 ** state.step);
  for (const [name, { data }] of parameters) {
    const gradient = gradients.get(name);
    if (!gradient) continue;
    const own = typeof rate === 'number' ? rate : rate(name);
    const length = own / (1 - beta1 ** state.step);
    const kept = 1 - own * weightDecay;
    const { first, second } = momentsOf(state, name, data.length);
    for (let i = 0; i < data.length; i++) {
      const g = gradient[i]!;
      const mean = beta1 * first[i]! + (1 - beta1) * g;
      const square = beta2 * second[i]! + (1 - beta2) * g * g;
      first[i] = mean;
      second[i] = square;
      data[i] = data[i]! * kept - (length * mean) / (Math.sqrt(square) / spread + eps);
    }
  }
}

export interface AdamWStep {
  readonly parameters: ReadonlyMap<string, { readonly data: Float32Array }>;
  /** By the same names; parameters without one are left alone. */
  readonly gradients: ReadonlyMap<string, Float32Array>;
  /** Of all, or of each by its name. */
  readonly rate: number | ((name: string) => number);
}

function momentsOf({ moments }: AdamWState, name: string, length: number): Moments {
  const known = moments.get(name) ?? { first: new Float32Array(length), second: new Float32Array(length) };
  moments.set(name, known);
  return known;
}
