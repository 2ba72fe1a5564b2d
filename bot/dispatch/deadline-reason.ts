import { say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

/**
 * What is to be said of a waiting job that would end after its deadline in its turn: that it may go before it, or that
 * it is late even if nothing were before it. Null where it is in time, as far as is known.
 */
export function whyOfDeadline({
  deadline,
  now,
  etaMs,
  takesMs,
}: {
  readonly deadline: number;
  readonly now: number;
  /** Until it is done in its turn; null = that is not known. */
  readonly etaMs: number | null;
  /** If it were drawn at once. */
  readonly takesMs: number;
}): Message | null {
  if (now + takesMs > deadline) return say('waiting.late');
  return etaMs !== null && now + etaMs > deadline ? say('waiting.before-turn') : null;
}
