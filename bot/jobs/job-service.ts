import { expectTime } from '#bot/dispatch/expect-time.ts';
import { createCosts } from '#bot/dispatch/expected-cost.ts';
import { createQueue, type QueueBounds } from '#bot/dispatch/fair-queue.ts';
import { createLiveJobs } from '#bot/dispatch/live-jobs.ts';
import { createSpeeds, type Speeds } from '#bot/dispatch/speed-estimate.ts';
import {
  IDLE,
  type Job,
  type JobId,
  type JobView,
  type Member,
  type PanelAddress,
  type Place,
} from '#bot/domain/job.ts';
import { jobBin } from '#bot/jobs/bin.ts';
import { type Dispatching, startDispatching } from '#bot/jobs/dispatching.ts';
import { knowEntered } from '#bot/jobs/entered-servers.ts';
import { type JobFiles, jobFiles } from '#bot/jobs/job-files.ts';
import { jobTrainings } from '#bot/jobs/job-trainings.ts';
import { jobServers, type Keeping, type KeepingContext, keepSweeping, USUAL_KEEPING } from '#bot/jobs/keeping.ts';
import { openJobs } from '#bot/jobs/open-jobs.ts';
import { holdPanelLease, type PanelLease } from '#bot/jobs/panel-lease.ts';
import { createReviews, type ReviewContext, undoingReviews } from '#bot/jobs/reviews.ts';
import { createOrderAcceptance } from '#bot/orders/accept-order.ts';
import { withSeedTyped } from '#bot/orders/reroll.ts';
import type { BlobStore, PictureStore } from '#bot/ports/blobs.ts';
import type { Cluster, DescriptionStore } from '#bot/ports/cluster.ts';
import type { DeliveryBook } from '#bot/ports/delivery.ts';
import type { JobFeed } from '#bot/ports/job-feed.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { Leadership } from '#bot/ports/leadership.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import type { KeepCredit, PictureSigner } from '#bot/ports/picture-signer.ts';
import type { PreferenceStore } from '#bot/ports/preferences.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import type { RoleLimitStore } from '#bot/ports/role-limits.ts';
import type { RuleStore } from '#bot/ports/rules.ts';
import type { ServerBook } from '#bot/ports/servers.ts';
import type { TrainedStore } from '#bot/ports/trained.ts';
import type { WordListStore } from '#bot/ports/word-lists.ts';
import { createServerRules } from '#bot/rules/server-rules.ts';
import { failure } from '#bot/text/say.ts';
import { withInterims } from '#bot/training/with-interims.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** What the job service works with. */
export interface JobServiceOptions {
  readonly ledger: Ledger;
  readonly presets: PresetStore;
  readonly wordLists: WordListStore;
  readonly descriptions: DescriptionStore;
  readonly pictures: PictureStore;
  /** Left out = pictures get no manifest. */
  readonly signer?: PictureSigner;
  /** Left out = authors are named in manifests alone. */
  readonly keepCredit?: KeepCredit;
  readonly blobs: BlobStore;
  readonly intake: PictureIntake;
  readonly servers: ServerBook;
  readonly roleLimits: RoleLimitStore;
  readonly delivery: DeliveryBook;
  readonly preferences: PreferenceStore;
  readonly ruleStore: RuleStore;
  readonly trained: TrainedStore;
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly log: Log;
  /** When this bot dispatches. */
  readonly leadership: Leadership;
  /** When this bot writes the panels on Discord; null = always, or never. */
  readonly panelLeadership: Leadership | null;
  /** What other bots of this ledger tell; null = there are none. */
  readonly feed: JobFeed | null;
  /** A whole number from 0 to 2^32 - 1. */
  readonly randomSeed: () => number;
  /** A new name for a job: lower-case letters, digits and dashes. */
  readonly newJobId: () => JobId;
  readonly bounds: QueueBounds;
  /** Another time than the usual one. */
  readonly keeping?: Keeping;
}

/** A job service that somebody must close. */
export interface RunningJobService extends JobService {
  /** Stops following renders without ending them; the next start joins them again. */
  close(): Promise<void>;
}

