import type { RecordedRequest } from '#test/fakes/discord/rest/request-log.ts';

const WINDOW_MS = 10 * 60_000;
/** What Cloudflare answers for Discord (error 1015), with no header of Discord's. */
const PAGE =
  '<!doctype html><title>Access denied | discord.com used Cloudflare to restrict access</title>error code: 1015';

/** Counts what an address was refused, and bans it when that was too much. */
export interface InvalidRequests {
  /** The page for a banned address; null = it may ask. */
  ban(at: number): string | null;
  /** Counts an answer: 401, 403, and 429 that is not shared. */
  count(request: Pick<RecordedRequest, 'status' | 'at'>, scope: string | undefined): void;
  /** So many in ten minutes are too many; Discord's own number is 10,000. */
  max: number;
}

/** An address that has been refused nothing yet. */
export function createInvalidRequests(): InvalidRequests {
  let times: number[] = [];
  const counts: InvalidRequests = {
    max: 10_000,
    ban(at) {
      times = times.filter((time) => at - time < WINDOW_MS);
      return times.length >= counts.max ? PAGE : null;
    },
    count({ status, at }, scope) {
      if (status === 401 || status === 403 || (status === 429 && scope !== 'shared')) times.push(at);
    },
  };
  return counts;
}
