import type { RecordedRequest } from '#test/fakes/discord/rest/request-log.ts';

/**
 * Requests that were refused although the process that sent them had been told, by an answer in the same bucket, that
 * there was no room left and for how long. `starts` are the times at which the bot was started again: a process does not
 * know what was said to one before it, and Discord has no way to ask.
 */
export function announcedRefusals(
  requests: readonly RecordedRequest[],
  starts: readonly number[] = [],
): readonly RecordedRequest[] {
  return requests.filter((refused) => {
    const { at, status, limit } = refused;
    if (status !== 429 || limit === null) return false;
    const bornAt = Math.max(Number.NEGATIVE_INFINITY, ...starts.filter((start) => start <= at));
    return requests.some((told) => {
      const said = told.limit;
      if (said === null || told === refused || told.status === 0 || said.bucket !== limit.bucket) return false;
      return told.at >= bornAt && said.remaining === 0 && said.saidAt <= at && at < said.endsAt;
    });
  });
}