/** Starts the job service: takes up every job that was open when the last process ended, then takes orders. */
export async function startJobService(given: JobServiceOptions): Promise<RunningJobService> {
  const [liveJobs, speeds] = [createLiveJobs(), createSpeeds()];
  const options = { ...given, trained: withInterims(given.trained, liveJobs.courseOf) };
  const { ledger, bounds, roleLimits, preferences, delivery } = options;
  const rules = createServerRules(options.ruleStore, options.clock);
  const costOf = createCosts({ ...options, speeds });
  const servers = await knowEntered(options.servers);
  const queue = createQueue(bounds, costOf, servers.isIn);
  const stop = new AbortController();
  const panels = holdPanelLease({ ...options, liveJobs }, options.panelLeadership, stop.signal);
  const dispatching = await startDispatching({ ...options, liveJobs, queue, speeds });
  const acceptance = createOrderAcceptance({
    ...options,
    rules,
    expectMs: (tasks) => expectTime(tasks, { renderers: options.cluster.snapshot(), speeds }),
    openJobs: openJobs({ ...options, liveJobs, queue, costOf, enqueue: dispatching.enqueue }),
  });
  const reviewing: ReviewContext = { ...options, rules, liveJobs };
  const jobs: JobServiceContext = { ...options, liveJobs, queue, speeds, dispatching, panels };
  const { cancel } = ending(jobs);
  const kept: KeepingContext = { ...jobs, servers, rules, keeping: options.keeping ?? USUAL_KEEPING };
  const sweeping = keepSweeping(kept, stop.signal);
  const { train: _train, offerNow: _offer, ...orders } = acceptance;
  const bin = jobBin({
    ...kept,
    ...{ cancel, trained: options.trained },
    find: (id) => find(jobs, id),
    mustBeAllowed: (job, member) => mustBeAllowed(job, member, 'delete'),
  });
  const read = reading(jobs);
  const training = jobTrainings(
    { ...jobs, rules, expectedMs: costOf, running: (id, member) => runningOf(jobs, id, member) },
    { ...acceptance, ...bin, ...read, cancel },
  );
  return {
    ...orders,
    training,
    ...{ roleLimits, delivery, preferences },
    rules: { ...rules, audit: undoingReviews(rules.audit, reviewing) },
    reviews: createReviews(reviewing),
    cancel,
    ...bin,
    ...jobServers(kept, cancel),
    ...read,
    publish: (id, member) => publish(jobs, id, member),
    keepSeed: (id, member) => keepSeed(jobs, id, member),
    bindPanel: (id, panel) => bindPanel(jobs, id, panel),
    ...{ markDelivered: ledger.markDelivered, drawnMs: ledger.drawnMs },
    async close() {
      stop.abort();
      await Promise.all([sweeping, panels.ended]);
      await dispatching.close();
      liveJobs.close();
    },
  };
}

type JobServiceContext = JobServiceOptions & {
  readonly speeds: Speeds;
  readonly liveJobs: ReturnType<typeof createLiveJobs>;
  readonly queue: ReturnType<typeof createQueue>;
  readonly dispatching: Dispatching;
  readonly panels: PanelLease;
};

function ending(jobs: JobServiceContext): Pick<JobService, 'cancel'> {
  const { ledger, liveJobs, queue, dispatching, clock } = jobs;
  return {
    async cancel(id, member) {
      const job = await find(jobs, id);
      mustBeAllowed(job, member, 'cancel');
      const at = clock.now();
      if (!(await ledger.cancel(id, { memberId: member.id, at }))) {
        const { state } = await find(jobs, id);
        if (state.kind === 'cancelled') return;
        throw failure('invalid', 'job.ended');
      }
      dispatching.stop(job);
      const change = { state: { kind: 'cancelled', byId: member.id }, finishedAt: at } as const;
      if (liveJobs.end(id, change)) queue.dismiss(job.ownerId);
    },
  };
}

function reading(
  jobs: JobServiceContext,
): Pick<
  JobService,
  | 'view'
  | 'findByRequest'
  | 'findByMessage'
  | 'queue'
  | 'drawnBeforeTurn'
  | 'panelTerm'
  | 'recent'
  | 'gallery'
  | 'kin'
  | 'watch'
  | 'undelivered'
