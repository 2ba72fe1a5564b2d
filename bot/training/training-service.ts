import type { JobId, JobView, Member, Progress, SettledOrder } from '#bot/domain/job.ts';
import type { Task, TaskOf } from '#bot/domain/task.ts';
import type { PictureStore } from '#bot/ports/blobs.ts';
import type { JobService, Submission } from '#bot/ports/job-service.ts';
import type { TrainedAdapter, TrainedStore } from '#bot/ports/trained.ts';
import type { TrainingAsker, TrainingPlan, TrainingService, TrainingState, TrainingWish } from '#bot/ports/training.ts';
import type { PictureToTrain } from '#bot/ports/training-pictures.ts';
import { type ClusterOffer, offerOf } from '#bot/presets/offer.ts';
import { captionToTrain } from '#bot/prompt/described.ts';
import { failure, failureOf, say } from '#bot/text/say.ts';
import { withKohyaNames, withPeftNames } from '#bot/training/export-file.ts';
import { TRAINING_REQUEST, type TrainingRules, trainingBudget } from '#bot/training/may-train.ts';
import { trainingMemory } from '#bot/training/training-memory.ts';
import { captionsOf, nextName, recipeFor, trainTask, wishLike, wordFor } from '#bot/training/training-plan.ts';
import { checkWish, trainableModels } from '#bot/training/wish-problems.ts';
import { pause } from '#shared/async/timer.ts';
import { createTurn } from '#shared/async/turn.ts';
import type { Clock } from '#shared/clock.ts';
import type { Description } from '#shared/contract/messages.ts';

/** What training takes. */
export interface TrainingContext extends TrainingRules {
  readonly trained: TrainedStore;
  readonly pictures: Pick<PictureStore, 'get'>;
  readonly offer: () => Promise<ClusterOffer>;
  /** What renderers have said of themselves by now. */
  readonly described: () => readonly Description[];
  /** Expected milliseconds of a renderer, by a usual speed where none was measured. */
  readonly costOf: (task: Task) => { readonly ms: number; readonly isMeasured: boolean };
  readonly randomSeed: () => number;
  readonly clock: Clock;
  readonly jobs: Pick<JobService, 'cancel' | 'remove' | 'look' | 'view' | 'offers'>;
  readonly steer: TrainingSteering;
  /** How a training went as far as is known here; null = nothing is. */
  readonly courseOf: (jobId: JobId) => Progress | null;
  /** Takes a task in as a job, past the gate of all ways to a renderer. */
  readonly accept: (settled: SettledOrder, request: Omit<Submission, 'order' | 'parentId'>) => Promise<JobView>;
}

/** Telling a training what to do while it runs. Both say false where it does not run. Owner or moderator. */
export interface TrainingSteering {
  /** Ends it after the step that it is at, with the best of what there is. */
  end(jobId: JobId, member: Member): Promise<boolean>;
  pause(jobId: JobId, member: Member, isPaused: boolean): Promise<boolean>;
}

/** Training over jobs, and over what servers say of themselves. */
export function createTrainingService(context: TrainingContext): TrainingService {
  const { trained, jobs, pictures } = context;
  const mine = (name: string, asker: TrainingAsker) =>
    ownedBy(asker.member, name, { trained, serverId: asker.place.serverId });
  // What was let begin must count before the next is let.
  const inTurn = createTurn();
  return {
    demand: async (asker) => void (await trainingBudget(asker, context)),
    plan: async (wish, asker) => (await planned(wish, asker, context)).plan,
    start: (wish, request) => inTurn(() => start(wish, request, context)),
    models: () => trainableModels(offerOf(context.described()) ?? { models: [] }).map(({ name }) => name),
    canDescribe: () => jobs.offers('describe'),
    describe: (given, request, signal) => describe(given, { ...request, signal }, context),
    async list(serverId) {
      const all = await trained.list(serverId);
      return Promise.all(all.map((one) => standing(one, context)));
    },
    async stop(name, asker) {
      const { jobId, file, serverId, name: known } = await mine(name, asker);
      if (file) throw failure('invalid', 'train.ended', { name });
      if (await context.steer.end(jobId, asker.member)) return 'ending';
      await jobs.cancel(jobId, asker.member);
      await trained.remove(serverId, known, asker.member);
      return 'taken-out';
    },
    async pause(name, asker, isPaused) {
      const { jobId, file, serverId, name: known } = await mine(name, asker);
      if (file) throw failure('invalid', 'train.over', { name });
      // What is written down holds also where it does not run: it begins held.
      await trained.setPaused({ serverId, name: known, isPaused }, asker.member);
      return (await context.steer.pause(jobId, asker.member, isPaused)) ? 'running' : 'waiting';
    },
    async remove(name, asker) {
      const { jobId, file, serverId, name: known } = await mine(name, asker);
      if (file) await jobs.remove(jobId, asker.member);
      else await jobs.cancel(jobId, asker.member);
      await trained.remove(serverId, known, asker.member);
      return file ? jobId : null;
    },
    async again(name, asker) {
      const one = await mine(name, asker);
      const { task } = await standing(one, context);
      if (!task) throw failure('not-found', 'train.file-gone', { name });
      const taken = (await trained.list(asker.place.serverId)).map((each) => each.name);
      return wishLike(one, task, nextName(one.name, taken));
    },
    async exportFile(name, style, asker) {
      const { file, kind } = await mine(name, asker);
      const data = file && (await pictures.get(file.file));
      if (!data) throw failure('not-found', 'train.file-gone', { name });
      if (kind === 'words') return data;
      return style === 'peft' ? withPeftNames(data) : withKohyaNames(data);
    },
  };
}

