import type { Spot } from '#renderer/engine/faces/affine.ts';

/** What a detector says of a picture: n boxes, each against the box that it starts from. */
export interface FaceSignals {
  /** (n, 4) */
  readonly boxes: Float32Array;
  /** (n), 0 … 1 */
  readonly scores: Float32Array;
  /** (n, 10) */
  readonly landmarks: Float32Array;
}

/** A face, in pixels of the picture that the detector saw. */
export interface DetectedFace {
  readonly box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  readonly score: number;
  /** Two eyes, the nose, the corners of the mouth. */
  readonly landmarks: readonly Spot[];
}

interface Sides {
  readonly width: number;
  readonly height: number;
}

/** Sides of the boxes that each level of the pyramid starts from, in pixels, by the pixels between its places. */
const STARTS = [
  { step: 8, sides: [16, 32] },
  { step: 16, sides: [64, 128] },
  { step: 32, sides: [256, 512] },
] as const;

/** What the network's numbers are multiplied by: places, and the logarithm of sides. */
const OFFSET = 0.1;
const GROWTH = 0.2;

/** The boxes that a detector starts from: (n, 4) of middle and sides, as shares of the picture's. */
export function startingBoxes({ width, height }: Sides): Float32Array {
  const found: number[] = [];
  for (const { step, sides } of STARTS) {
    const [rows, columns] = [Math.ceil(height / step), Math.ceil(width / step)];
    for (let i = 0; i < rows * columns; i++) {
      const [x, y] = [((i % columns) + 0.5) * step, (Math.floor(i / columns) + 0.5) * step];
      for (const side of sides) found.push(x / width, y / height, side / width, side / height);
    }
  }
  return Float32Array.from(found);
}

export interface FaceThresholds {
  /** What a face must have at least, 0 … 1. */
  readonly scoreMin: number;
  /** A box that shares more than this with a more certain one is the same face: intersection over union. */
  readonly overlapMax: number;
}

/** The faces in a picture of this size, the most certain first. */
export function findFaces(
  { boxes, scores, landmarks }: FaceSignals,
  size: Sides,
  { scoreMin, overlapMax }: FaceThresholds,
): readonly DetectedFace[] {
  const starts = startingBoxes(size);
  const likely = [...scores.keys()].filter((i) => scores[i]! > scoreMin).sort((a, b) => scores[b]! - scores[a]!);
  const kept: DetectedFace[] = [];
  for (const i of likely) {
    const start = starts.subarray(4 * i, 4 * i + 4);
    const box = boxOf(boxes.subarray(4 * i, 4 * i + 4), start, size);
    if (kept.some((other) => overlapOf(box, other.box) > overlapMax)) continue;
    const found = landmarksOf(landmarks.subarray(10 * i, 10 * i + 10), start, size);
    kept.push({ box, score: scores[i]!, landmarks: found });
  }
  return kept;
}

function boxOf(said: Float32Array, start: Float32Array, { width, height }: Sides): DetectedFace['box'] {
  const [x = 0, y = 0, wide = 0, high = 0] = start;
  const [across, down] = [wide * Math.exp(said[2]! * GROWTH), high * Math.exp(said[3]! * GROWTH)];
  const left = (x + said[0]! * OFFSET * wide - across / 2) * width;
  const top = (y + said[1]! * OFFSET * high - down / 2) * height;
  return { left, top, right: left + across * width, bottom: top + down * height };
}

function landmarksOf(said: Float32Array, start: Float32Array, { width, height }: Sides): readonly Spot[] {
  const [x = 0, y = 0, wide = 0, high = 0] = start;
  return Array.from({ length: 5 }, (_, i) => ({
    x: (x + said[2 * i]! * OFFSET * wide) * width,
    y: (y + said[2 * i + 1]! * OFFSET * high) * height,
  }));
}

function overlapOf(a: DetectedFace['box'], b: DetectedFace['box']): number {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const shared = Math.max(0, across) * Math.max(0, down);
  const area = ({ left, top, right, bottom }: DetectedFace['box']) => (right - left) * (bottom - top);
  return shared / (area(a) + area(b) - shared);
}
