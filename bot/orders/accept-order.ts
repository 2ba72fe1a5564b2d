import type { Dispatcher } from '#bot/dispatch/dispatcher.ts';
import type { JobQueue } from '#bot/dispatch/fair-queue.ts';
import { IDLE, type LiveJobs } from '#bot/dispatch/live-jobs.ts';
import { canDraw } from '#bot/dispatch/placement.ts';
import type { JobId, JobView, SettledOrder } from '#bot/domain/job.ts';
import { rerolled, settle } from '#bot/orders/settle.ts';
import type { Cluster, DescriptionStore, RendererSnapshot } from '#bot/ports/cluster.ts';
import type { JobService, Submission } from '#bot/ports/job-service.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import { type ClusterOffer, offerOf } from '#bot/presets/offer.ts';
import { defaultStyle, visiblePresets } from '#bot/presets/visible-presets.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';

/** How long after the start an order waits for the first renderer to say what it can. Milliseconds. */
const FIRST_WORD_MS = 5_000;

interface AcceptContext {
  readonly ledger: Ledger;
  readonly presets: PresetStore;
  readonly descriptions: DescriptionStore;
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** A whole number from 0 to 2^32 - 1. */
  readonly randomSeed: () => number;
  /** A new name for a job: lower-case letters, digits and dashes. */
  readonly newJobId: () => JobId;
  readonly liveJobs: LiveJobs;
  readonly queue: JobQueue;
  readonly dispatcher: Dispatcher;
  /** Resolves when a renderer has described itself, or it has been long enough. */
  readonly firstWord: Promise<void>;
}

/** How orders become jobs. Whatever is refused leaves no trace; whatever is returned is in the ledger. */
export function createOrderAcceptance(
  options: Omit<AcceptContext, 'firstWord'>,
): Pick<JobService, 'submit' | 'reroll'> {
  const acceptance: AcceptContext = { ...options, firstWord: waitForFirstWord(options) };
  return {
    submit: (submission) =>
      acceptOnce(acceptance, submission, {
        parentId: submission.parentId ?? null,
        settle: () => settleOrder(acceptance, submission),
      }),
    reroll: (jobId, request) =>
      acceptOnce(acceptance, request, { parentId: jobId, settle: () => settleAgain(acceptance, jobId) }),
  };
}

async function acceptOnce(
  { ledger, liveJobs, queue, dispatcher, clock, newJobId }: AcceptContext,
  { requestKey, place, member }: Omit<Submission, 'order' | 'parentId'>,
  { parentId, settle }: { readonly parentId: string | null; readonly settle: () => Promise<SettledOrder> },
): Promise<JobView> {
  const known = await ledger.findByRequest(requestKey);
  if (known) return liveJobs.get(known.id) ?? { job: known, progress: IDLE };
  const settled = await settle();
  queue.admit(member.id);
  try {
    const owner = { ownerId: member.id, ownerName: member.name };
    const identity = { id: newJobId(), requestKey, place, parentId, createdAt: clock.now() };
    const { outcome, job } = await ledger.accept({ ...identity, ...owner, settled });
    if (outcome === 'duplicate') queue.dismiss(member.id);
    else {
      liveJobs.open(job);
      dispatcher.enqueue(job);
    }
    return liveJobs.get(job.id) ?? { job, progress: IDLE };
  } catch (thrown) {
    queue.dismiss(member.id);
    throw thrown;
  }
}

async function settleOrder(acceptance: AcceptContext, { place, order }: Submission): Promise<SettledOrder> {
  const { presets, randomSeed } = acceptance;
  const offer = await findOffer(acceptance);
  const own = await presets.list(place.serverId);
  const visible = visiblePresets(own, { models: offer.models });
  const usual = defaultStyle(await presets.defaultOf(place.serverId), { presets: visible });
  const settling = settle({ order, ...offer, presets: visible, defaultStyle: usual, randomSeed });
  if (!settling.ok) throw new Failure('invalid', settling.problems.join('\n'));
  return mustBeDrawable(settling.settled, acceptance);
}

async function settleAgain(acceptance: AcceptContext, jobId: string): Promise<SettledOrder> {
  const parent = await acceptance.ledger.get(jobId);
  if (!parent || parent.state.kind === 'deleted')
    throw new Failure('not-found', 'This picture is not there any more, so it cannot be drawn again');
  await findOffer(acceptance);
  return mustBeDrawable(rerolled(parent.settled, acceptance.randomSeed()), acceptance);
}

async function findOffer(acceptance: AcceptContext): Promise<ClusterOffer> {
  await acceptance.firstWord;
  const described = await describedRenderers(acceptance);
  const offer = offerOf(described.flatMap(({ description }) => description ?? []));
  if (offer) return offer;
  throw new Failure(
    'unavailable',
    'Nothing can be drawn yet: no renderer has answered so far. Please try again in a moment',
  );
}

/** A single renderer must have all of it: the offer unites what several have. */
async function mustBeDrawable(settled: SettledOrder, acceptance: AcceptContext): Promise<SettledOrder> {
  const described = await describedRenderers(acceptance);
  if (described.some((snapshot) => canDraw({ snapshot }, settled.spec))) return settled;
  const { model, adapters, sampler } = settled.spec;
  const parts = [`the model “${model}”`, ...adapters.map(({ name }) => `the adapter “${name}”`)];
  throw new Failure(
    'invalid',
    `This cannot be drawn: no renderer has ${parts.join(' with ')} and the sampler “${sampler}”`,
  );
}

/** All renderers with what they said last, if need be before the restart. */
async function describedRenderers({
  cluster,
  descriptions,
}: Pick<AcceptContext, 'cluster' | 'descriptions'>): Promise<readonly RendererSnapshot[]> {
  const all = cluster.snapshot().map(async (snapshot) => ({
    ...snapshot,
    description: snapshot.description ?? (await descriptions.recall(snapshot.id)),
  }));
  return Promise.all(all);
}

async function waitForFirstWord({ cluster, clock }: Pick<AcceptContext, 'cluster' | 'clock'>): Promise<void> {
  const patience = new AbortController();
  const enough = clock.sleep(FIRST_WORD_MS, patience.signal).then(
    () => patience.abort(),
    () => {},
  );
  const heard = (async () => {
    for await (const snapshots of cluster.changes(patience.signal))
      if (snapshots.some(({ description }) => description !== null)) return;
  })().catch(() => {}); // patience ended
  await Promise.race([heard, enough]);
  patience.abort();
}
