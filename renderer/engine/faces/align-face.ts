import { type Affine, moved, type Spot, similarity } from '#renderer/engine/faces/affine.ts';

/** Where eyes, nose and the corners of the mouth lie in a square face of 512 pixels, as CodeFormer was trained. */
const TEMPLATE: readonly Spot[] = [
  { x: 192.98138, y: 239.94708 },
  { x: 318.90277, y: 240.1936 },
  { x: 256.63416, y: 314.01935 },
  { x: 201.26117, y: 371.41043 },
  { x: 313.08905, y: 371.15118 },
];

/**
 * The pairs of points that OpenCV's estimateAffinePartial2D tries for five of them, in its order: its random numbers
 * begin with the same seed in every call.
 */
const TRIALS = [
  ...([
    [0, 4],
    [0, 3],
    [1, 2],
    [1, 0],
    [3, 0],
    [0, 4],
    [1, 4],
  ] as const),
  ...([
    [3, 1],
    [0, 3],
    [0, 1],
    [0, 4],
    [4, 1],
    [0, 3],
  ] as const),
] as const;

/** What the median of errors is multiplied by, to be the deviation that a point may have (Rousseeuw 1984). */
const DEVIATIONS = 2.5 * 1.4826 * (1 + 5 / (5 - 2));
const DEVIATION_MIN = 0.001;

/**
 * How a face is brought to the square that its restorer reads, by its landmarks: two eyes, the nose, and the corners of
 * the mouth, left before right as one looks at them. The similarity with the least median of squares, so that one that
 * is wrong counts for nothing; as OpenCV's LMEDS, whose answer is always the same. Null where all are one point.
 */
export function alignFace(landmarks: readonly Spot[]): Affine | null {
  let best: { readonly errors: readonly number[]; readonly median: number } | null = null;
  for (const [i, j] of TRIALS) {
    const trial = similarity([landmarks[i]!, landmarks[j]!], [TEMPLATE[i]!, TEMPLATE[j]!]);
    if (!trial) continue;
    const errors = landmarks.map((place, k) => squaredError(moved(trial, place), TEMPLATE[k]!));
    const median = errors.toSorted((a, b) => a - b)[2]!;
    if (!best || median < best.median) best = { errors, median };
  }
  if (!best) return null;
  const bound = Math.max(DEVIATION_MIN, DEVIATIONS * Math.sqrt(best.median)) ** 2;
  const kept = [0, 1, 2, 3, 4].filter((i) => best.errors[i]! <= bound);
  return similarity(
    kept.map((i) => landmarks[i]!),
    kept.map((i) => TEMPLATE[i]!),
  );
}

/** In single precision, by which OpenCV compares. */
function squaredError(at: Spot, wanted: Spot): number {
  const [x, y] = [Math.fround(at.x - wanted.x), Math.fround(at.y - wanted.y)];
  return Math.fround(x * x + y * y);
}
