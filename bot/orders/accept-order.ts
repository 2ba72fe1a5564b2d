import { IDLE, type JobId, type JobView, type SettledOrder } from '#bot/domain/job.ts';
import { needsOf } from '#bot/domain/task-needs.ts';
import { dayOfMember, mayDraw } from '#bot/limits/may-draw.ts';
import { withAreaMasks } from '#bot/orders/area-masks.ts';
import { asPreferred, withPicturesOfParent } from '#bot/orders/complete-order.ts';
import { finished } from '#bot/orders/draft.ts';
import { explainOrder } from '#bot/orders/explain.ts';
import { waitForDescription } from '#bot/orders/first-description.ts';
import type { OpenJobs } from '#bot/orders/open-jobs.ts';
import { orderFrom } from '#bot/orders/order-from.ts';
import { type ExpectMs, planOrders } from '#bot/orders/plan-orders.ts';
import { asPrivateAsParent } from '#bot/orders/private-order.ts';
import { rerolled, seedAfter, withoutSeed } from '#bot/orders/reroll.ts';
import { type SettleRequest, settle } from '#bot/orders/settle.ts';
import { mustOwnAdapters, withTrained } from '#bot/orders/settle-own-adapters.ts';
import {
  offersNow,
  settleAnimate,
  settleLook,
  settlePreprocess,
  settleRestore,
  settleUpscale,
} from '#bot/orders/settle-picture-task.ts';
import { tellTerms } from '#bot/orders/tell-terms.ts';
import type { TrainingAcceptance } from '#bot/orders/training-acceptance.ts';
import type { BlobStore, PictureStore } from '#bot/ports/blobs.ts';
import type { Cluster, DescriptionStore } from '#bot/ports/cluster.ts';
import type { Explanation } from '#bot/ports/explanation.ts';
import type { JobService, Submission } from '#bot/ports/job-service.ts';
import type { Ledger } from '#bot/ports/ledger.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import type { PreferenceStore } from '#bot/ports/preferences.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import type { RoleLimitStore } from '#bot/ports/role-limits.ts';
import type { ServerRules } from '#bot/ports/server-rules.ts';
import type { TrainedStore } from '#bot/ports/trained.ts';
import type { WordListStore } from '#bot/ports/word-lists.ts';
import { type ClusterOffer, type CurrentOffer, canDraw, followOffer } from '#bot/presets/offer.ts';
import { offerFor } from '#bot/presets/offer-with-trained.ts';
import { mustMayUseStyle } from '#bot/presets/style-access.ts';
import { serverStyles } from '#bot/presets/visible-presets.ts';
import { listsOf } from '#bot/presets/word-list-service.ts';
import { permutations } from '#bot/prompt/permutations.ts';
import { failure, failureOf } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';
import type { TaskKind } from '#shared/contract/tasks.ts';

/** What orders are settled and stored with. */
export interface OrderOptions {
  readonly ledger: Ledger;
  readonly presets: PresetStore;
  readonly wordLists: WordListStore;
  readonly descriptions: DescriptionStore;
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** A whole number from 0 to 2^32 - 1. */
  readonly randomSeed: () => number;
  /** A new name for a job: lower-case letters, digits and dashes. */
  readonly newJobId: () => JobId;
  readonly openJobs: OpenJobs;
  readonly expectMs: ExpectMs;
  /** Where the pictures of earlier jobs lie, and how one becomes what an order starts from. */
  readonly pictures: PictureStore;
  /** Where an order's own pictures lie. */
  readonly blobs: BlobStore;
  readonly intake: PictureIntake;
  /** What the roles of servers let their members draw. */
  readonly roleLimits: RoleLimitStore;
  /** How members like to draw. */
  readonly preferences: PreferenceStore;
  /** What servers say about themselves. */
  readonly rules: Pick<ServerRules, 'settings' | 'bans' | 'words'>;
  /** What was trained for servers. */
  readonly trained: Pick<TrainedStore, 'list'>;
}

type AcceptContext = OrderOptions & {
  /** Resolves when a renderer has described itself, or it has been long enough. */
  readonly firstDescription: Promise<void>;
  readonly current: CurrentOffer;
};

