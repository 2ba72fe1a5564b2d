import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import type { Leadership, PanelTerm } from '#bot/ports/leadership.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { Log } from '#shared/log.ts';

/** Of whoever is alone. */
const ALWAYS: PanelTerm = { epoch: 0, isSure: () => true };

/** The right to write the panels on Discord, which one bot has at a time: two would write each twice. */
export interface PanelLease {
  /** Null = another bot has it. */
  readonly term: PanelTerm | null;
  readonly ended: Promise<void>;
}

/**
 * Takes the lease whenever it is free, and has every open job and every end that was not shown be shown then. Without
 * `leadership` there is no other bot, and it is held from the start.
 */
export function holdPanelLease(
  { ledger, liveJobs, log }: { readonly ledger: Ledger; readonly liveJobs: LiveJobs; readonly log: Log },
  leadership: Leadership | null,
  signal: AbortSignal,
): PanelLease {
  if (!leadership) return { term: ALWAYS, ended: Promise.resolve() };
  let held: PanelTerm | null = null;
  const keeping = (async () => {
    for await (const term of leadership.terms(signal)) {
      held = term;
      if (!held) continue;
      for (const { job } of liveJobs.all()) if (job.place.platform === 'discord') liveJobs.change(job.id, {});
      for (const job of await ledger.undelivered()) if (job.place.platform === 'discord') liveJobs.tell(job);
    }
  })();
  return {
    get term() {
      return held;
    },
    ended: keeping.catch((thrown) => {
      if (!signal.aborted) log.error({ err: thrown }, 'panels are not written any more');
    }),
  };
}
