import type { SettledOrder } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import { withoutFlag } from '#bot/prompt/read-prompt.ts';
import { failure } from '#bot/text/say.ts';

/** A draft takes this share of the steps. */
const STEPS_SHARE = 0.25;

/**
 * The order as a quick look: a quarter of the steps of the same seed, without what follows on them. What it is a draft
 * of stays with it.
 */
export function drafted(settled: SettledOrder): SettledOrder {
  const { task } = settled;
  if (task.kind !== 'draw') return settled;
  const { hires: _hires, refiner: _refiner, ...once } = task;
  const steps = Math.max(leastSteps(task), Math.ceil(task.steps * STEPS_SHARE));
  return { ...settled, task: { ...once, steps }, draftOf: task };
}

/** What a draft promised: the same seed with all of its steps. Throws `invalid` for what is no draft. */
export function finished(settled: SettledOrder): SettledOrder {
  const { draftOf, ...rest } = settled;
  if (!draftOf) throw failure('invalid', 'order.no-draft');
  const { draft: _draft, ...order } = rest.order;
  return { ...rest, order: { ...order, prompt: withoutFlag(order.prompt, 'draft') }, task: draftOf };
}

/** A picture to start from takes one step at least, of those that its strength leaves. */
function leastSteps({ source }: TaskOf<'draw'>): number {
  return source ? Math.ceil(1 / source.strength) : 1;
}