/** How orders become jobs. Whatever is refused leaves no trace; whatever is returned is in the ledger. */
export function createOrderAcceptance(
  options: OrderOptions,
): TrainingAcceptance &
  Pick<
    JobService,
    | 'submit'
    | 'reroll'
    | 'vary'
    | 'finish'
    | 'upscale'
    | 'restore'
    | 'animate'
    | 'preprocess'
    | 'look'
    | 'offers'
    | 'explain'
    | 'plan'
    | 'dayOf'
  > {
  const context = {
    ...options,
    firstDescription: waitForDescription(options),
    current: followOffer(options),
  };
  return {
    submit: (submission) =>
      acceptOnce(context, submission, {
        kind: 'draw',
        parentId: submission.parentId ?? null,
        settle: async () => settleOrder(context, await asPreferred(context, submission)),
      }),
    reroll: (jobId, request, { next } = { next: false }) =>
      acceptOnce(context, request, {
        kind: 'draw',
        parentId: jobId,
        settle: () => settleAgain(context, jobId, { next, ...request }),
      }),
    finish: (jobId, request) =>
      acceptOnce(context, request, { kind: 'draw', parentId: jobId, settle: () => settleFinished(context, jobId) }),
    vary: (wish, request) =>
      acceptOnce(context, request, {
        kind: 'draw',
        parentId: 'jobId' in wish ? wish.jobId : null,
        settle: async () => settleOrder(context, { ...request, order: await orderFrom(context, wish) }),
      }),
    ...pictureTasks(context),
    look: (wish, request) =>
      acceptOnce(context, request, {
        kind: wish.task,
        parentId: 'jobId' in wish ? wish.jobId : (wish.parentId ?? null),
        settle: () => settleLook(context, wish),
      }),
    offers: (kind) => offersNow(options, kind),
    ...trainings(context),
    dayOf: (asker) => dayOfMember(asker, drawRules(context)),
    explain: async (order, asker) => explain(context, await asPreferred(context, { order, ...asker })),
    plan: async (order, asker) =>
      planOrders(await requestFor(context, await asPreferred(context, { order, ...asker })), options.expectMs),
  };
}

function trainings(context: AcceptContext): TrainingAcceptance {
  return {
    train: (settled, request) =>
      acceptOnce(context, request, { kind: 'train', parentId: null, settle: async () => settled }),
    offerNow: () => findOffer(context),
  };
}

/** What makes one picture of another. */
function pictureTasks(context: AcceptContext): Pick<JobService, 'upscale' | 'restore' | 'animate' | 'preprocess'> {
  const task =
    <Wish extends object>(kind: TaskKind, settling: (context: AcceptContext, wish: Wish) => Promise<SettledOrder>) =>
    (wish: Wish, request: Omit<Submission, 'order' | 'parentId'>) => {
      const parentId = 'jobId' in wish ? (wish.jobId as JobId) : null;
      return acceptOnce(context, request, { kind, parentId, settle: () => settling(context, wish) });
    };
  return {
    upscale: task('upscale', settleUpscale),
    restore: task('restore', settleRestore),
    animate: task('animate', settleAnimate),
    preprocess: task('preprocess', settlePreprocess),
  };
}

/** Every job begins here, so that no way to a picture goes round `mayDraw`. */
async function acceptOnce(
  context: AcceptContext,
  { requestKey, place, member }: Omit<Submission, 'order' | 'parentId'>,
  { kind, parentId, settle }: Way,
): Promise<JobView> {
  const { ledger, openJobs, clock, newJobId, presets } = context;
  const known = await ledger.findByRequest(requestKey);
  if (known) return openJobs.view(known.id) ?? { job: known, progress: IDLE };
  const mustFit = await mayDraw({ member, place, kind }, drawRules(context));
  const settled = await asPrivateAsParent(await settle(), { ledger, parentId });
  await mustOwnAdapters(settled, place, context);
  await mustMayUseStyle(presets, { serverId: place.serverId, name: settled.style, reader: member });
  const terms = await mustFit(settled);
  openJobs.admit(member.id, { sitsHere: place.platform === 'studio' && member.isModerator });
  try {
    const owner = { ownerId: member.id, ownerName: member.name };
    const identity = { id: newJobId(), requestKey, place, parentId, createdAt: clock.now() };
    const { outcome, job } = await ledger.accept({
      ...identity,
      ...owner,
      ...{ isHeld: terms.isHeld, isRelaxed: terms.isRelaxed },
      settled: tellTerms(settled, terms),
    });
    if (outcome === 'duplicate') openJobs.dismiss(member.id);
    else openJobs.open(job);
    return openJobs.view(job.id) ?? { job, progress: IDLE };
  } catch (thrown) {
    openJobs.dismiss(member.id);
    throw thrown;
  }
}

