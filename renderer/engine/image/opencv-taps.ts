import { roundToEven } from '#renderer/engine/image/round-to-even.ts';

/** Numbers that a result is made of along an axis: so many neighbours each, weighed in units of 1/2048. */
export interface OpencvTaps {
  /** Neighbours of a result. */
  readonly count: number;
  readonly places: Int32Array;
  readonly weights: Int32Array;
}

/** One in the weights. */
export const TAP_UNIT = 2048;

/** Filters that look at a fixed number of neighbours, whether it becomes smaller or larger. */
export type TapFilter = 'linear' | 'cubic' | 'lanczos4';

const COUNTS: Readonly<Record<TapFilter, number>> = { linear: 2, cubic: 4, lanczos4: 8 };

const SHARES: Readonly<Record<TapFilter, (x: number) => readonly number[]>> = {
  linear: (x) => [Math.fround(1 - x), x],
  cubic: cubicShares,
  lanczos4: lanczosShares,
};

/** How OpenCV's resize weighs the neighbours of `wanted` places along a side of `length` pixels. */
export function opencvTaps(length: number, wanted: number, filter: TapFilter): OpencvTaps {
  const count = COUNTS[filter];
  const places = new Int32Array(wanted * count);
  const weights = new Int32Array(wanted * count);
  for (let i = 0; i < wanted; i++) {
    const at = Math.fround((i + 0.5) * (length / wanted) - 0.5);
    const below = Math.floor(at);
    // Between the middles of edge pixels and the edge, a linear weight would look beyond it.
    const isBeyond = filter === 'linear' && (below < 0 || below >= length - 1);
    const first = isBeyond ? Math.min(Math.max(below, 0), length - 1) : below;
    const shares = SHARES[filter](isBeyond ? 0 : Math.fround(at - below));
    for (let tap = 0; tap < count; tap++) {
      places[i * count + tap] = Math.min(Math.max(first - count / 2 + 1 + tap, 0), length - 1);
      weights[i * count + tap] = roundToEven(shares[tap]! * TAP_UNIT);
    }
  }
  return { count, places, weights };
}

/** Where the area filter makes something larger, it mixes two neighbours by a rule of its own. */
export function opencvAreaTaps(length: number, wanted: number): OpencvTaps {
  const places = new Int32Array(wanted * 2);
  const weights = new Int32Array(wanted * 2);
  for (let i = 0; i < wanted; i++) {
    const below = Math.floor(i * (length / wanted));
    const beyond = Math.fround(i + 1 - (below + 1) * (wanted / length));
    const share = below >= length - 1 || beyond <= 0 ? 0 : Math.fround(beyond - Math.floor(beyond));
    places.set([Math.min(below, length - 1), Math.min(below + 1, length - 1)], i * 2);
    weights.set([roundToEven(Math.fround(1 - share) * TAP_UNIT), roundToEven(share * TAP_UNIT)], i * 2);
  }
  return { count: 2, places, weights };
}

/** OpenCV's cubic convolution has the parameter -0.75; the last share is what is left of 1. */
function cubicShares(x: number): readonly number[] {
  const a = -0.75;
  const far = Math.fround(((a * (x + 1) - 5 * a) * (x + 1) + 8 * a) * (x + 1) - 4 * a);
  const near = (distance: number) => Math.fround(((a + 2) * distance - (a + 3)) * distance * distance + 1);
  const [before, after] = [near(x), near(Math.fround(1 - x))];
  return [far, before, after, Math.fround(1 - far - before - after)];
}

const HALF_ROOT = Math.SQRT1_2;

/** Sine and cosine of multiples of 45°, which the eight arguments are apart. */
const TURNS = [
  [1, 0],
  [-HALF_ROOT, -HALF_ROOT],
  [0, 1],
  [HALF_ROOT, -HALF_ROOT],
  [-1, 0],
  [HALF_ROOT, HALF_ROOT],
  [0, -1],
  [-HALF_ROOT, HALF_ROOT],
] as const;

/** sinc(x)·sinc(x/4) at x + 3 … x - 4 up to a factor, brought to a sum of 1 in 32-bit floats. */
export function lanczosShares(x: number): readonly number[] {
  if (x < 2 ** -23) return [0, 0, 0, 1, 0, 0, 0, 0];
  const angle = (-(x + 3) * Math.PI) / 4;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const shares = TURNS.map(([ofSine, ofCosine], i) => {
    const y = (-(x + 3 - i) * Math.PI) / 4;
    return Math.fround((ofSine * sine + ofCosine * cosine) / (y * y));
  });
  const sum = shares.reduce((total, share) => Math.fround(total + share), 0);
  const factor = Math.fround(1 / sum);
  return shares.map((share) => Math.fround(share * factor));
}
