import { drawnWords } from '#bot/domain/drawn-words.ts';
import type { Job, Order } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import type { Ledger } from '#bot/ports/ledger.ts';

/** How a picture was drawn: the order with its choices made, and the task; no task where nothing drew it here. */
export interface DrawnOrder {
  readonly order: Order;
  readonly task: TaskOf<'draw'> | null;
}

/** Jobs that led from a drawn picture to this one are looked through, up to this many. */
const STEPS_BACK_MAX = 16;

/**
 * How the picture was drawn that a job shows: by the job itself, or by the one whose picture was made larger or had its
 * faces mended. The words are drawnWords, so that what goes on from a picture is of the same.
 */
export async function drawnOrder(job: Job, ledger: Pick<Ledger, 'get'>): Promise<DrawnOrder> {
  let shown = job;
  for (let back = 0; back < STEPS_BACK_MAX; back++) {
    const { task, order } = shown.settled;
    if (task.kind === 'draw') return { order: { ...order, prompt: drawnWords(shown.settled) }, task };
    if (task.kind !== 'upscale' && task.kind !== 'restore') break;
    // What somebody brought has the name of its file for words.
    if (shown.parentId === null) return { order: { prompt: '' }, task: null };
    const before = await ledger.get(shown.parentId);
    if (!before) break;
    shown = before;
  }
  return { order: job.settled.order, task: null };
}
