import { type Dispatcher, type DispatcherOptions, startDispatcher } from '#bot/dispatch/dispatcher.ts';
import { possibleFiles, removeFiles } from '#bot/dispatch/stored-results.ts';
import type { Job, JobId } from '#bot/domain/job.ts';
import { mirrorJobs } from '#bot/jobs/mirrored-jobs.ts';
import { shareProgress } from '#bot/jobs/shared-progress.ts';
import type { JobFeed } from '#bot/ports/job-feed.ts';
import type { Leadership, LeadershipTerm } from '#bot/ports/leadership.ts';
import { createBackoff } from '#shared/async/backoff.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';
import { Failure } from '#shared/failure.ts';

/** Between tries to take up the open jobs while the ledger cannot be read. Milliseconds. */
const AGAIN = { firstMs: 500, longestMs: 5_000 };

/** What dispatching in terms takes. */
export interface DispatchingOptions extends Omit<DispatcherOptions, 'epoch'> {
  readonly leadership: Leadership;
  /** Null where no other bot has this ledger. */
  readonly feed: JobFeed | null;
}

/** Has jobs drawn, by this bot while it dispatches, and else by the one that does. */
export interface Dispatching extends Pick<Dispatcher, 'enqueue' | 'stop'> {
  /** What the ledger says of an open job has changed here. */
  written(id: JobId): void;
  close(): Promise<void>;
}

/**
 * Takes up every open job in each term of this bot, and between terms follows what the dispatching one tells of them.
 * Resolves when it is known who dispatches and what is open.
 */
export async function startDispatching(options: DispatchingOptions): Promise<Dispatching> {
  const { feed, log } = options;
  const closing = new AbortController();
  const { signal } = closing;
  let lead: Lead | 'beginning' | null = null;
  const dispatcher = () => (lead === 'beginning' ? null : (lead?.dispatcher ?? null));
  const ready = Promise.withResolvers<void>();
  const turned = (to: typeof lead) => {
    lead = to;
  };
  const keep = keepTerms(options, { signal, turned, ready: ready.resolve });
  keep.catch((thrown) => {
    ready.reject(thrown);
    if (!signal.aborted) log.error({ err: thrown }, 'jobs are not dispatched any more');
  });
  const mirroring = feed ? mirrorJobs(options, { feed, signal, dispatcher }) : null;
  await Promise.all([ready.promise, mirroring?.filled]);
  const written = (id: JobId) => {
    if (!lead) feed?.tell({ kind: 'written', id });
  };
  return {
    enqueue(job) {
      dispatcher()?.enqueue(job);
      written(job.id);
    },
    stop(job) {
      dispatcher()?.stop(job);
      written(job.id);
    },
    written,
    async close() {
      closing.abort();
      await Promise.all([keep.catch(() => {}), mirroring?.ended]);
    },
  };
}

/** A term of this bot. */
interface Lead {
  readonly dispatcher: Dispatcher;
  close(): Promise<void>;
}

interface Turns {
  readonly signal: AbortSignal;
  readonly turned: (to: Lead | 'beginning' | null) => void;
  readonly ready: () => void;
}

async function keepTerms(options: DispatchingOptions, { signal, turned, ready }: Turns): Promise<void> {
  const { log, feed } = options;
  let lead: Lead | null = null;
  try {
    for await (const term of options.leadership.terms(signal)) {
      turned(null);
      await lead?.close();
      lead = null;
      if (term) turned('beginning');
      lead = term && (await begin(term, options));
      turned(lead);
      if (feed) log.info({ epoch: term?.epoch ?? null }, lead ? 'this bot dispatches' : 'another bot dispatches');
      ready();
    }
  } finally {
    turned(null);
    await lead?.close();
  }
}

/** Null when the term ended before it was taken up. */
async function begin(term: LeadershipTerm, options: DispatchingOptions): Promise<Lead | null> {
  const pauses = createBackoff(AGAIN);
  while (!term.signal.aborted) {
    const lead = startLead(term, options);
    try {
      await recover(term, options, lead.dispatcher);
      return lead;
    } catch (thrown) {
      await lead.close();
      if (!options.feed) throw thrown;
      if (Failure.from(thrown).code === 'superseded') return null;
      options.log.error({ err: thrown }, 'open jobs could not be taken up, trying again');
      await pauses.wait(options.clock, term.signal);
    }
  }
  return null;
}

function startLead({ epoch, signal }: LeadershipTerm, options: DispatchingOptions): Lead {
  const { queue, feed, liveJobs } = options;
  const dispatcher = startDispatcher({ ...options, epoch });
  const ending = new AbortController();
  const sharing = feed ? shareProgress(liveJobs, feed, AbortSignal.any([signal, ending.signal])) : null;
  return {
    dispatcher,
    async close() {
      ending.abort();
      await dispatcher.close();
      await sharing;
      for (const { job } of [...queue.inOrder()]) queue.drop(job.id);
    },
  };
}

async function recover({ epoch }: LeadershipTerm, options: DispatchingOptions, dispatcher: Dispatcher) {
  const { ledger, liveJobs, queue, pictures, log } = options;
  await ledger.takeOver(epoch);
  const jobs: Job[] = [];
  for await (const piece of ledger.openInPieces()) {
    for (const job of piece) {
      // Stored, but not written down: whoever draws the job again stores it again.
      await removeFiles(possibleFiles(job), { store: pictures, log });
      if (!liveJobs.get(job.id)) queue.readmit(job.ownerId);
      liveJobs.open(job);
      jobs.push(job);
    }
  }
  for (const job of jobs) {
    if (job.state.kind === 'rendering') dispatcher.resume(job);
    else dispatcher.enqueue(job);
  }
  if (jobs.length > 0) log.info({ jobs: jobs.length }, 'jobs taken up again');
  if (!options.feed) return;
  await forgetEnded(options, new Set(jobs.map(({ id }) => id)));
  // What came meanwhile.
  for (const { job } of liveJobs.all()) if (job.state.kind === 'queued') dispatcher.enqueue(job);
}

/** What this bot takes for open and is not. */
async function forgetEnded({ ledger, liveJobs, queue }: DispatchingOptions, open: ReadonlySet<JobId>) {
  for (const { job } of liveJobs.all()) {
    await yieldToEventLoop();
    if (open.has(job.id)) continue;
    const now = await ledger.get(job.id);
    if (now && (now.state.kind === 'queued' || now.state.kind === 'rendering')) continue;
    if (liveJobs.end(job.id, now ?? {})) queue.dismiss(job.ownerId);
  }
}
