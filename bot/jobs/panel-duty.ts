import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import type { Leadership } from '#bot/ports/leadership.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { Log } from '#shared/log.ts';

/** Which bot writes the panels on Discord: two would write each twice. */
export interface PanelDuty {
  readonly isOurs: boolean;
  readonly ended: Promise<void>;
}

/**
 * Takes the duty for panels whenever it is free, and has every open job and every end that was not shown be shown then.
 * Without `leadership` there is no other bot, and it is ours from the start.
 */
export function keepPanelDuty(
  { ledger, liveJobs, log }: { readonly ledger: Ledger; readonly liveJobs: LiveJobs; readonly log: Log },
  leadership: Leadership | null,
  signal: AbortSignal,
): PanelDuty {
  if (!leadership) return { isOurs: true, ended: Promise.resolve() };
  let isOurs = false;
  const keeping = (async () => {
    for await (const term of leadership.terms(signal)) {
      isOurs = term !== null;
      if (!isOurs) continue;
      for (const { job } of liveJobs.all()) if (job.place.platform === 'discord') liveJobs.change(job.id, {});
      for (const job of await ledger.undelivered()) if (job.place.platform === 'discord') liveJobs.tell(job);
    }
  })();
  return {
    get isOurs() {
      return isOurs;
    },
    ended: keeping.catch((thrown) => {
      if (!signal.aborted) log.error({ err: thrown }, 'panels are not written any more');
    }),
  };
}
