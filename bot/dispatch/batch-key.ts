import type { Task } from '#bot/domain/task.ts';
import { adaptersKey } from '#bot/domain/task-needs.ts';

const known = new WeakMap<Task, string | null>();

/**
 * The same for drawings that a renderer takes steps of in one call: their model, adapters and size are equal. Null for
 * what shares its calls with nothing.
 */
export function batchKeyOf(task: Task): string | null {
  const before = known.get(task);
  if (before !== undefined) return before;
  const key = task.kind === 'draw' ? `${task.model} ${task.width}x${task.height} ${adaptersKey(task.adapters)}` : null;
  known.set(task, key);
  return key;
}
