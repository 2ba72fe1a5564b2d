import type { SettledOrder } from '#bot/domain/job.ts';

/** What was typed, with what `{a|b}` and lists in it came to. */
export function drawnWords({ order, chosen }: Pick<SettledOrder, 'order' | 'chosen'>): string {
  return chosen ?? order.prompt;
}
