import type { Job, JobView, Place } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { Clock } from '#shared/clock.ts';
import { spanOfJob } from '#shared/tracing/trace-context.ts';
import type { Tracer } from '#shared/tracing/tracer.ts';

/** Jobs that are followed at once; of more, the oldest is traced no further. */
const FOLLOWED_MAX = 10_000;

/** What traces are made of. */
export interface TraceOptions {
  readonly jobs: Pick<JobService, 'watch'>;
  readonly tracer: Tracer;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Has every job recorded that ends until the signal: the job from the interaction that asked for it, its acceptance,
 * its wait, and each attempt, under which the renderer records what it does. Several bots on one ledger record the
 * same spans with the same ids.
 */
export async function traceJobs(options: TraceOptions, signal: AbortSignal): Promise<void> {
  try {
    await Promise.all((['discord', 'studio', 'api'] as const).map((platform) => follow(platform, options, signal)));
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}

/** What was seen of a job. */
interface Seen {
  readonly attempt: number;
  readonly startMs: number;
  readonly renderer: string;
}

async function follow(platform: Place['platform'], { jobs, tracer, clock }: TraceOptions, signal: AbortSignal) {
  const since = clock.now();
  const seen = new Map<string, Seen | null>();
  for await (const view of jobs.watch(platform, signal)) {
    const { job } = view;
    const before = seen.get(job.id) ?? null;
    const now = attemptIn(view, before, clock);
    if (before && before.attempt !== now?.attempt) recordAttempt({ job, seen: before }, tracer, clock.now());
    if (!before && now?.attempt === 1) recordWait(job, tracer, now.startMs);
    if (job.finishedAt === null) seen.set(job.id, now);
    else if (seen.delete(job.id) && job.finishedAt >= since) recordJob(job, tracer);
    for (const oldest of seen.keys()) {
      if (seen.size <= FOLLOWED_MAX) break;
      seen.delete(oldest);
    }
  }
}

function attemptIn(view: JobView, before: Seen | null, clock: Pick<Clock, 'now'>): Seen | null {
  const { state } = view.job;
  if (state.kind !== 'rendering') return null;
  if (before?.attempt === state.attempt) return before;
  return { attempt: state.attempt, startMs: clock.now(), renderer: state.rendererId };
}

function recordWait(job: Job, tracer: Tracer, endMs: number): void {
  tracer.record({ name: 'wait for a renderer', startMs: job.createdAt, endMs, parent: spanOfJob(job.id) });
}

function recordAttempt({ job, seen }: { readonly job: Job; readonly seen: Seen }, tracer: Tracer, endMs: number) {
  const { attempt, startMs, renderer } = seen;
  const { state } = job;
  const isLost = state.kind !== 'done' && state.kind !== 'cancelled';
  tracer.record({
    ...{ name: 'attempt', startMs, endMs, parent: spanOfJob(job.id), own: spanOfJob(job.id, attempt) },
    attributes: { 'easel.attempt': attempt, 'easel.renderer': renderer },
    ...(isLost && { failed: state.kind === 'failed' ? state.code : 'lost' }),
  });
}

/**
 * An interaction's id begins with the moment in which Discord made it: milliseconds since 2015, above 22 other bits.
 */
const INTERACTION = /^discord:(\d{17,20})$/;
const DISCORD_EPOCH_MS = 1_420_070_400_000;

/** When somebody asked: with an interaction a little before the job was accepted. */
function askedAt({ requestKey = '', createdAt }: Job): number {
  const id = INTERACTION.exec(requestKey)?.[1];
  if (id === undefined) return createdAt;
  // Discord's clock may be ahead of ours.
  return Math.min(createdAt, Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS);
}

function recordJob(job: Job, tracer: Tracer): void {
  const { state, createdAt, finishedAt, place, attempts, settled } = job;
  const startMs = askedAt(job);
  if (startMs < createdAt) tracer.record({ name: 'acceptance', startMs, endMs: createdAt, parent: spanOfJob(job.id) });
  tracer.record({
    ...{ name: `job ${settled.task.kind}`, startMs, endMs: finishedAt ?? createdAt },
    ...{ parent: null, own: spanOfJob(job.id) },
    attributes: {
      'easel.job': job.id,
      'easel.platform': place.platform,
      'easel.outcome': state.kind,
      'easel.attempts': attempts,
    },
    ...(state.kind === 'failed' && { failed: state.code }),
  });
}
