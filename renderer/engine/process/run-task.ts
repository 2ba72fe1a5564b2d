import type { ValidTask } from '#renderer/engine/contract/task.ts';
import { type RunOptions, runRecipe } from '#renderer/engine/process/run-recipe.ts';

/** How each kind of task is done. */
const TASKS: { readonly [Kind in ValidTask['kind']]: (task: ValidTask, options: RunOptions) => Promise<void> } = {
  draw: runRecipe,
};

/** Does the task and says what happens; rejects with what ended it. */
export function runTask(task: ValidTask, options: RunOptions): Promise<void> {
  return TASKS[task.kind](task, options);
}
