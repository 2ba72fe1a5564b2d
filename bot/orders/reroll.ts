import type { Order, SettledOrder } from '#bot/domain/job.ts';
import type { Task } from '#bot/domain/task.ts';
import { withoutFlag } from '#bot/prompt/read-prompt.ts';

/**
 * The same order with another seed: what 🔁 asks for. A seed that was typed is forgotten, so that an edit shows none.
 */
export function rerolled(settled: SettledOrder, seed: number): SettledOrder {
  const seeded = (task: Task) => ('seed' in task ? { ...task, seed } : task);
  const full = settled.draftOf ? { draftOf: seeded(settled.draftOf) } : {};
  return { ...settled, order: withoutSeed(settled.order), task: seeded(settled.task), ...full };
}

/** The same order for whatever seed chance gives it. */
export function withoutSeed({ seed: _typed, ...order }: Order): Order {
  return { ...order, prompt: withoutFlag(order.prompt, 'seed') };
}
