import type { CostOf } from '#bot/dispatch/fair-queue.ts';
import { type Speeds, workOf } from '#bot/dispatch/speed-estimate.ts';
import { effortOf } from '#bot/dispatch/task-traits.ts';
import type { Cluster, RendererSnapshot } from '#bot/ports/cluster.ts';
import type { Clock } from '#shared/clock.ts';

/** What a unit of work is reckoned to take where no speed was measured. Milliseconds. */
const USUAL_MS_PER_WORK = 100;

/** Speeds are looked up anew after so long: thousands of jobs can come in at once. */
const KEPT_MS = 1000;

/** What predicting takes. */
export interface CostSources {
  readonly cluster: Pick<Cluster, 'snapshot'>;
  readonly speeds: Pick<Speeds, 'msPerWork'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * What fairness counts in: the milliseconds that a task is expected to take of one renderer, by the mean speed of those
 * that are up and know its model. Whole, so that sums are exact.
 */
export function createCosts({ cluster, speeds, clock }: CostSources): CostOf {
  const known = new Map<string, number>();
  let lookedAt = Number.NEGATIVE_INFINITY;
  const msPerWork = (model: string): number => {
    if (clock.now() - lookedAt >= KEPT_MS) {
      known.clear();
      lookedAt = clock.now();
    }
    const speed = known.get(model) ?? meanSpeed(model, cluster.snapshot(), speeds);
    known.set(model, speed);
    return speed;
  };
  return (task) => {
    const effort = effortOf(task);
    return Math.max(1, Math.round(workOf(effort) * msPerWork(effort.model)));
  };
}

function meanSpeed(model: string, renderers: readonly RendererSnapshot[], speeds: CostSources['speeds']): number {
  const said = renderers.map((renderer) => (renderer.up ? speeds.msPerWork(renderer, model) : null));
  const measured = said.filter((speed) => speed !== null);
  if (measured.length === 0) return USUAL_MS_PER_WORK;
  return measured.reduce((sum, speed) => sum + speed, 0) / measured.length;
}