> &
  JobFiles {
  const { ledger, liveJobs, queue } = jobs;
  const viewOf = (job: Job): JobView => liveJobs.get(job.id) ?? { job, progress: IDLE };
  return {
    ...looking(jobs),
    ...jobFiles({ ...jobs, find: (id) => find(jobs, id) }),
    async view(id) {
      const open = liveJobs.get(id);
      if (open) return open;
      const job = await ledger.get(id);
      return job && viewOf(job);
    },
    async findByRequest(requestKey) {
      const job = await ledger.findByRequest(requestKey);
      return job && viewOf(job);
    },
    async findByMessage(messageId) {
      const job = await ledger.findByMessage(messageId);
      return job && viewOf(job);
    },
    queue() {
      const waiting = Array.from(queue.inOrder()).flatMap(({ job }) => liveJobs.get(job.id) ?? []);
      return [...liveJobs.all().filter(({ job }) => !queue.has(job.id)), ...waiting];
    },
    drawnBeforeTurn: queue.takenBeforeTurn,
    recent: async (query) => (await ledger.recent(query)).map(viewOf),
    watch: (platform, signal) => watchShown(platform, jobs, signal),
    panelTerm: () => jobs.panels.term,
    async undelivered(platform) {
      if (!isShownHere(platform, jobs)) return [];
      return (await ledger.undelivered()).filter(({ place }) => place.platform === platform).map(viewOf);
    },
  };
}

/** Who sits at a page sees it here, whichever bot has the panels. */
function isShownHere(platform: Place['platform'], { panels }: Pick<JobServiceContext, 'panels'>): boolean {
  return platform !== 'discord' || panels.term !== null;
}

async function* watchShown(platform: Place['platform'], jobs: JobServiceContext, signal: AbortSignal) {
  for await (const view of jobs.liveJobs.watch(platform, signal)) if (isShownHere(platform, jobs)) yield view;
}

function looking({ ledger, liveJobs }: JobServiceContext): Pick<JobService, 'gallery' | 'kin'> {
  const viewOf = (job: Job): JobView => liveJobs.get(job.id) ?? { job, progress: IDLE };
  return {
    async gallery(query) {
      const { total, found } = await ledger.gallery(query);
      return { total, found: found.map(({ job, others }) => ({ ...viewOf(job), others })) };
    },
    async kin(id, of) {
      const { parent, children, alike } = await ledger.kin(id, of);
      return { parent: parent && viewOf(parent), children: children.map(viewOf), alike: alike.map(viewOf) };
    },
  };
}

async function bindPanel({ ledger, liveJobs, queue, dispatching }: JobServiceContext, id: JobId, panel: PanelAddress) {
  await ledger.bindPanel(id, panel);
  liveJobs.change(id, { job: { panel } });
  queue.setPanel(id, panel);
  dispatching.written(id);
}

async function publish(jobs: JobServiceContext, id: JobId, member: Member): Promise<JobView> {
  const job = await find(jobs, id);
  if (job.ownerId !== member.id) throw failure('denied', 'job.publish-not-yours', { owner: job.ownerName });
  if (job.review) throw failure('denied', 'review.not-shown', { review: job.review });
  const { private: _, ...order } = job.settled.order;
  const settled = { ...job.settled, order };
  await jobs.ledger.reword(id, settled);
  return { job: { ...job, settled }, progress: IDLE };
}

async function keepSeed(jobs: JobServiceContext, id: JobId, member: Member): Promise<number> {
  const job = await find(jobs, id);
  if (job.ownerId !== member.id) throw failure('denied', 'job.seed-not-yours', { owner: job.ownerName });
  const settled = withSeedTyped(job.settled);
  if (settled.order.seed === undefined) throw failure('invalid', 'job.no-seed');
  await jobs.ledger.reword(id, settled);
  return settled.order.seed;
}

/** The ledger's word, not that of the live jobs: whoever wants to change a job must see what is durable. */
async function find({ ledger }: JobServiceContext, id: JobId): Promise<Job> {
  const job = await ledger.get(id);
  if (!job || job.state.kind === 'deleted') throw failure('not-found', 'job.gone');
  return job;
}

/** The renderer that a job of theirs runs at; null = it runs nowhere. */
async function runningOf(jobs: JobServiceContext, id: JobId, member: Member): Promise<string | null> {
  const job = await find(jobs, id);
  mustBeAllowed(job, member, 'cancel');
  return job.state.kind === 'rendering' ? job.state.rendererId : null;
}

function mustBeAllowed(job: Job, member: Member, act: 'cancel' | 'delete') {
  if (member.isModerator || member.id === job.ownerId) return;
  throw failure('denied', 'job.not-yours', { owner: job.ownerName, act });
}
