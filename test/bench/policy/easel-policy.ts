import { batchKeyOf } from '#bot/dispatch/batch-key.ts';
import { choosePreload } from '#bot/dispatch/choose-preload.ts';
import { createDueBudget } from '#bot/dispatch/due-budget.ts';
import { createQueue } from '#bot/dispatch/fair-queue.ts';
import { createModelDemand } from '#bot/dispatch/model-demand.ts';
import type { RendererLoad } from '#bot/dispatch/model-offers.ts';
import { createPlacementPolicy, type PlacementPolicy } from '#bot/dispatch/placement.ts';
import { workOf as effortWork } from '#bot/dispatch/speed-estimate.ts';
import { effortOf } from '#bot/dispatch/task-traits.ts';
import type { Job, PanelAddress } from '#bot/domain/job.ts';
import { needsOf } from '#bot/domain/task-needs.ts';
import type { SimulatedPolicy, SimulatedRenderer } from '#test/bench/policy/simulate.ts';
import { type TraceJob, workOf } from '#test/bench/policy/trace.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

/** Jobs that a renderer holds at once: the dispatcher's number for a card. */
export const ROOM = 4;

/** What a step is expected to take where nothing is known of the renderer; all policies know no better. Milliseconds. */
export const USUAL_STEP_MS = 60;

/** From a deadline to the end of the token: see deadlineOf. */
const AFTER_DEADLINE_MS = 90_000;

/** How often the bot looks whether something is to be loaded ahead, and what it leaves a renderer in peace for. */
const LOOK_EVERY_MS = 5_000;
const PEACE_MS = 60_000;

/** What the bot's policy knows of the renderers, and whether it has them load what is asked for most. */
export interface EaselKnowledge {
  readonly speeds: boolean;
  readonly batches: boolean;
  readonly ahead: boolean;
  /** What loading each model takes; left out = all are reckoned alike. Milliseconds. */
  readonly loadMs?: (model: string) => number;
}

/** As the bot is. */
export const WHOLE_EASEL: EaselKnowledge = { speeds: true, batches: true, ahead: true };

/** The queue and the policy that the bot has. */
export function easelPolicy(models: readonly string[], knows = WHOLE_EASEL): SimulatedPolicy {
  const bounds = { memberMax: Number.MAX_SAFE_INTEGER, totalMax: Number.MAX_SAFE_INTEGER };
  const queue = createQueue(bounds, (task) => USUAL_STEP_MS * effortWork(effortOf(task)));
  const policy = createPlacementPolicy({ modelLoadMs: knows.loadMs ?? (() => null) });
  const budget = createDueBudget();
  const jobs = new Map<string, TraceJob>();
  const loads = createLoads(models, knows.batches);
  const stepMsOf = new Map<string, number>();
  const ahead = createAhead(policy, stepMsOf);
  return {
    name: nameOf(knows),
    add(job) {
      jobs.set(job.id, job);
      const queued = queuedJob(job);
      ahead.ask(job.at, queued);
      queue.add(queued);
    },
    ahead: (now, renderers) =>
      knows.ahead && ahead.isTime(now)
        ? ahead.choose(
            now,
            renderers.map((renderer) => loads(renderer, now)),
          )
        : [],
    place(now, renderers) {
      const placed: { job: TraceJob; rendererId: string }[] = [];
      // As the dispatcher, which goes through one more round where something was given before its turn.
      for (let isMore = true; isMore; ) {
        const round = placed.length === 0 ? renderers : withGiven(renderers, { placed, now });
        for (const { id, stepMs } of round) stepMsOf.set(id, stepMs);
        if (queue.size === 0 || round.every(({ given }) => given.length >= ROOM)) break;
        const chosen = policy.choose({
          queued: queue.inOrder(),
          alone: queue.alone(),
          kinds: queue.kinds(),
          due: { now, due: queue.due(now), budgetMs: budget.leftMs },
          ...(knows.speeds && { speeds: { now, msPerWork: ({ id }) => stepMsOf.get(id) ?? null } }),
          renderers: round.map((renderer) => loads(renderer, now)),
          most: Number.POSITIVE_INFINITY,
          predictMs: ({ job }) => USUAL_STEP_MS * workOf(jobs.get(job.id)!),
        });
        isMore = false;
        for (const { waiting, rendererId, overtook, predictedMs, isBeforeTurn = false } of chosen) {
          queue.markOvertaken(overtook);
          queue.take(waiting.job.id, { beforeTurn: isBeforeTurn });
          budget.count({ predictedMs, isBeforeTurn });
          isMore ||= isBeforeTurn;
          placed.push({ job: jobs.get(waiting.job.id)!, rendererId });
        }
      }
      return placed;
    },
  };
}

function nameOf({ speeds, ahead, loadMs }: EaselKnowledge): string {
  if (!speeds) return 'Easel, where speeds are not known';
  if (!ahead) return 'Easel, nothing loaded ahead';
  return loadMs ? 'Easel' : 'Easel, all loads reckoned alike';
}

