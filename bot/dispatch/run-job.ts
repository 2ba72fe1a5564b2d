import type { Outcome } from '#bot/dispatch/attempt.ts';
import type { CoolDowns } from '#bot/dispatch/cool-downs.ts';
import type { JobQueue } from '#bot/dispatch/fair-queue.ts';
import { type FollowOptions, followAttempt } from '#bot/dispatch/follow-attempt.ts';
import type { InFlightJob } from '#bot/dispatch/in-flight.ts';
import type { JobChange } from '#bot/dispatch/live-jobs.ts';
import { countLoss, type LossCount, type LostAttempt, wasRendererLost } from '#bot/dispatch/lost-attempt.ts';
import { isTraining } from '#bot/dispatch/place-trainings.ts';
import type { RendererLosses } from '#bot/dispatch/renderer-losses.ts';
import { nameOf, snapshotOf } from '#bot/dispatch/renderer-names.ts';
import { retryWrite } from '#bot/dispatch/retry-write.ts';
import { removeFiles, storeFiles } from '#bot/dispatch/stored-results.ts';
import { filesIn, IDLE, type Job } from '#bot/domain/job.ts';
import { stepsOf } from '#bot/domain/task.ts';
import type { PictureStore } from '#bot/ports/blobs.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { KeepCredit, PictureSigner } from '#bot/ports/picture-signer.ts';
import { failure } from '#bot/text/say.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** What an attempt of a job works with. */
export interface RunJobOptions extends FollowOptions {
  readonly ledger: Ledger;
  readonly pictures: PictureStore;
  readonly signer?: PictureSigner;
  readonly keepCredit?: KeepCredit;
  readonly queue: JobQueue;
  readonly coolDowns: CoolDowns;
  readonly losses: RendererLosses;
  readonly log: Log;
  /** Of this start; see RenderRequest. */
  readonly epoch: number;
  /** Aborted when the process lets go of all attempts. */
  readonly closing: AbortSignal;
}

/**
 * Carries one job through one attempt: writes it down, follows the renderer, and then stores the result, gives the
 * job back to the queue, or fails it with a reason. A job that was cancelled meanwhile is left as it is. Never
 * rejects.
 */
export async function runJob(inFlightJob: InFlightJob, options: RunJobOptions): Promise<void> {
  const signal = AbortSignal.any([inFlightJob.stopping.signal, options.closing]);
  let attempt = inFlightJob.resumed;
  try {
    attempt ??= await begin(inFlightJob, options, signal);
    if (attempt === null) return;
    const { queued, rendererId, resumed } = inFlightJob;
    const join = resumed === null ? 'render' : 'attach';
    const tried = { job: queued.job, attempt, epoch: options.epoch, rendererId, join } as const;
    const outcome = await followAttempt(tried, options, signal);
    await conclude({ inFlightJob, attempt }, outcome, { ...options, signal });
  } catch (thrown) {
    const { job } = inFlightJob.queued;
    if (signal.aborted) return;
    const failure = Failure.from(thrown);
    options.log.error({ err: thrown, jobId: job.id }, 'job broke on our side');
    if (failure.code === 'superseded') return; // it is the newer dispatcher's now
    const ending = failJob({ job, attempt }, failure, { ...options, signal });
    await ending.catch(() => {}); // only the end of the bot, or a newer one, stops it
  }
}

interface Begun {
  readonly inFlightJob: InFlightJob;
  readonly attempt: number;
}

async function begin({ queued, rendererId }: InFlightJob, options: RunJobOptions, signal: AbortSignal) {
  const { ledger, liveJobs, epoch } = options;
  const { job } = queued;
  const by = { rendererId, epoch };
  const written = await retryWrite(() => ledger.beginAttempt(job.id, by), { ...options, signal });
  const attempt = written ?? (await begunBefore(job, { ...options, signal }));
  if (attempt === null) return null;
  options.log.info({ jobId: job.id, attempt, renderer: rendererId, task: job.settled.task.kind }, 'attempt begun');
  liveJobs.change(job.id, {
    job: { state: { kind: 'rendering', attempt, rendererId }, attempts: attempt },
    progress: {
      ...IDLE,
      etaMs: liveJobs.get(job.id)?.progress.etaMs ?? null,
      rendererName: nameOf(rendererId, options.cluster),
      steps: stepsOf(job.settled.task),
    },
  });
  return attempt;
}

/** A write whose answer was lost is tried again and changes nothing then: what the ledger says is what came of it. */
async function begunBefore({ id }: Job, options: RunJobOptions & { readonly signal: AbortSignal }) {
  const state = (await retryWrite(() => options.ledger.get(id), options))?.state;
  return state?.kind === 'rendering' ? state.attempt : null;
}

/** Likewise: whether the job is in this state, by this attempt where states have one. */
async function isNow(
  { job, attempt }: { readonly job: Job; readonly attempt: number | null },
  kind: Job['state']['kind'],
  options: RunJobOptions & { readonly signal: AbortSignal },
): Promise<boolean> {
  const now = await retryWrite(() => options.ledger.get(job.id), options);
  return now?.state.kind === kind && (attempt === null || now.attempts === attempt);
}

async function conclude(begun: Begun, outcome: Outcome, options: RunJobOptions & { readonly signal: AbortSignal }) {
  switch (outcome.kind) {
    case 'stopped':
      return;
    case 'impossible':
      return await failJob(nameIn(begun), outcome.failure, options);
    case 'drawn':
      options.coolDowns.succeeded(begun.inFlightJob.rendererId);
      return await storeResult(begun, outcome, options);
    case 'lost':
      return await retryOrFail(begun, outcome, options);
  }
}

