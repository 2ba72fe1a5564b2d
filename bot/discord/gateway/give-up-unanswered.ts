import type { RESTOptions } from 'discord.js';
import { createTimeout } from '#shared/async/timer.ts';
import { type Clock, systemClock } from '#shared/clock.ts';

type MakeRequest = RESTOptions['makeRequest'];
type RequestInit = Parameters<MakeRequest>[1];

const MARK = 'x-easel-repeatable';
/** The header by which a request says that it may be sent again; it is taken off before the request goes out. */
export const REPEATABLE = { [MARK]: '1' } as const;

/** A request has at least so long, however fast Discord usually is; discord.js itself waits for the longest. */
const SHORTEST_MS = 900;
const LONGEST_MS = 15_000;
/** What an upload takes where the line carries two megabits a second. */
const BYTES_PER_MS = 250;
/** As many times as long as answers usually take. */
const TIMES_USUAL = 4;
const NEWEST_WEIGHT = 0.25;
/** So many in a row may go unanswered before the next has twice as long, and the one after it four times. */
const NOT_LONGER = 2;

/** Discord has not said in time whether it took a request, which may still come through. discord.js tells by the name. */
export class Unanswered extends Error {
  override readonly name = 'AbortError';
}

/**
 * Gives up requests with the mark `REPEATABLE` that Discord leaves unanswered for several times as long as it usually
 * takes: they are sent again on another connection. discord.js waits for fifteen seconds, and sends edits in one
 * channel one after another, so that one which hangs would hold up the ends of all others.
 */
export function giveUpUnanswered(makeRequest: MakeRequest, clock: Clock = systemClock): MakeRequest {
  let usualMs = 0;
  let unansweredInARow = 0;
  let gaveUpAt = Number.NEGATIVE_INFINITY;

  function patienceMs(uploadMs: number): number {
    const longer = 2 ** Math.max(0, unansweredInARow - NOT_LONGER);
    return Math.min(LONGEST_MS, uploadMs + Math.max(SHORTEST_MS, usualMs * TIMES_USUAL) * longer);
  }

  return async (url, init) => {
    const headers = new Headers(init.headers as HeadersInit);
    if (!headers.has(MARK)) return makeRequest(url, init);
    headers.delete(MARK);
    const startedAt = clock.now();
    const uploadMs = bytesIn(init.body) / BYTES_PER_MS;
    const patience = startPatience(clock, patienceMs(uploadMs));
    const signal = init.signal ? AbortSignal.any([init.signal as AbortSignal, patience.signal]) : patience.signal;
    try {
      const response = await makeRequest(url, { ...init, headers: Object.fromEntries(headers), signal });
      const tookMs = Math.max(0, clock.now() - startedAt - uploadMs);
      usualMs += (tookMs - usualMs) * NEWEST_WEIGHT;
      unansweredInARow = 0;
      return response;
    } catch (error) {
      if (!patience.signal.aborted) throw error;
      // Several at once are one silence.
      if (startedAt >= gaveUpAt) unansweredInARow += 1;
      gaveUpAt = clock.now();
      throw patience.signal.reason;
    } finally {
      patience.stop();
    }
  };
}

/** In two halves: after a standstill of this process, answers that came meanwhile are read before the second is over. */
function startPatience(clock: Clock, ms: number): { readonly signal: AbortSignal; stop(): void } {
  const over = new AbortController();
  let isSecondHalf = false;
  const alarm = createTimeout(clock, () => {
    if (isSecondHalf) return over.abort(new Unanswered(`No answer within ${Math.round(ms)} ms`));
    isSecondHalf = true;
    alarm.reset(ms / 2);
  });
  alarm.reset(ms / 2);
  return { signal: over.signal, stop: () => alarm.stop() };
}

function bytesIn(body: RequestInit['body']): number {
  if (typeof body === 'string') return body.length;
  if (!(body instanceof FormData)) return 0;
  let bytes = 0;
  for (const [, value] of body) bytes += typeof value === 'string' ? value.length : value.size;
  return bytes;
}
