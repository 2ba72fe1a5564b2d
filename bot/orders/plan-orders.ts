import type { Order } from '#bot/domain/job.ts';
import type { Task } from '#bot/domain/task.ts';
import { type SettleRequest, settle } from '#bot/orders/settle.ts';
import type { OrderPlan } from '#bot/ports/order-plan.ts';
import { ORDERS_MAX, permutations } from '#bot/prompt/permutations.ts';
import { failure, failureOf } from '#bot/text/say.ts';

/** Expected milliseconds until all of these tasks are drawn, when nothing else is; null = nobody's speed is known. */
export type ExpectMs = (tasks: readonly Task[]) => number | null;

/**
 * The orders that `{a, b}` makes of one, and what they cost. Throws `invalid` with everything that is wrong with any of
 * them, or when they are too many: nothing is drawn then.
 */
export function planOrders(request: SettleRequest, expectMs: ExpectMs): OrderPlan {
  const { order } = request;
  const { texts, count } = permutations(order.prompt, ORDERS_MAX);
  if (count > ORDERS_MAX) throw failure('invalid', 'order.permutations-max', { max: ORDERS_MAX, given: count });
  const orders = texts.map((prompt): Order => ({ ...order, prompt }));
  const settled = orders.map((each) => settle({ ...request, order: each }));
  const problems = settled.flatMap((each) => (each.ok ? [] : each.problems));
  const distinct = [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
  if (distinct.length > 0) throw failureOf('invalid', distinct.slice(0, PROBLEMS_TOLD));
  const tasks = settled.flatMap((each) => (each.ok ? [each.settled.task] : []));
  return { orders, pictures: tasks.reduce((sum, task) => sum + picturesOf(task), 0), expectedMs: expectMs(tasks) };
}

/** More of them would say the same of many. */
const PROBLEMS_TOLD = 8;

function picturesOf(task: Task): number {
  return task.kind === 'draw' ? task.count : 1;
}
