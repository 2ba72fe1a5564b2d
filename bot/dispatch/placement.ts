import { batchKeyOf } from '#bot/dispatch/batch-key.ts';
import { sharesCalls } from '#bot/dispatch/batch-mates.ts';
import { createFirstToEnd, createWaitLimits, type FirstToEnd } from '#bot/dispatch/first-to-end.ts';
import type { IndexedRenderer, NeedsKind } from '#bot/dispatch/model-offers.ts';
import { placeAlone } from '#bot/dispatch/place-alone.ts';
import { type DuePlace, placeDue } from '#bot/dispatch/place-due.ts';
import type { DueRound, Placement, PlacementRound, WaitingJob } from '#bot/dispatch/placement-round.ts';
import type { RendererCounts } from '#bot/dispatch/renderer-counts.ts';
import { createRendererIndex, type RendererIndex } from '#bot/dispatch/renderer-index.ts';
import type { Speeds } from '#bot/dispatch/speed-estimate.ts';
import { type Needs, needsOf } from '#bot/domain/task-needs.ts';
import { say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

/** The policy, with what it remembers of the renderers from one round to the next; its answers depend on the round only. */
export interface PlacementPolicy {
  /**
   * Decides which queued jobs go where now. The fair order is kept except that a job whose model and adapters are
   * resident may pass one that would need a load, within bounds. A job goes where it would start first: an idle
   * renderer beats a busy one unless loading costs more than waiting. Where speeds are known, one that would be done
   * with it much sooner is preferred, and waited for while it is full, within bounds (FirstToEnd); and a job that would
   * share its calls with what a renderer draws may pass one that would not, as often as for a load. Renderers that are
   * down, draining, starting, cooling down or full, and those that lack the model, an adapter or the sampler, get
   * nothing. What is to be drawn alone goes before all others to a renderer that is idle, or keeps one free of others
   * until it is. In each round one job that would be late for its deadline goes before its turn, while its budget
   * lasts.
   */
  choose<Waiting extends WaitingJob>(round: PlacementRound<Waiting>): readonly Placement<Waiting>[];
  /** The renderers as they were in the last round, with what was given in it. */
  readonly renderers: RendererIndex;
  /** The full renderer that the last round left this job waiting for, though another has room; null = none. */
  waitsFor(id: string): IndexedRenderer | null;
}

/** Of the jobs that could be drawn now, only this many are looked at, which bounds how far anybody can jump. */
const WINDOW = 64;

/**
 * A job that was overtaken this often is overtaken no more. How long it has waited does not count: in a long queue all
 * have waited long, and if nobody might pass anybody then, models would be loaded for every picture and the queue would
 * only grow (`npm run bench policy`).
 */
const OVERTAKEN_MAX = 16;

/** A policy that has seen no renderer yet. `loads`: left out = nobody knows what loading a model takes. */
export function createPlacementPolicy(loads?: Pick<Speeds, 'modelLoadMs'>): PlacementPolicy {
  const index = createRendererIndex(loads?.modelLoadMs);
  const limits = createWaitLimits();
  let waitsFor: FirstToEnd['waitsFor'] = () => null;
  return {
    renderers: index,
    waitsFor: (id) => waitsFor(id),
    choose({ queued, alone, kinds, due, speeds, renderers, most, predictMs }) {
      index.update(renderers);
      const placements = placeAlone({ alone, most, predictMs }, index);
      const places = createFirstToEnd(index, { speeds, limits, isPressing: findPressing(due) });
      ({ waitsFor } = places);
      const window = openWindow({ queued, kinds }, { index, places });
      if (due && placements.length < most) {
        window.fill();
        const found = placeDue({ due, predictMs }, window.candidates[0], index);
        if (found) placements.push(giveDue(found, index));
        if (found) window.leaveOut(found.waiting);
      }
      while (placements.length < most) {
        window.fill();
        const found = placeOne(window, { index, places });
        if (!found) break;
        const { candidate, renderer, overtook } = found;
        const { waiting, kind } = candidate;
        const predictedMs = places.takesMs(waiting, kind, renderer) ?? predictMs(waiting);
        for (const passed of overtook) passed.overtaken += 1;
        window.remove(candidate);
        index.give(renderer, { kind, predictedMs, batchKey: batchKeyOf(waiting.job.settled.task) });
        limits.forget(waiting.job.id);
        const rendererId = renderer.snapshot.id;
        placements.push({
          waiting,
          rendererId,
          predictedMs,
          overtook: overtook.map((passed) => passed.waiting.job.id),
        });
      }
      return placements;
    },
  };
}

function giveDue<Waiting extends WaitingJob>(found: DuePlace<Waiting>, index: RendererIndex): Placement<Waiting> {
  const { waiting, kind, renderer, predictedMs, isBeforeTurn } = found;
  index.give(renderer, { kind, predictedMs, batchKey: batchKeyOf(waiting.job.settled.task) });
  return { waiting, rendererId: renderer.snapshot.id, predictedMs, overtook: [], isBeforeTurn };
}

/** Why a job is not being placed, when it is not simply its turn; null when it is. One short phrase. */
export function whyWaiting(counts: RendererCounts, { kind, model }: Needs): Message | null {
  const { all, up, able, ready, cooling, draining, maintained } = counts;
  if (all === 0) return say('waiting.none-configured');
  if (up === 0) return say('waiting.none-connected');
  if (able === 0 && model === null) return say('waiting.none-for', { kind });
  if (able === 0) return say('waiting.none-able', { model: model ?? '' });
  if (maintained === able) return say('waiting.maintenance');
  if (draining + maintained === able) return say('waiting.draining');
  if (ready === 0) return say('waiting.starting');
  return cooling === able ? say('waiting.recovering') : null;
}

/** A job in the window. */
interface Candidate<Waiting extends WaitingJob> {
  readonly waiting: Waiting;
  readonly kind: NeedsKind;
  overtaken: number;
}

/** The renderers, and where the jobs of a round go. */
interface Places {
  readonly index: RendererIndex;
  readonly places: FirstToEnd;
}

type Window<Waiting extends WaitingJob> = ReturnType<typeof openWindow<Waiting>>;

/** The first jobs that somebody has room for. Those that nobody can take now hold up nobody else. */
function openWindow<Waiting extends WaitingJob>(
  { queued, kinds }: Pick<PlacementRound<Waiting>, 'queued' | 'kinds'>,
  { index, places }: Places,
) {
  const candidates: Candidate<Waiting>[] = [];
  const rest = queued[Symbol.iterator]();
  const unseen = countPlaceable(kinds, index);
  let { openCount, ranOutCount } = index;
  let leftOut: string | null = null;
  return {
    candidates,
    /** This one is placed, wherever it stands. */
    leaveOut({ job }: Waiting) {
      leftOut = job.id;
      const at = candidates.findIndex(({ waiting }) => waiting.job.id === job.id);
      if (at >= 0) candidates.splice(at, 1);
    },
    remove: (candidate: Candidate<Waiting>) => void candidates.splice(candidates.indexOf(candidate), 1),
    fill() {
      // Within a round, room only becomes less: whom nobody can take any more drops out for good.
      if (index.openCount < openCount) dropUnplaceable(candidates, places, index.ranOutCount > ranOutCount);
      ({ openCount, ranOutCount } = index);
      while (candidates.length < WINDOW && unseen.total > 0) {
        const { value: waiting, done } = rest.next();
        if (done) return;
        if (waiting.alone) continue;
        const candidate = {
          waiting,
          kind: index.kindOf(needsOf(waiting.job.settled.task)),
          overtaken: waiting.overtaken,
        };
        const isPlaceable = unseen.see(candidate.kind) && bestFor(candidate, places);
        if (isPlaceable && waiting.job.id !== leftOut) candidates.push(candidate);
      }
    },
  };
}

/** Unless an offer ran out, only those that avoid somebody can have lost their last renderer. */
function dropUnplaceable(candidates: Candidate<WaitingJob>[], places: FirstToEnd, hasRunOut: boolean) {
  for (let at = candidates.length - 1; at >= 0; at -= 1) {
    const candidate = candidates[at]!;
    const mayBe = hasRunOut || candidate.waiting.avoid.size > 0;
    if (mayBe && !bestFor(candidate, places)) candidates.splice(at, 1);
  }
}

/** How many queued jobs are still to be met whose kind somebody has room for: without any, the search can end. */
function countPlaceable(kinds: PlacementRound<WaitingJob>['kinds'], index: RendererIndex) {
  const left = new Map<NeedsKind, number>();
  let total = 0;
  for (const { needs, count } of index.openCount > 0 ? kinds : []) {
    const kind = index.kindOf(needs);
    if (!index.best(kind, NOBODY)) continue;
    left.set(kind, (left.get(kind) ?? 0) + count);
    total += count;
  }
  return {
    get total() {
      return total;
    },
    /** Meets a job of this kind; false when nobody has room for it any more. */
    see(kind: NeedsKind): boolean {
      const count = left.get(kind);
      if (count === undefined) return false;
      const isPlaceable = index.best(kind, NOBODY) !== null;
      total -= isPlaceable ? 1 : count;
      if (isPlaceable) left.set(kind, count - 1);
      else left.delete(kind);
      return isPlaceable;
    },
  };
}

const NOBODY: ReadonlySet<string> = new Set();
const NONE: readonly never[] = [];

interface Found<Waiting extends WaitingJob> {
  readonly candidate: Candidate<Waiting>;
  readonly renderer: IndexedRenderer;
  readonly overtook: readonly Candidate<Waiting>[];
}

function placeOne<Waiting extends WaitingJob>(
  window: Window<Waiting>,
  { index, places }: Places,
): Found<Waiting> | null {
  let head = window.candidates[0];
  let renderer = head && bestFor(head, places);
  while (head && !renderer) {
    window.remove(head);
    window.fill();
    head = window.candidates[0];
    renderer = head && bestFor(head, places);
  }
  if (!head || !renderer) return null;
  const where = { renderer, index, places };
  const passer =
    index.loadMs(renderer, head.kind) === 0
      ? places.lacksMates(head.waiting, renderer) && findPasser(window, where, sharesCalls)
      : findPasser(window, where, () => true);
  return passer || { candidate: head, renderer, overtook: NONE };
}

/**
 * The first job that is fit, needs no load on this renderer and has no better place, with those it passes. Nobody
 * passes a job that has been overtaken enough.
 */
function findPasser<Waiting extends WaitingJob>(
  { candidates }: Window<Waiting>,
  { renderer, index, places }: Places & { readonly renderer: IndexedRenderer },
  isFit: (waiting: Waiting, renderer: IndexedRenderer) => boolean,
): Found<Waiting> | null {
  const overtook: Candidate<Waiting>[] = [];
  for (const candidate of candidates) {
    const loadMs = index.loadMs(renderer, candidate.kind);
    if (loadMs === null) continue;
    const canPass = loadMs === 0 && isFit(candidate.waiting, renderer);
    if (canPass && bestFor(candidate, places) === renderer) return { candidate, renderer, overtook };
    if (candidate.overtaken >= OVERTAKEN_MAX) return null;
    overtook.push(candidate);
  }
  return null;
}

function bestFor({ waiting, kind }: Candidate<WaitingJob>, places: FirstToEnd): IndexedRenderer | null {
  return places.best(waiting, kind);
}

/** Of those with a deadline only this many are asked, and what has longer than this may wait. Milliseconds. */
const ASKED_MAX = 256;
const PRESSING_MS = 5 * 60_000;

function findPressing(round: DueRound<WaitingJob> | undefined): (id: string) => boolean {
  let ids: Set<string> | null = null;
  const find = ({ now, due }: DueRound<WaitingJob>) => {
    const found = new Set<string>();
    for (const { waiting, deadline } of due) {
      if (deadline > now + PRESSING_MS || found.size >= ASKED_MAX) break;
      found.add(waiting.job.id);
    }
    return found;
  };
  return (id) => {
    ids ??= round ? find(round) : new Set();
    return ids.has(id);
  };
}
