import type { SettledOrder } from '#bot/domain/job.ts';
import type { DrawTerms } from '#bot/limits/may-draw.ts';
import { say } from '#bot/text/say.ts';

/** Says on what terms an order is drawn, and not on which the one was that it was made from. */
export function tellTerms(settled: SettledOrder, { isHeld, isRelaxed, told }: DrawTerms): SettledOrder {
  const others = settled.notices.filter(({ key }) => !key.startsWith('terms.'));
  const terms = [...(isHeld ? [say('terms.held')] : []), ...(isRelaxed ? [say('terms.relaxed')] : []), ...told];
  return { ...settled, notices: [...others, ...terms] };
}
