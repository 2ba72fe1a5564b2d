import type { FloatMap } from '#renderer/engine/image/opencv-float-resize.ts';
import { roundToEven } from '#renderer/engine/image/round-to-even.ts';
import type { Peak } from '#renderer/engine/preprocess/pose/peaks.ts';

/** A peak with its number among all peaks. */
export interface PoseCandidate extends Peak {
  readonly id: number;
}

/** Two peaks that make a limb. */
export interface Connection {
  readonly from: PoseCandidate;
  readonly to: PoseCandidate;
  readonly score: number;
}

/** The way from one key point to the other at each pixel, as far as a limb lies there. */
export interface Affinity {
  readonly x: FloatMap;
  readonly y: FloatMap;
}

/** Places looked at between two peaks, both ends among them. */
const SAMPLES = 10;
/** More than this share of them must agree by more than this. */
const AGREEING = 0.8;
const AGREEMENT_MIN = 0.05;

/** The surest limbs between two sets of peaks; none has two. */
export function connect(
  starts: readonly PoseCandidate[],
  ends: readonly PoseCandidate[],
  affinity: Affinity,
): readonly Connection[] {
  const possible = starts.flatMap((from) => ends.flatMap((to) => connectionOf(from, to, affinity) ?? []));
  // Of equal ones the first stays first.
  possible.sort((a, b) => b.score - a.score);
  const chosen: Connection[] = [];
  for (const one of possible) {
    if (chosen.some(({ from, to }) => from === one.from || to === one.to)) continue;
    chosen.push(one);
  }
  return chosen;
}

function connectionOf(from: PoseCandidate, to: PoseCandidate, { x, y }: Affinity): Connection | null {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.max(0.001, Math.sqrt(dx * dx + dy * dy));
  let [sum, agreeing] = [0, 0];
  for (let i = 0; i < SAMPLES; i++) {
    const column = roundToEven(from.x + (i * dx) / (SAMPLES - 1));
    const row = roundToEven(from.y + (i * dy) / (SAMPLES - 1));
    const at = row * x.width + column;
    const agreement = x.data[at]! * (dx / length) + y.data[at]! * (dy / length);
    sum += agreement;
    if (agreement > AGREEMENT_MIN) agreeing += 1;
  }
  // Longer than half the picture is less likely a limb.
  const score = sum / SAMPLES + Math.min((0.5 * x.height) / length - 1, 0);
  return agreeing > AGREEING * SAMPLES && score > 0 ? { from, to, score } : null;
}