async function standing(
  one: TrainedAdapter,
  { jobs, courseOf }: Pick<TrainingContext, 'jobs' | 'courseOf'>,
): Promise<TrainingState> {
  const view = await jobs.view(one.jobId);
  const task = view?.job.settled.task;
  return {
    ...one,
    view: one.file ? null : view,
    task: task?.kind === 'train' ? task : null,
    course: courseOf(one.jobId),
  };
}

async function planned(wish: TrainingWish, asker: TrainingAsker, context: TrainingContext) {
  const budget = await trainingBudget(asker, context);
  const offer = await context.offer();
  const { trained, rules, jobs } = context;
  const { model, problems } = await checkWish(wish, asker, { offer, trained, rules, trains: jobs.offers('train') });
  if (!model || problems.length > 0) throw failureOf('invalid', problems);
  const steps = wish.steps ?? recipeFor(model, wish.kind).steps;
  const task = trainTask(wish, { model, steps, seed: context.randomSeed() % 2 ** 31 });
  const { ms, isMeasured } = context.costOf(task);
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  const plan: TrainingPlan = {
    wish,
    model: model.name,
    word: wordFor(wish),
    steps,
    captions: captionsOf(wish),
    memoryGib: trainingMemory(task, model, context.described()),
    seconds: isMeasured ? seconds : null,
    secondsLeft: budget && Math.max(0, budget.max - budget.used),
    notices: wish.pictures.length < FEW ? [say('train.few', { count: wish.pictures.length })] : [],
  };
  return { plan, task, model, seconds };
}

/** Fewer pictures than this are mostly learnt by heart, and nothing that they share. */
const FEW = 5;

async function start(
  wish: TrainingWish,
  request: TrainingAsker & { readonly requestKey: string },
  context: TrainingContext,
): Promise<JobView> {
  const { plan, task, model, seconds } = await planned(wish, request, context);
  const { secondsLeft, word } = plan;
  if (secondsLeft !== null && seconds > secondsLeft)
    throw failure('exhausted', 'train.budget', { left: secondsLeft, seconds });
  const settled: SettledOrder = {
    order: { prompt: wish.name },
    style: null,
    task: asTask(task),
    notices: plan.notices,
  };
  const requestKey = `${TRAINING_REQUEST}${request.requestKey}`;
  const view = await context.accept(settled, { ...request, requestKey });
  const rule = { kind: wish.kind, model: model.name, family: model.family, word, pictures: wish.pictures.length };
  const { member, place } = request;
  try {
    await context.trained.put(
      place.serverId,
      wish.name,
      { ...rule, jobId: view.job.id, ownerName: member.name },
      member,
    );
  } catch (thrown) {
    await context.jobs.cancel(view.job.id, member);
    throw thrown;
  }
  return view;
}

function asTask(task: TaskOf<'train'>): Task {
  return task;
}

async function ownedBy(
  member: Member,
  name: string,
  { trained, serverId }: { readonly trained: TrainedStore; readonly serverId: string },
): Promise<TrainedAdapter> {
  const all = await trained.list(serverId);
  const found = all.find((one) => one.name === name.trim().toLowerCase());
  if (!found) throw failure('not-found', 'train.unknown', { name, known: all.map((one) => one.name) });
  if (member.id === found.ownerId || member.isModerator) return found;
  throw failure('denied', 'train.not-yours', { name, owner: found.ownerName });
}

/** Between two looks whether a description is there. Milliseconds. */
const LOOK_MS = 250;

async function describe(
  given: readonly PictureToTrain[],
  { requestKey, place, member, signal }: TrainingAsker & { readonly requestKey: string; readonly signal: AbortSignal },
  { jobs, clock }: TrainingContext,
): Promise<readonly PictureToTrain[]> {
  // Nobody asked for messages about them.
  const unseen = place.platform === 'discord' ? ({ ...place, platform: 'api' } as const) : place;
  const described: PictureToTrain[] = [];
  for (const [i, picture] of given.entries()) {
    signal.throwIfAborted();
    if (picture.caption !== '') described.push(picture);
    else {
      const wish = { task: 'describe' as const, image: picture.image, words: picture.name };
      const view = await jobs.look(wish, { requestKey: `${requestKey}:describe:${i}`, place: unseen, member });
      described.push({ ...picture, caption: await captionOf(view.job.id, { jobs, clock, member, signal }) });
    }
  }
  return described;
}

/** The words of a description, which is deleted then: nobody asked for a message about it. */
async function captionOf(
  jobId: string,
  { jobs, clock, member, signal }: Pick<TrainingContext, 'jobs' | 'clock'> & { member: Member; signal: AbortSignal },
): Promise<string> {
  for (;;) {
    signal.throwIfAborted();
    const state = (await jobs.view(jobId))?.job.state;
    if (!state || (state.kind !== 'queued' && state.kind !== 'rendering')) {
      if (state?.kind !== 'done') return '';
      await jobs.remove(jobId, member);
      return state.result.kind === 'texts' ? captionToTrain(state.result.texts) : '';
    }
    await pause(clock, LOOK_MS, signal);
  }
}
