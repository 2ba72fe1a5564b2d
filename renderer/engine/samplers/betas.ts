/** How noise grows over the training timesteps; the names are those of diffusers' configuration files. */
export type BetaSchedule = 'linear' | 'scaled_linear' | 'squaredcos_cap_v2';

/** One beta per training timestep, in float32 as torch computes them. */
export function betasOf(kind: BetaSchedule, { from, to, count }: { from: number; to: number; count: number }) {
  switch (kind) {
    case 'linear':
      return linspace(from, to, count);
    case 'scaled_linear':
      return linspace(Math.sqrt(from), Math.sqrt(to), count).map((root) => root * root);
    case 'squaredcos_cap_v2':
      return cosineBetas(count);
  }
}

/** torch.cumprod of float32 alphas: accumulated in double, each element rounded. */
export function cumulate(betas: Float32Array): Float32Array {
  let product = 1;
  return betas.map((beta) => {
    product *= Math.fround(1 - beta);
    return product;
  });
}

/**
 * "Common Diffusion Noise Schedules and Sample Steps are Flawed" (arXiv 2305.08891), algorithm 1: the last alphaBar is
 * 0. Goes back to betas and cumulates again, each step in float32, because the rounding shows in the sixth digit.
 */
export function withZeroTerminalSnr(alphasCumprod: Float32Array): Float32Array {
  const { fround } = Math;
  const roots = alphasCumprod.map(Math.sqrt);
  const first = roots[0]!;
  const last = roots.at(-1)!;
  const stretch = fround(first / fround(first - last));
  const squares = roots.map((root) => fround(fround(root - last) * stretch) ** 2);
  const alphas = squares.map((square, i) => (i === 0 ? square : square / squares[i - 1]!));
  return cumulate(alphas.map((alpha) => 1 - alpha));
}

/** torch.linspace in float32: one rounding per element, the second half counted back from the end. */
function linspace(from: number, to: number, count: number): Float32Array {
  const start = Math.fround(from);
  const end = Math.fround(to);
  const step = Math.fround(Math.fround(end - start) / (count - 1));
  const element = (i: number) => (i < Math.floor(count / 2) ? start + step * i : end - step * (count - 1 - i));
  return Float32Array.from({ length: count }, (_, i) => element(i));
}

/** "Improved Denoising Diffusion Probabilistic Models" (arXiv 2102.09672), equation 17, capped at 0.999. */
function cosineBetas(count: number): Float32Array {
  const alphaBar = (t: number) => Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2;
  return Float32Array.from({ length: count }, (_, i) =>
    Math.min(1 - alphaBar((i + 1) / count) / alphaBar(i / count), 0.999),
  );
}
