import type { Order, SettledOrder } from '#bot/domain/job.ts';
import type { Task } from '#bot/domain/task.ts';
import { withoutFlag } from '#bot/prompt/read-prompt.ts';
import { SEEDS } from '#shared/contract/bounds.ts';

/**
 * The same order with another seed: what 🔁 asks for. A seed that was typed is forgotten, so that an edit shows none.
 */
export function rerolled(settled: SettledOrder, seed: number): SettledOrder {
  const seeded = (task: Task) => ('seed' in task ? { ...task, seed, ...variedFrom(task, seed) } : task);
  const full = settled.draftOf ? { draftOf: seeded(settled.draftOf) } : {};
  return { ...settled, order: withoutSeed(settled.order), task: seeded(settled.task), ...full };
}

/** Pictures of a batch that stays near its first one stay near the new one. */
function variedFrom(task: Task, seed: number) {
  if (task.kind !== 'draw' || task.variation?.seed !== task.seed) return {};
  return { variation: { ...task.variation, seed } };
}

/** The same order for whatever seed chance gives it. */
export function withoutSeed({ seed: _typed, ...order }: Order): Order {
  return { ...order, prompt: withoutFlag(order.prompt, 'seed') };
}

/** The seed that no picture of a task has, next to its last one; null where it has none. */
export function seedAfter(task: Task): number | null {
  return task.kind === 'draw' ? (task.seed + task.count) % SEEDS : null;
}

/** The same settled order with its seed among what was typed. */
export function withSeedTyped(settled: SettledOrder): SettledOrder {
  const { task, order } = settled;
  return task.kind === 'draw' ? { ...settled, order: { ...withoutSeed(order), seed: task.seed } } : settled;
}
