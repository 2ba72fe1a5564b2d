import type { Segmenter } from '#renderer/engine/networks/open-segmenter.ts';
import { type FoundThing, type PictureView, promptOf, thingsOf } from '#renderer/engine/pipeline/segment.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/** As the authors' SamAutomaticMaskGenerator has it, but for fewer points: a thing has to have one on it. */
const POINTS_A_SIDE = 16;
const SCORE_MIN = 0.88;
const STABILITY_MIN = 0.95;
const STABILITY_OFFSET = 1;
const OVERLAP_MAX = 0.7;

/** Prompts of one call. */
const PROMPTS_AT_ONCE = 16;

export type AllProgress =
  | { readonly kind: 'step' }
  | { readonly kind: 'found'; readonly things: readonly FoundThing[] };

/** Calls that looking for everything takes. */
export const ALL_STEPS = POINTS_A_SIDE ** 2 / PROMPTS_AT_ONCE;

/**
 * Everything that stands out: points all over the picture are asked what they lie on, and of masks that are sure of
 * themselves and of their edges, one is kept of those that are about the same. Largest first, so that parts come after
 * what they are parts of. An abort is heeded between calls.
 */
export async function* findAll(
  view: PictureView,
  network: Segmenter,
  { count, signal }: { readonly count: number; readonly signal: AbortSignal },
): AsyncGenerator<AllProgress, void, undefined> {
  const points = gridPoints(view);
  const found: Candidate[] = [];
  for (let from = 0; from < points.length; from += PROMPTS_AT_ONCE) {
    await yieldToEventLoop(signal);
    const some = points.slice(from, from + PROMPTS_AT_ONCE);
    const prompts = some.map((point) => promptOf(view, { points: [point], box: null, mask: null }));
    const answer = await network.find(view.features, { points: prompts, mask: null });
    for (const i of some.keys()) {
      for (const thing of thingsOf(answer, i, true)) if (isSure(thing)) found.push(candidateOf(thing));
    }
    yield { kind: 'step' };
  }
  yield {
    kind: 'found',
    things: distinct(found)
      .slice(0, count)
      .sort(byArea)
      .map(({ thing }) => thing),
  };
}

function gridPoints({ whole }: PictureView) {
  const at = (i: number, length: number) => ((i + 0.5) / POINTS_A_SIDE) * length;
  return Array.from({ length: POINTS_A_SIDE ** 2 }, (_, i) => ({
    x: at(i % POINTS_A_SIDE, whole.width),
    y: at(Math.floor(i / POINTS_A_SIDE), whole.height),
    outside: false,
  }));
}

/** Whether the mask is about the same with the threshold moved up and down. */
function isSure({ score, lowRes }: FoundThing): boolean {
  if (score < SCORE_MIN) return false;
  let [inner, outer] = [0, 0];
  for (const logit of lowRes.data) {
    if (logit > STABILITY_OFFSET) inner += 1;
    if (logit > -STABILITY_OFFSET) outer += 1;
  }
  return outer > 0 && inner / outer >= STABILITY_MIN;
}

interface Candidate {
  readonly thing: FoundThing;
  readonly area: number;
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
}

function candidateOf(thing: FoundThing): Candidate {
  const { dims, data } = thing.lowRes;
  const width = dims[3]!;
  let area = 0;
  let [left, top, right, bottom] = [width, width, 0, 0];
  for (const [i, logit] of data.entries()) {
    if (!(logit > 0)) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    area += 1;
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
  }
  return { thing, area, box: [left, top, right, bottom] };
}

/** Best first; of boxes that overlap much the better one stays. */
function distinct(found: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const one of found.toSorted((a, b) => b.thing.score - a.thing.score)) {
    if (one.area > 0 && kept.every((other) => overlap(one, other) <= OVERLAP_MAX)) kept.push(one);
  }
  return kept;
}

function overlap({ box: a }: Candidate, { box: b }: Candidate): number {
  const across = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const down = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  const shared = Math.max(across, 0) * Math.max(down, 0);
  const area = (box: Candidate['box']) => (box[2] - box[0]) * (box[3] - box[1]);
  return shared / (area(a) + area(b) - shared);
}

function byArea(a: Candidate, b: Candidate): number {
  return b.area - a.area;
}