/** What the bot does every few seconds (preload-ahead.ts), as far as a simulated renderer can. */
function createAhead(policy: PlacementPolicy, stepMsOf: ReadonlyMap<string, number>) {
  let now = 0;
  let lookedAt = 0;
  const demand = createModelDemand({ now: () => now });
  const loadedAt = new Map<string, number>();
  return {
    ask(at: number, { job }: ReturnType<typeof queuedJob>) {
      now = at;
      demand.ask(needsOf(job.settled.task));
    },
    isTime: (at: number) => at - lookedAt >= LOOK_EVERY_MS,
    choose(at: number, renderers: readonly RendererLoad[]) {
      now = at;
      lookedAt = at;
      policy.renderers.update(renderers);
      const chosen = choosePreload(demand.now(), {
        index: policy.renderers,
        placesOf: ({ snapshot }) => snapshot.description?.limits?.modelsMax ?? null,
        msPerWork: ({ snapshot: { id } }) => stepMsOf.get(id) ?? null,
        mayLoad: ({ snapshot: { id } }) => at - (loadedAt.get(id) ?? Number.NEGATIVE_INFINITY) >= PEACE_MS,
      });
      if (!chosen) return [];
      const rendererId = chosen.renderer.snapshot.id;
      loadedAt.set(rendererId, at);
      return [{ model: chosen.model, rendererId }];
    },
  };
}

/** As they are with what they were given just now, which each renderer has yet to load. */
function withGiven(
  renderers: readonly SimulatedRenderer[],
  { placed, now }: { readonly placed: readonly { job: TraceJob; rendererId: string }[]; readonly now: number },
): readonly SimulatedRenderer[] {
  return renderers.map((renderer) => {
    const more = placed.flatMap(({ job, rendererId }) => (rendererId === renderer.id ? [job] : []));
    const moreMs = more.reduce((sum, job) => sum + USUAL_STEP_MS * workOf(job), 0);
    return { ...renderer, given: [...renderer.given, ...more], freeAt: Math.max(now, renderer.freeAt) + moreMs };
  });
}

function createLoads(models: readonly string[], knowsBatches: boolean) {
  const [fake] = FAKE_DESCRIPTION.models;
  const limits = { ...FAKE_DESCRIPTION.limits!, modelsMax: 2 }; // as in trace.ts
  const description = { ...FAKE_DESCRIPTION, limits, models: models.map((name) => ({ ...fake!, name })) };
  const known = new Map<string, { resident: readonly string[]; snapshot: RendererLoad['snapshot'] }>();
  return (renderer: SimulatedRenderer, now: number): RendererLoad => {
    const { id, given, resident, freeAt } = renderer;
    const before = known.get(id);
    const snapshot = before?.resident === resident ? before.snapshot : snapshotOf(id, resident, description);
    known.set(id, { resident, snapshot });
    return {
      snapshot,
      backlogMs: Math.max(0, freeAt - now),
      room: ROOM - given.length,
      isIdle: given.length === 0,
      coolingDown: false,
      ...(knowsBatches && { batches: given.map((job) => batchKeyOf(settledOf(job).task) ?? '') }),
    };
  };
}

function snapshotOf(id: string, models: readonly string[], description: typeof FAKE_DESCRIPTION) {
  const counts = { rendering: 0, waiting: 0, memoryMib: 0, engineStarts: 1 };
  const resident = models.map((model) => ({ model, adapters: [], stepMs: 0 }));
  const state = { phase: 'RENDERER_PHASE_READY', resident, ...counts } as const;
  return { id, address: id, up: true, downReason: null, description, state };
}

function settledOf({ model, steps, side, count }: Pick<TraceJob, 'model' | 'steps' | 'side' | 'count'>) {
  return settledOrder({ model, steps, width: side, height: side, count });
}

function queuedJob({ id, at, serverId, memberId, model, steps, side, count, deadline }: TraceJob) {
  const settled = settledOf({ model, steps, side, count });
  const none = { parentId: null, attempts: 0, delivered: false, finishedAt: null };
  const panel = deadline === undefined ? null : reachedUntil(deadline);
  const place = { platform: 'discord', serverId, channelId: '2' } as const;
  const state = { kind: 'queued' } as const;
  const job: Job = { ...none, id, place, ownerId: memberId, ownerName: '', settled, state, panel, createdAt: at };
  return { job, overtaken: 0, avoid: new Set<string>(), strikes: 0, suspicions: 0, alone: false, refusals: 0 };
}

/** The address of a message that its token alone can change: it must be known by then what came of the job. */
function reachedUntil(deadline: number): PanelAddress {
  const tokenExpiresAt = deadline + AFTER_DEADLINE_MS;
  return { channelId: '2', messageId: '3', interactionToken: 't', tokenExpiresAt, reach: 'token' };
}