async function storeResult(
  begun: Begun,
  { arrived, timings }: Extract<Outcome, { kind: 'drawn' }>,
  options: RunJobOptions & { readonly signal: AbortSignal },
) {
  const { ledger, clock, epoch } = options;
  const { job, attempt } = nameIn(begun);
  const storing = { ...options, store: options.pictures };
  const result = await storeFiles({ job, attempt, arrived }, storing).catch((thrown) => {
    options.signal.throwIfAborted();
    return Failure.from(thrown);
  });
  if (result instanceof Failure) return await failJob({ job, attempt }, result, options);
  const at = clock.now();
  const written = { id: job.id, attempt, epoch };
  const { isFlagged = false } = arrived;
  const spentMs = options.spent.take(job.id, timings);
  const done = { result, timings, spentMs, at, isHeld: isFlagged };
  const won = await retryWrite(() => ledger.finish(written, done), options);
  if (!won && !(await isNow({ job, attempt }, 'done', options))) return await removeFiles(filesIn(result), storing);
  options.queue.settle(job.id, spentMs);
  const review = isFlagged ? ({ review: 'held' } as const) : {};
  endJob(job, { state: { kind: 'done', attempt, result, timings }, finishedAt: at, ...review }, options);
}

async function retryOrFail(
  { inFlightJob, attempt }: Begun,
  { failure: last, blame }: Extract<Outcome, { kind: 'lost' }>,
  options: RunJobOptions & { readonly signal: AbortSignal },
) {
  const { queued, rendererId } = inFlightJob;
  const { ledger, queue, liveJobs, log, epoch } = options;
  const { job } = queued;
  log.warn({ jobId: job.id, attempt, renderer: rendererId, blame, reason: last.message }, 'attempt lost');
  const renderer = snapshotOf(rendererId, options.cluster);
  if (renderer && blame !== 'nobody') options.coolDowns.failed(renderer);
  if (last.code === 'superseded' && !options.cluster.snapshot().some(({ up }) => up)) {
    return await failJob({ job, attempt }, failure('unavailable', 'attempt.taken', { cause: last }), options);
  }
  const tries = countLoss(queued, lossOf(inFlightJob, { failure: last, blame }, options));
  if (tries.isEnough) return await failJob({ job, attempt }, givenUp(last, tries), options);
  const requeued = await retryWrite(() => ledger.requeue({ id: job.id, attempt, epoch }), options);
  if (!requeued && !(await isNow({ job, attempt }, 'queued', options))) return;
  liveJobs.change(job.id, { job: { state: { kind: 'queued' } }, progress: IDLE });
  options.spent.take(job.id);
  const unfit = (blame === 'strike' && !tries.isInnocent) || last.code === 'unsupported';
  const avoid = unfit ? new Set([...queued.avoid, rendererId]) : queued.avoid;
  const { strikes, suspicions, refusals, alone } = tries;
  queue.putBack({ ...queued, avoid, strikes, suspicions, refusals, alone });
}

function lossOf(
  { queued, rendererId, hadNeighbours }: InFlightJob,
  how: Pick<LostAttempt, 'failure' | 'blame'>,
  { losses, clock }: Pick<RunJobOptions, 'losses' | 'clock'>,
): LostAttempt {
  const { id } = queued.job;
  if (wasRendererLost(how)) losses.record({ id, rendererId, at: clock.now() });
  return { ...how, hadNeighbours, isTraining: isTraining(queued), lostWithout: losses.without(id) };
}

function givenUp(last: Failure, { breaks, refusals, isBroken }: LossCount): Failure {
  const code = last.code === 'internal' ? 'internal' : 'unavailable';
  const cause = { cause: last };
  if (isBroken) return failure(code, 'attempt.strikes', { count: breaks, last: last.said }, cause);
  return failure(code, 'attempt.refusals', { count: refusals, last: last.said }, cause);
}

/** Attempt null: none was begun. */
async function failJob(
  { job, attempt }: { readonly job: Job; readonly attempt: number | null },
  { code, said: reason }: Failure,
  options: RunJobOptions & { readonly signal: AbortSignal },
) {
  const { ledger, clock, epoch } = options;
  const at = clock.now();
  giveBack(job, options);
  const won = await retryWrite(() => ledger.fail({ id: job.id, attempt, epoch }, { code, reason, at }), options);
  if (won || (await isNow({ job, attempt }, 'failed', options)))
    endJob(job, { state: { kind: 'failed', code, reason }, finishedAt: at }, options);
}

/** What failed costs its member nothing. */
function giveBack({ id }: Job, { queue, spent }: Pick<RunJobOptions, 'queue' | 'spent'>) {
  spent.take(id);
  queue.settle(id, 0);
}

function nameIn({ inFlightJob, attempt }: Begun) {
  return { job: inFlightJob.queued.job, attempt };
}

function endJob(
  job: Job,
  change: JobChange,
  { liveJobs, queue, log }: Pick<RunJobOptions, 'liveJobs' | 'queue' | 'log'>,
) {
  log.info({ jobId: job.id, state: change.state?.kind }, 'job ended');
  if (liveJobs.end(job.id, change)) queue.dismiss(job.ownerId);
}
