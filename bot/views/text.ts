import type { Progress } from '#bot/domain/job.ts';
import { say } from '#bot/text/say.ts';
import type { FailureCode } from '#shared/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** "about 8 s", "about 2 min", "about 3 h": no more exact than an estimate can be. */
export function about(ms: number): Message {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return say('time.about-seconds', { count: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return say('time.about-minutes', { count: minutes });
  return say('time.about-hours', { count: Math.round(minutes / 60) });
}

/** "0.14 s", "1.2 s", "34 s", "2 min 5 s": time that was measured. */
export function duration(ms: number): Message {
  const seconds = ms / 1000;
  if (seconds < 1) return say('time.seconds', { seconds: Math.max(0.01, seconds), decimals: 2 });
  if (seconds < 9.95) return say('time.seconds', { seconds, decimals: 1 });
  const whole = Math.round(seconds);
  if (whole < 60) return say('time.seconds', { seconds: whole, decimals: 0 });
  return say('time.minutes', { minutes: Math.floor(whole / 60), seconds: whole % 60 });
}

/** What is left of something that runs: "about 8 s", or that it takes longer than was expected. */
export function left({ etaMs, isLate = false }: Pick<Progress, 'etaMs' | 'isLate'>): Message | null {
  if (etaMs === null) return null;
  return isLate ? say('time.longer', { more: about(etaMs) }) : about(etaMs);
}

/** What the member can do about a failure, with the names of buttons; null where the reason says it already. */
export function adviceFor(code: FailureCode, { edit, again }: { readonly edit: string; readonly again: string }) {
  switch (code) {
    case 'invalid':
      return say('advice.edit', { edit });
    case 'denied':
      return null;
    case 'not-found':
      return say('advice.choose', { edit });
    case 'already-exists':
    case 'superseded':
    case 'cancelled':
      return say('advice.again', { again });
    case 'exhausted':
    case 'unavailable':
    case 'unsupported':
      return say('advice.wait', { again });
    case 'internal':
      return say('advice.operator', { again });
  }
}
