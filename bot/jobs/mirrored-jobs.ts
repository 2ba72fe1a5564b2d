import type { Dispatcher } from '#bot/dispatch/dispatcher.ts';
import type { JobQueue } from '#bot/dispatch/fair-queue.ts';
import type { LiveJobs } from '#bot/dispatch/live-jobs.ts';
import { IDLE, type Job, type JobId, type PanelAddress } from '#bot/domain/job.ts';
import type { JobFeed, JobNotice } from '#bot/ports/job-feed.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** How often the ledger is looked at for what no notice told of. Milliseconds. */
const LOOK_EVERY_MS = 10_000;

/** A job that was accepted later than this is on its way to us by another door. Milliseconds. */
const YOUNG_MS = 5_000;

/** What is kept in step with the other bots. */
export interface MirrorOptions {
  readonly ledger: Ledger;
  readonly liveJobs: LiveJobs;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly log: Log;
}

/** How the open jobs of this bot follow those of the others. */
export interface Mirror {
  readonly feed: JobFeed;
  readonly signal: AbortSignal;
  /** Of this bot, while it dispatches. */
  readonly dispatcher: () => Dispatcher | null;
}

/** Keeps the open jobs in step with the ledger and the other bots until the signal aborts. */
export function mirrorJobs(
  options: MirrorOptions,
  mirror: Mirror,
): { readonly filled: Promise<void>; readonly ended: Promise<void> } {
  const { feed, signal } = mirror;
  const filled = Promise.withResolvers<void>();
  const trying = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (thrown) {
      if (!signal.aborted) options.log.warn({ err: thrown }, 'other bots’ jobs could not be read');
    }
  };
  const hearing = (async () => {
    for await (const notice of feed.notices(signal)) {
      await trying(() => (notice.kind === 'gap' ? look(options, mirror) : heed(options, mirror, notice)));
      if (notice.kind === 'gap') filled.resolve();
    }
  })();
  const looking = (async () => {
    while (await pause(options.clock, LOOK_EVERY_MS, signal)) await trying(() => look(options, mirror));
  })();
  return { filled: filled.promise, ended: Promise.all([hearing, looking]).then(() => filled.resolve()) };
}

/** Compares what is open with what the ledger says. */
async function look(options: MirrorOptions, mirror: Mirror): Promise<void> {
  const { ledger, liveJobs, clock } = options;
  const before = liveJobs.all().map(({ job }) => job.id);
  const open = new Set<JobId>();
  for await (const piece of ledger.openInPieces())
    for (const job of piece) {
      open.add(job.id);
      if (job.createdAt < clock.now() - YOUNG_MS) takeIn(job, options, mirror);
    }
  for (const id of before) if (!open.has(id)) await heed(options, mirror, { kind: 'written', id });
}

async function heed(options: MirrorOptions, mirror: Mirror, notice: Exclude<JobNotice, { kind: 'gap' }>) {
  const { ledger, liveJobs } = options;
  if (notice.kind === 'moved' && mirror.dispatcher()) return; // of a term that is over
  if (notice.kind === 'moved' && liveJobs.get(notice.id)) return move(notice, liveJobs);
  const job = await ledger.get(notice.id);
  if (!job) return;
  takeIn(job, options, mirror);
  if (notice.kind === 'moved' && !mirror.dispatcher()) move(notice, liveJobs);
}

function move({ id, state, progress }: Extract<JobNotice, { kind: 'moved' }>, liveJobs: LiveJobs) {
  const preview = liveJobs.get(id)?.progress.preview ?? null;
  const attempts = state.kind === 'rendering' ? { attempts: state.attempt } : {};
  liveJobs.change(id, { job: { state, ...attempts }, progress: { ...IDLE, ...progress, preview } });
}

/** Brings a job here to where the ledger has it. */
function takeIn(job: Job, { liveJobs, queue }: MirrorOptions, { dispatcher }: Mirror) {
  const { id, state, panel } = job;
  const known = liveJobs.get(id);
  if (state.kind !== 'queued' && state.kind !== 'rendering') {
    dispatcher()?.stop(job);
    if (known && liveJobs.end(id, job)) queue.dismiss(job.ownerId);
    return;
  }
  if (known) {
    if (!isSamePanel(panel, known.job.panel)) {
      liveJobs.change(id, { job: { panel } });
      queue.setPanel(id, panel);
    }
  } else {
    queue.readmit(job.ownerId);
    liveJobs.open(job);
  }
  if (state.kind === 'queued') dispatcher()?.enqueue(job);
}

/** Of the same message, which can be changed for as long: a press of one of its buttons brings a token of its own. */
function isSamePanel(one: PanelAddress | null, other: PanelAddress | null): boolean {
  return one?.messageId === other?.messageId && one?.tokenExpiresAt === other?.tokenExpiresAt;
}
