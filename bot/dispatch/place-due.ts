import type { IndexedRenderer, NeedsKind } from '#bot/dispatch/model-offers.ts';
import type { PlacementRound, WaitingJob } from '#bot/dispatch/placement-round.ts';
import type { RendererIndex } from '#bot/dispatch/renderer-index.ts';
import { needsOf } from '#bot/domain/task-needs.ts';

/** What is to be drawn now for its deadline, and where. */
export interface DuePlace<Waiting extends WaitingJob> {
  readonly waiting: Waiting;
  readonly kind: NeedsKind;
  readonly renderer: IndexedRenderer;
  /** How long it is expected to take, loading left aside. */
  readonly predictedMs: number;
  readonly isBeforeTurn: boolean;
}

/** Of those with a deadline only this many are looked at. */
const LOOKED_AT = 256;

/** So much sooner than it must a job is drawn: no expectation is exact. Milliseconds. */
const IN_GOOD_TIME_MS = 30_000;

/**
 * The job whose deadline is the soonest of those that can be met, where it or one behind it would be late if `head`,
 * whose turn it is, were drawn first; null where all have time. Who would be late all the same gets nothing before its
 * turn.
 */
export function placeDue<Waiting extends WaitingJob>(
  { due: round, predictMs }: Pick<PlacementRound<Waiting>, 'due' | 'predictMs'>,
  head: { readonly waiting: Waiting; readonly kind: NeedsKind } | undefined,
  index: RendererIndex,
): DuePlace<Waiting> | null {
  if (!round || !head) return null;
  const headMs = predictMs(head.waiting);
  let soonest: DuePlace<Waiting> | null = null;
  let beforeMs = 0;
  let looksLeft = LOOKED_AT;
  for (const { waiting, deadline } of round.due) {
    looksLeft -= 1;
    if (looksLeft < 0) return null;
    const kind = index.kindOf(needsOf(waiting.job.settled.task));
    const renderer = index.best(kind, waiting.avoid);
    if (!renderer) continue;
    const predictedMs = predictMs(waiting);
    const takesMs = predictedMs + (index.loadMs(renderer, kind) ?? 0);
    const freeAt = round.now + renderer.backlogMs;
    if (freeAt + takesMs > deadline) continue;
    const isBeforeTurn = waiting.job.id !== head.waiting.job.id;
    soonest ??= { waiting, kind, renderer, predictedMs, isBeforeTurn };
    // All that are due sooner are done by then, by as many renderers as there are for it.
    beforeMs += takesMs / Math.max(1, index.counts(kind).ready);
    const afterHeadMs = headMs + (index.loadMs(renderer, head.kind) ?? 0);
    const isPressing = freeAt + afterHeadMs + Math.max(beforeMs, takesMs) + IN_GOOD_TIME_MS > deadline;
    if (isPressing) return soonest.isBeforeTurn && round.budgetMs <= 0 ? null : soonest;
  }
  return null;
}
