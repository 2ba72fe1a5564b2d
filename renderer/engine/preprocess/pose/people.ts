import {
  type Affinity,
  type Connection,
  connect,
  type PoseCandidate,
} from '#renderer/engine/preprocess/pose/connections.ts';
import type { Peak } from '#renderer/engine/preprocess/pose/peaks.ts';
import { BODY_POINTS, DRAWN_LIMBS, LIMBS } from '#renderer/engine/preprocess/pose/skeleton.ts';

/** Somebody in a picture. */
export interface Person {
  /** By key point; null where it was not found. */
  readonly points: readonly (PoseCandidate | null)[];
  /** Of its points and limbs together. */
  readonly score: number;
  /** Key points that count; a person can have joined others' and counts theirs. */
  readonly parts: number;
}

/** Fewer key points are nobody, and so is who is less sure than this by key point. */
const PARTS_MIN = 4;
const SCORE_MIN = 0.4;

/**
 * Puts people together from peaks (a list for each key point) limb by limb, as OpenPose's Python port does
 * (https://arxiv.org/abs/1812.08008): a limb goes to who has one of its ends, joins two who have one each, or begins
 * somebody. `affinityOf` gives the maps of a limb by its number, and is asked only where both ends were found.
 */
export function findPeople(
  peaks: readonly (readonly Peak[])[],
  affinityOf: (limb: number) => Affinity,
): { readonly candidates: readonly PoseCandidate[]; readonly people: readonly Person[] } {
  let next = 0;
  const byPoint = peaks.map((list) => list.map((peak): PoseCandidate => ({ ...peak, id: next++ })));
  const people: Draft[] = [];
  for (const [limb, { from, to }] of LIMBS.entries()) {
    const [starts, ends] = [byPoint[from]!, byPoint[to]!];
    if (starts.length === 0 || ends.length === 0) continue;
    for (const connection of connect(starts, ends, affinityOf(limb))) addLimb(people, { limb, connection });
  }
  const isSomebody = ({ parts, score }: Draft) => parts >= PARTS_MIN && score / parts >= SCORE_MIN;
  return { candidates: byPoint.flat(), people: people.filter(isSomebody) };
}

interface Draft {
  readonly points: (PoseCandidate | null)[];
  score: number;
  parts: number;
}

function addLimb(people: Draft[], { limb, connection }: { limb: number; connection: Connection }): void {
  const { from, to } = LIMBS[limb]!;
  const [first, second] = people.filter(
    ({ points }) => points[from] === connection.from || points[to] === connection.to,
  );
  if (!first) {
    if (limb < DRAWN_LIMBS) people.push(beginning({ limb, connection }));
  } else if (second && first.points.every((point, i) => point === null || second.points[i] === null)) {
    join(people, { first, second, connection });
  } else if (second || first.points[to] !== connection.to) {
    first.points[to] = connection.to;
    first.parts += 1;
    first.score += connection.to.score + connection.score;
  }
}

function beginning({ limb, connection }: { limb: number; connection: Connection }): Draft {
  const points = Array<PoseCandidate | null>(BODY_POINTS).fill(null);
  const { from, to } = LIMBS[limb]!;
  points[from] = connection.from;
  points[to] = connection.to;
  return { points, score: connection.from.score + connection.to.score + connection.score, parts: 2 };
}

function join(
  people: Draft[],
  { first, second, connection }: { first: Draft; second: Draft; connection: Connection },
): void {
  for (const [i, point] of second.points.entries()) first.points[i] ??= point;
  first.score += second.score + connection.score;
  first.parts += second.parts;
  people.splice(people.indexOf(second), 1);
}
