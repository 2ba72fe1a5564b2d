import type { QueuedJob } from '#bot/dispatch/fair-queue.ts';
import { type Speeds, workOf } from '#bot/dispatch/speed-estimate.ts';
import { effortOf } from '#bot/dispatch/task-traits.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';

/** What a job is reckoned to take where nothing was measured. Milliseconds. */
const UNKNOWN_MS = 5_000;

/** How long jobs take on the fastest of these renderers, loading left aside: milliseconds. */
export function predictTimes(
  renderers: readonly RendererSnapshot[],
  speeds: Pick<Speeds, 'msPerWork'>,
): (queued: Pick<QueuedJob, 'job'>) => number {
  const fastest = new Map<string, number>();
  const fastestOf = (model: string) =>
    renderers.reduce((least, renderer) => Math.min(least, speeds.msPerWork(renderer, model) ?? least), Infinity);
  return ({ job }) => {
    const effort = effortOf(job.settled.task);
    const msPerWork = fastest.get(effort.model) ?? fastestOf(effort.model);
    fastest.set(effort.model, msPerWork);
    return msPerWork === Infinity ? UNKNOWN_MS : msPerWork * workOf(effort);
  };
}

/** How long a job takes on this renderer, loading left aside; null where that was never measured. Milliseconds. */
export function predictThere(
  { job }: Pick<QueuedJob, 'job'>,
  renderer: RendererSnapshot,
  speeds: Pick<Speeds, 'predict'>,
): number | null {
  return speeds.predict(renderer, effortOf(job.settled.task));
}
