/** The quantile function of the beta distribution with both parameters `shape`: where its share `p` lies, 0 … 1. */
export function betaQuantile(p: number, shape: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  let [low, high] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (betaShare(middle, shape) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Enough for all bits of a double. */
const HALVINGS = 60;

/** The regularised incomplete beta function I_x(shape, shape). */
function betaShare(x: number, shape: number): number {
  // The continued fraction converges fast below the middle; above, symmetry brings it there.
  if (x > 0.5) return 1 - betaShare(1 - x, shape);
  const front = Math.exp(shape * Math.log(x) + shape * Math.log1p(-x) - logBeta(shape)) / shape;
  return front * continuedFraction(x, shape);
}

/** Lentz's method, as in Numerical Recipes, section 6.4. */
function continuedFraction(x: number, shape: number): number {
  let c = 1;
  let d = 1 / (1 - (2 * shape * x) / (shape + 1));
  let value = d;
  for (let m = 1; m <= 200; m++) {
    const even = (m * (shape - m) * x) / ((shape + 2 * m - 1) * (shape + 2 * m));
    const odd = (-(shape + m) * (2 * shape + m) * x) / ((shape + 2 * m) * (shape + 2 * m + 1));
    for (const term of [even, odd]) {
      d = 1 / (1 + term * d);
      c = 1 + term / c;
      value *= d * c;
    }
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}

/** log B(shape, shape). */
function logBeta(shape: number): number {
  return 2 * logGamma(shape) - logGamma(2 * shape);
}

/** Stirling's series, after the recurrence has brought the argument to where it is exact. */
function logGamma(x: number): number {
  let [z, shift] = [x, 0];
  for (; z < 12; z++) shift += Math.log(z);
  const inverse = 1 / (z * z);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
