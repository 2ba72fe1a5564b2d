import type { Effort, Speeds } from '#bot/dispatch/speed-estimate.ts';
import { effortOf } from '#bot/dispatch/task-traits.ts';
import type { Task } from '#bot/domain/task.ts';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';

/**
 * Expected milliseconds until all of these tasks are done, shared by the renderers that are up and whose speed with
 * their model is known, when nothing else is drawn. Null where that is known of none.
 */
export function expectTime(
  tasks: readonly Task[],
  { renderers, speeds }: { readonly renderers: readonly RendererSnapshot[]; readonly speeds: Speeds },
): number | null {
  const free = renderers.filter(({ up }) => up);
  let total = 0;
  for (const task of tasks) {
    const rate = rateOf(effortOf(task), free, speeds);
    if (rate === 0) return null;
    total += 1 / rate;
  }
  return total;
}

/** How much of the task is done in a millisecond by all together. */
function rateOf(effort: Effort, renderers: readonly RendererSnapshot[], speeds: Speeds): number {
  return renderers.reduce((sum, renderer) => sum + 1 / (speeds.predict(renderer, effort) ?? Infinity), 0);
}
