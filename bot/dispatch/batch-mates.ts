import { batchKeyOf } from '#bot/dispatch/batch-key.ts';
import type { IndexedRenderer, NeedsKind } from '#bot/dispatch/model-offers.ts';
import type { WaitingJob } from '#bot/dispatch/placement-round.ts';
import { isReady } from '#bot/dispatch/renderer-counts.ts';
import type { RendererIndex } from '#bot/dispatch/renderer-index.ts';

/**
 * What a step in a call that is shared costs more than the call did without it, as a share of its own call: two at once
 * are 1.1 to 1.3 times as much in the same time, by our figures on a CPU and by what others report of cards.
 */
const MATE_SHARE = 0.8;

/** Of renderers that draw something whose calls a job could share, so many are looked at. */
const LOOKED_AT = 64;

/** Where a job would end, when, and how much of that it takes itself. Milliseconds. */
export interface Ending {
  readonly renderer: IndexedRenderer;
  readonly endMs: number;
  readonly takesMs: number;
}

/** Milliseconds for each unit of work there; null where that is not known. */
export type SpeedOf = (renderer: IndexedRenderer, model: string | null) => number | null;

/** Whether this renderer draws something whose calls the job could share. */
export function sharesCalls({ job }: WaitingJob, { batches }: IndexedRenderer): boolean {
  const key = batchKeyOf(job.settled.task);
  return key !== null && batches.includes(key);
}

/** Who draws something whose calls a job could share. */
export function createBatchMates(index: RendererIndex, msPerWork: SpeedOf) {
  return {
    /** Of them, with its model and room for it, who would be done with so much work first. */
    firstToEnd({ job, avoid }: WaitingJob, kind: NeedsKind, work: number): Ending | null {
      const key = batchKeyOf(job.settled.task);
      let first: Ending | null = null;
      let looksLeft = LOOKED_AT;
      for (const renderer of key === null ? [] : index.drawing(key)) {
        looksLeft -= 1;
        if (looksLeft < 0) break;
        const { room, coolingDown, snapshot, backlogMs } = renderer;
        if (room <= 0 || coolingDown || !isReady(snapshot) || avoid.has(snapshot.id)) continue;
        const speed = index.loadMs(renderer, kind) === 0 ? msPerWork(renderer, kind.needs.model) : null;
        if (speed === null) continue;
        const takesMs = MATE_SHARE * speed * work;
        if (!first || backlogMs + takesMs < first.endMs) first = { renderer, endMs: backlogMs + takesMs, takesMs };
      }
      return first;
    },
  };
}
