import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import { removeFiles } from '#bot/dispatch/stored-results.ts';
import type { Member } from '#bot/domain/job.ts';
import type { Leftover } from '#bot/ports/bin.ts';
import type { PictureStore } from '#bot/ports/blobs.ts';
import type { JobServers } from '#bot/ports/job-bin.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { RuleStore } from '#bot/ports/rules.ts';
import type { ServerRules } from '#bot/ports/server-rules.ts';
import type { ServerBook, ServerRef } from '#bot/ports/servers.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** How long things are kept that nobody needs any more. Milliseconds. */
export interface Keeping {
  /** What was deleted can be taken back for so long. */
  readonly binMs: number;
  /** Jobs of Discord's servers after their end; null = for ever. */
  readonly jobsMs: number | null;
  /** All of a server after the bot has left it. */
  readonly leftServersMs: number;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** What is kept where the operator says nothing else. */
export const USUAL_KEEPING: Keeping = { binMs: DAY_MS, jobsMs: 180 * DAY_MS, leftServersMs: 30 * DAY_MS };

/** What an operator has set in days. */
export function keepingFor({
  days,
  leftServerDays,
}: {
  readonly days: number | null;
  readonly leftServerDays: number;
}): Keeping {
  const jobsMs = days === null ? null : days * DAY_MS;
  return { ...USUAL_KEEPING, jobsMs, leftServersMs: leftServerDays * DAY_MS };
}

const SWEEP_EVERY_MS = 60 * 60 * 1000;
/** Jobs that go in one turn of the event loop. */
const BATCH = 100;

/** What keeping takes. */
export interface KeepingContext {
  readonly ledger: Ledger;
  readonly servers: ServerBook;
  readonly pictures: PictureStore;
  readonly liveJobs: LiveJobs;
  readonly ruleStore: Pick<RuleStore, 'saying'>;
  readonly rules: Pick<ServerRules, 'settings'>;
  readonly keeping: Keeping;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who cancels what a server leaves behind. */
const SERVER_LEFT: Member = { id: 'server-left', name: '', isModerator: true };

/** The servers as the platform tells of them. */
export function jobServers(
  { servers, liveJobs, rules, keeping, clock, log }: KeepingContext,
  cancel: JobService['cancel'],
): JobServers {
  return {
    async enterServer(server) {
      for (const each of withDoors(server)) await servers.enter(each);
    },
    async leaveServer(server) {
      for (const each of withDoors(server)) await servers.leave(each, clock.now());
      const open = withDoors(server).flatMap((each) => openJobsOf(each, liveJobs));
      log.info({ ...server, open: open.length }, 'a server was left: its jobs are cancelled');
      for (const { id } of open)
        await cancel(id, SERVER_LEFT).catch((error) => log.debug({ id, err: error }, 'not cancelled'));
    },
    async keptFor(place) {
      const own = (await rules.settings.of(place))['keep-days'];
      const days = [...(own > 0 ? [own] : []), ...(keeping.jobsMs === null ? [] : [keeping.jobsMs / DAY_MS])];
      return {
        days: days.length === 0 ? null : Math.min(...days),
        leftServerDays: keeping.leftServersMs / DAY_MS,
        binHours: keeping.binMs / HOUR_MS,
      };
    },
    enteredServers: (platform) => servers.entered(platform),
  };
}

/** What members of a server had drawn by other programs is the server's, too. */
function withDoors(server: ServerRef): readonly ServerRef[] {
  return server.platform === 'discord' ? [server, { ...server, platform: 'api' }] : [server];
}

function openJobsOf({ platform, serverId }: ServerRef, liveJobs: LiveJobs) {
  const isTheirs = (place: ServerRef) => place.platform === platform && place.serverId === serverId;
  return liveJobs.all().flatMap(({ job }) => (isTheirs(job.place) ? [job] : []));
}

/** Sweeps at once and every hour until the signal. */
export async function keepSweeping(context: KeepingContext, signal: AbortSignal): Promise<void> {
  do {
    await sweep(context, signal).catch((error) =>
      context.log.error({ err: error }, 'old jobs could not be swept away'),
    );
  } while (await pause(context.clock, SWEEP_EVERY_MS, signal));
}

/** Forgets what has been kept for long enough: servers that were left, jobs that ended, what lies in the bin. */
export async function sweep(context: KeepingContext, signal: AbortSignal): Promise<void> {
  await forgetServers(context);
  await expireJobs(context, signal);
  await emptyBin(context, signal);
}

async function forgetServers({ servers, keeping, clock, log }: KeepingContext) {
  const before = clock.now() - keeping.leftServersMs;
  for (const server of await servers.leftBefore(before)) {
    if (await servers.forget(server, before)) log.info(server, 'a server that was left is forgotten');
  }
}

/** By the operator's word, and by that of servers which want less kept. */
async function expireJobs({ ledger, keeping, ruleStore, clock }: KeepingContext, signal: AbortSignal) {
  const expire = async (ms: number, of: { readonly serverId?: string }) => {
    const before = clock.now() - ms;
    for (const platform of ['discord', 'api'] as const)
      while (!signal.aborted && (await ledger.expire(platform, { before, limit: BATCH, ...of })) === BATCH)
        await yieldToEventLoop();
  };
  if (keeping.jobsMs !== null) await expire(keeping.jobsMs, {});
  for (const { serverId, value } of await ruleStore.saying('setting', '/keep-days'))
    if (typeof value === 'number' && value > 0) await expire(value * DAY_MS, { serverId });
}

/** Files go first: what a killed process leaves is claimed and comes again. */
async function emptyBin({ ledger, pictures, keeping, clock, log }: KeepingContext, signal: AbortSignal) {
  for (let full = true; full && !signal.aborted; ) {
    const gone: readonly Leftover[] = await ledger.claim(clock.now() - keeping.binMs, BATCH);
    for (const { files } of gone) await removeFiles(files, { store: pictures, log });
    if (gone.length > 0) await ledger.forget(gone.map(({ id }) => id));
    full = gone.length === BATCH;
    await yieldToEventLoop();
  }
}
