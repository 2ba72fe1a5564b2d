import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';

/** What a invocation to Discord came to when it did not work, told apart by what is to be done about it. */
export type DiscordError =
  /** Not taken; the same invocation is right after a while; `ms` null: Discord did not say how long. */
  | { readonly kind: 'wait'; readonly ms: number | null; readonly scope: 'message' | 'everything' }
  /** The interaction's token is over; the bot's own right may still do. */
  | { readonly kind: 'expired' }
  /** The interaction has been answered before. */
  | { readonly kind: 'answered' }
  /** The message or its channel is not there any more. */
  | { readonly kind: 'gone' }
  /** The bot may not do this here. */
  | { readonly kind: 'refused'; readonly cause: unknown }
  | { readonly kind: 'too-large' }
  /** Discord or the way to it is down. */
  | { readonly kind: 'broken'; readonly cause: unknown }
  /** Discord does not understand us: a defect of ours. */
  | { readonly kind: 'rejected'; readonly cause: unknown };

/** A thread is archived, or locked. */
const ARCHIVED_CODE = 50083;

/** Discord's numbers (its documentation, topics/opcodes-and-status-codes) and what they mean for a message of ours. */
const BY_CODE: ReadonlyMap<number | string, DiscordError['kind']> = new Map([
  [10003, 'gone'], // unknown channel
  [10007, 'gone'], // unknown member
  [10013, 'gone'], // unknown user
  [10008, 'gone'], // unknown message
  [10015, 'expired'], // unknown webhook: the token's own way to say so
  [10062, 'expired'], // unknown interaction: too late for the first answer
  [50027, 'expired'], // invalid webhook token
  [40060, 'answered'],
  [40005, 'too-large'],
  [50001, 'refused'], // missing access
  [50013, 'refused'], // missing permissions
  [ARCHIVED_CODE, 'refused'],
  [200000, 'refused'], // blocked by the server's AutoMod
  [240000, 'refused'], // blocked by a link filter
]);

/** Whether the thread must be opened first, or a moderator has closed it. */
export function isOfArchivedThread(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === ARCHIVED_CODE;
}

/** Edits of a message older than an hour are counted apart; the window is said to be six seconds. */
const OLD_MESSAGE_CODE = 30046;
const OLD_MESSAGE_WAIT_MS = 6000;

/** What discord.js makes of an answer that says nothing about how long to wait. */
const NOTHING_TOLD_MS = 50;

/** Sorts whatever a invocation to Discord threw. */
export function classifyDiscordError(error: unknown): DiscordError {
  if (error instanceof RateLimitError) {
    const told = Math.max(error.retryAfter, error.timeToReset);
    const ms = told > NOTHING_TOLD_MS ? told : null;
    return { kind: 'wait', ms, scope: error.global ? 'everything' : 'message' };
  }
  if (error instanceof DiscordAPIError) return classifyApiError(error);
  if (error instanceof HTTPError && error.status < 500) {
    return error.status === 413 ? { kind: 'too-large' } : { kind: 'rejected', cause: error };
  }
  return { kind: 'broken', cause: error };
}

/**
 * What a log may hold of an error: discord.js keeps the body and the address of the request in it, and those hold
 * prompts and interaction tokens.
 */
export function loggable(error: unknown): unknown {
  if (error instanceof DiscordAPIError) return `${error.status} ${error.code} ${error.message}`;
  if (error instanceof HTTPError) return `${error.status} ${error.message}`;
  if (error instanceof RateLimitError) return `rate limit of ${error.route}, ${error.retryAfter} ms`;
  return error;
}

function classifyApiError(error: DiscordAPIError): DiscordError {
  if (error.code === OLD_MESSAGE_CODE) return { kind: 'wait', ms: OLD_MESSAGE_WAIT_MS, scope: 'message' };
  const kind = BY_CODE.get(error.code);
  switch (kind) {
    case 'gone':
    case 'expired':
    case 'answered':
    case 'too-large':
      return { kind };
    case 'refused':
      return { kind, cause: error };
    default:
      if (error.status === 413) return { kind: 'too-large' };
      if (error.status === 403) return { kind: 'refused', cause: error };
      return { kind: error.status >= 500 ? 'broken' : 'rejected', cause: error };
  }
}