function drawRules({ rules, roleLimits, openJobs, ledger, clock }: AcceptContext) {
  return { ...openJobs, rules, roleLimits, drawnMs: ledger.drawnMs, now: clock.now };
}

/** One of the ways to a picture. */
interface Way {
  readonly kind: TaskKind;
  readonly parentId: string | null;
  readonly settle: () => Promise<SettledOrder>;
}

async function settleOrder(context: AcceptContext, submission: Omit<Submission, 'requestKey'>): Promise<SettledOrder> {
  const { count } = permutations(submission.order.prompt, 1);
  if (count > 1) throw failure('invalid', 'order.permutes', { count });
  const order = await withPicturesOfParent(context, submission);
  const settling = settle(await requestFor(context, { ...submission, order }));
  if (!settling.ok) throw failureOf('invalid', settling.problems);
  const masked = await withAreaMasks(settling.settled, context);
  return mustBeDrawable(await withTrained(masked, submission.place, context), context);
}

/** As many pictures as one message of the platform shows: nothing is drawn that nobody would see. */
const COUNT_MAX = { discord: 10, studio: Number.MAX_SAFE_INTEGER, api: Number.MAX_SAFE_INTEGER };

/** An order with what there is to draw it with in that place. */
async function requestFor(
  context: AcceptContext,
  { order, member, place: { platform, serverId, channelId, threadOf } }: Pick<Submission, 'order' | 'place' | 'member'>,
): Promise<SettleRequest> {
  const { presets, wordLists, randomSeed } = context;
  const offer = await findOffer(context, serverId);
  const channelIds = [channelId, ...(threadOf === undefined ? [] : [threadOf])];
  const { styles, defaultStyle } = await serverStyles(presets, { serverId, channelIds, offer });
  const lists = await listsOf(wordLists, serverId);
  const limits = { ...offer.limits, countMax: Math.min(offer.limits.countMax, COUNT_MAX[platform]) };
  return { order, ...offer, limits, presets: styles, defaultStyle, reader: member, lists, randomSeed };
}

async function explain(
  context: AcceptContext,
  asked: Pick<Submission, 'order' | 'place' | 'member'>,
): Promise<Explanation> {
  return explainOrder(await requestFor(context, asked), context.cluster.spellTokens);
}

async function settleFinished(context: AcceptContext, jobId: string): Promise<SettledOrder> {
  const parent = await context.ledger.get(jobId);
  if (!parent || parent.state.kind === 'deleted') throw failure('not-found', 'order.parent-gone');
  await findOffer(context);
  return mustBeDrawable(finished(parent.settled), context);
}

async function settleAgain(
  context: AcceptContext,
  jobId: string,
  { next, member }: { readonly next: boolean } & Pick<Submission, 'member'>,
): Promise<SettledOrder> {
  const parent = await context.ledger.get(jobId);
  if (!parent || parent.state.kind === 'deleted') throw failure('not-found', 'order.parent-gone');
  const { settled, place } = parent;
  if (settled.chosen !== undefined) return settleOrder(context, { order: withoutSeed(settled.order), place, member });
  await findOffer(context);
  const seed = (next ? seedAfter(parent.settled.task) : null) ?? context.randomSeed();
  return mustBeDrawable(rerolled(parent.settled, seed), context);
}

/** With what was trained for a server, where it is said for which. */
async function findOffer(context: AcceptContext, serverId?: string): Promise<ClusterOffer> {
  await context.firstDescription;
  const offer = await context.current.offer();
  const own = serverId === undefined ? offer : await offerFor(serverId, { offer, trained: context.trained });
  if (own) return own;
  throw failure('unavailable', 'order.nobody-answered');
}

/** A single renderer must have all of it: the offer unites what several have. */
async function mustBeDrawable(settled: SettledOrder, context: AcceptContext): Promise<SettledOrder> {
  const needs = needsOf(settled.task);
  const known = await context.current.descriptions();
  if (known.some((description) => canDraw(description, needs))) return settled;
  const { model, adapters, sampler } = needs;
  throw failure('invalid', 'order.undrawable', {
    model: model ?? '',
    adapters: adapters.map(({ name }) => name),
    sampler: sampler ?? '',
  });
}
