import { batchKeyOf } from '#bot/dispatch/batch-key.ts';
import type { IndexedRenderer, NeedsKind } from '#bot/dispatch/model-offers.ts';
import type { Placement, PlacementRound, WaitingJob } from '#bot/dispatch/placement-round.ts';
import { isReady } from '#bot/dispatch/renderer-counts.ts';
import type { RendererIndex } from '#bot/dispatch/renderer-index.ts';
import { needsOf } from '#bot/domain/task-needs.ts';

/**
 * Gives each job that is to be drawn alone to an idle renderer, which gets nothing else meanwhile. The first that finds
 * none keeps the one free that will be idle first: under load no renderer would ever be. The others wait, so that few
 * renderers stand idle for the sake of jobs that may be harmless.
 */
export function placeAlone<Waiting extends WaitingJob>(
  { alone, most, predictMs }: Pick<PlacementRound<Waiting>, 'alone' | 'most' | 'predictMs'>,
  index: RendererIndex,
): Placement<Waiting>[] {
  const placements: Placement<Waiting>[] = [];
  let isOneKeptFree = false;
  for (const waiting of alone) {
    if (placements.length >= most) break;
    const kind = index.kindOf(needsOf(waiting.job.settled.task));
    const renderer = emptiest(kind, waiting.avoid, index);
    if (!renderer || (isOneKeptFree && !renderer.isIdle)) continue;
    if (renderer.isIdle) {
      const predictedMs = predictMs(waiting);
      index.give(renderer, { kind, predictedMs, batchKey: batchKeyOf(waiting.job.settled.task) });
      placements.push({ waiting, rendererId: renderer.snapshot.id, predictedMs, overtook: [] });
    } else isOneKeptFree = true;
    index.reserve(renderer);
  }
  return placements;
}

/** Of those that could draw it: one that is not avoided, then one that is idle, then the one that can begin first. */
function emptiest(kind: NeedsKind, avoid: ReadonlySet<string>, index: RendererIndex): IndexedRenderer | null {
  let best: IndexedRenderer | null = null;
  let least: readonly number[] = [];
  for (const offer of kind.able.keys())
    for (const renderer of offer.renderers) {
      const { snapshot, isIdle, backlogMs, coolingDown, order } = renderer;
      if (!isReady(snapshot) || coolingDown) continue;
      const startMs = isIdle ? (index.loadMs(renderer, kind) ?? 0) : backlogMs;
      const rank = [avoid.has(snapshot.id) ? 1 : 0, isIdle ? 0 : 1, startMs, order];
      if (best && !isBefore(rank, least)) continue;
      best = renderer;
      least = rank;
    }
  return best;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
}
