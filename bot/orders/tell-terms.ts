import type { SettledOrder } from '#bot/domain/job.ts';
import type { Task } from '#bot/domain/task.ts';
import type { DrawTerms } from '#bot/limits/may-draw.ts';
import { say } from '#bot/text/say.ts';

/** Says on what terms an order is drawn, and not on which the one was that it was made from. */
export function tellTerms(settled: SettledOrder, { isHeld, isRelaxed, givesFlagged, told }: DrawTerms): SettledOrder {
  const others = settled.notices.filter(({ key }) => !key.startsWith('terms.'));
  const terms = [...(isHeld ? [say('terms.held')] : []), ...(isRelaxed ? [say('terms.relaxed')] : []), ...told];
  return { ...settled, task: givingFlagged(settled.task, givesFlagged), notices: [...others, ...terms] };
}

/** The order may have been made from one of another place. */
function givingFlagged(task: Task, gives: boolean): Task {
  if (task.kind !== 'draw' || (task.giveFlagged ?? false) === gives) return task;
  const { giveFlagged: _other, ...rest } = task;
  return gives ? { ...rest, giveFlagged: true } : rest;
}
