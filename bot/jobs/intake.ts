import { canDraw } from '#bot/cluster/dispatch.ts';
import { type Board, IDLE } from '#bot/jobs/board.ts';
import type { DeskOptions } from '#bot/jobs/desk.ts';
import type { Dispatcher } from '#bot/jobs/dispatcher.ts';
import type { JobView, SettledOrder } from '#bot/jobs/job.ts';
import { type ClusterOffer, offerOf } from '#bot/jobs/offer.ts';
import type { JobQueue } from '#bot/jobs/queue.ts';
import { rerolled, settle } from '#bot/jobs/settle.ts';
import type { JobDesk, RendererSnapshot, Submission } from '#bot/ports.ts';
import { defaultStyle, visiblePresets } from '#bot/presets/visible-presets.ts';
import { Failure } from '#shared/failure.ts';

/** How long after the start an order waits for the first renderer to say what it can. Milliseconds. */
const FIRST_WORD_MS = 5_000;

type Intake = DeskOptions & {
  readonly board: Board;
  readonly queue: JobQueue;
  readonly dispatcher: Dispatcher;
  /** Resolves when a renderer has described itself, or it has been long enough. */
  readonly firstWord: Promise<void>;
};

/** How orders become jobs. Whatever is refused leaves no trace; whatever is returned is in the ledger. */
export function createIntake(options: Omit<Intake, 'firstWord'>): Pick<JobDesk, 'submit' | 'reroll'> {
  const intake: Intake = { ...options, firstWord: waitForFirstWord(options) };
  return {
    submit: (submission) =>
      acceptOnce(intake, submission, {
        parentId: submission.parentId ?? null,
        settle: () => settleOrder(intake, submission),
      }),
    reroll: (jobId, request) =>
      acceptOnce(intake, request, { parentId: jobId, settle: () => settleAgain(intake, jobId) }),
  };
}

async function acceptOnce(
  { ledger, board, queue, dispatcher, clock, newJobId }: Intake,
  { requestKey, place, member }: Omit<Submission, 'order' | 'parentId'>,
  { parentId, settle }: { readonly parentId: string | null; readonly settle: () => Promise<SettledOrder> },
): Promise<JobView> {
  const known = await ledger.findByRequest(requestKey);
  if (known) return board.get(known.id) ?? { job: known, progress: IDLE };
  const settled = await settle();
  queue.admit(member.id);
  try {
    const owner = { ownerId: member.id, ownerName: member.name };
    const identity = { id: newJobId(), requestKey, place, parentId, createdAt: clock.now() };
    const { outcome, job } = await ledger.accept({ ...identity, ...owner, settled });
    if (outcome === 'duplicate') queue.dismiss(member.id);
    else {
      board.open(job);
      dispatcher.enqueue(job);
    }
    return board.get(job.id) ?? { job, progress: IDLE };
  } catch (thrown) {
    queue.dismiss(member.id);
    throw thrown;
  }
}

async function settleOrder(intake: Intake, { place, order }: Submission): Promise<SettledOrder> {
  const { presets, randomSeed } = intake;
  const offer = await findOffer(intake);
  const own = await presets.list(place.serverId);
  const visible = visiblePresets(own, { models: offer.models });
  const usual = defaultStyle(await presets.defaultOf(place.serverId), { presets: visible });
  const settling = settle({ order, ...offer, presets: visible, defaultStyle: usual, randomSeed });
  if (!settling.ok) throw new Failure('invalid', settling.problems.join('\n'));
  return mustBeDrawable(settling.settled, intake);
}

async function settleAgain(intake: Intake, jobId: string): Promise<SettledOrder> {
  const parent = await intake.ledger.get(jobId);
  if (!parent || parent.state.kind === 'deleted')
    throw new Failure('not-found', 'This picture is not there any more, so it cannot be drawn again');
  await findOffer(intake);
  return mustBeDrawable(rerolled(parent.settled, intake.randomSeed()), intake);
}

async function findOffer(intake: Intake): Promise<ClusterOffer> {
  await intake.firstWord;
  const described = await describedRenderers(intake);
  const offer = offerOf(described.flatMap(({ description }) => description ?? []));
  if (offer) return offer;
  throw new Failure(
    'unavailable',
    'Nothing can be drawn yet: no renderer has answered so far. Please try again in a moment',
  );
}

/** A single renderer must have all of it: the offer unites what several have. */
async function mustBeDrawable(settled: SettledOrder, intake: Intake): Promise<SettledOrder> {
  const described = await describedRenderers(intake);
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
}: Pick<Intake, 'cluster' | 'descriptions'>): Promise<readonly RendererSnapshot[]> {
  const all = cluster.snapshot().map(async (snapshot) => ({
    ...snapshot,
    description: snapshot.description ?? (await descriptions.recall(snapshot.id)),
  }));
  return Promise.all(all);
}

async function waitForFirstWord({ cluster, clock }: Pick<Intake, 'cluster' | 'clock'>): Promise<void> {
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
