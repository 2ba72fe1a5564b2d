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
const ROOM = 4;

/** From a deadline to the end of the token: see deadlineOf. */
const AFTER_DEADLINE_MS = 90_000;

/** What a step is expected to take where nothing is known of the renderer; all policies know no better. Milliseconds. */
const USUAL_STEP_MS = 60;

/** How often the bot looks whether something is to be loaded ahead, and what it leaves a renderer in peace for. */
const LOOK_EVERY_MS = 5_000;
const PEACE_MS = 60_000;

/** What the bot's policy knows of the renderers, and whether it has them load what is asked for most. */
export interface EaselKnowledge {
  readonly speeds: boolean;
  readonly batches: boolean;
  readonly ahead: boolean;
}

const ALL: EaselKnowledge = { speeds: true, batches: true, ahead: true };

/** The queue and the policy that the bot has. */
export function easelPolicy(models: readonly string[], knows = ALL): SimulatedPolicy {
  const bounds = { memberMax: Number.MAX_SAFE_INTEGER, totalMax: Number.MAX_SAFE_INTEGER };
  const queue = createQueue(bounds, (task) => USUAL_STEP_MS * effortWork(effortOf(task)));
  const policy = createPlacementPolicy();
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

function nameOf({ speeds, ahead }: EaselKnowledge): string {
  if (!speeds) return 'Easel, where speeds are not known';
  return ahead ? 'Easel' : 'Easel, nothing loaded ahead';
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

/** First come, first served, on the first renderer that is free. */
export function fifo(): SimulatedPolicy {
  return inOrder('first in, first out', (free) => free[0]!);
}

/** What is due the soonest first, and what has no deadline last; on the renderer that is done first. */
export function earliestDeadline(): SimulatedPolicy {
  const dueAt = ({ deadline = Number.MAX_SAFE_INTEGER }: TraceJob) => deadline;
  return inOrder('earliest deadline first', leastBusyOf, ROOM, (a, b) => dueAt(a) - dueAt(b));
}

/** First come, first served, on each renderer in turn. */
export function roundRobin(): SimulatedPolicy {
  let turn = -1;
  return inOrder('round-robin', (free, all) => {
    const isFree = new Set(free);
    do turn = (turn + 1) % all.length;
    while (!isFree.has(all[turn]!));
    return all[turn]!;
  });
}

/** First come, first served, on the renderer that is done first; it may queue there as with Easel. */
export function leastBusy(): SimulatedPolicy {
  return inOrder('least busy', leastBusyOf, ROOM);
}

function leastBusyOf(free: readonly SimulatedRenderer[]): SimulatedRenderer {
  return free.reduce((a, b) => (b.freeAt < a.freeAt ? b : a));
}

/**
 * SwarmUI's rule: whoever waits for a model that a free renderer has loaded takes that renderer, in the order of asking;
 * for the others a free renderer that rested longest loads the model that most wait for, where a second and a half of
 * waiting have passed or it is the only one free (ten seconds of waiting count as much as one more who waits).
 */
export function loadedFirst(): SimulatedPolicy {
  const waiting = new Map<string, TraceJob>();
  const rests = new Map<string, number>();
  return {
    name: "loaded first (SwarmUI's rule)",
    add: (job) => void waiting.set(job.id, job),
    askAgainAt: (now) => (waiting.size > 0 && Math.floor(now / 500) * 500 + 500 > now ? now + 500 : null),
    place(now, renderers) {
      const free = new Set(renderers.filter(({ given }) => given.length === 0));
      const placed: { job: TraceJob; rendererId: string }[] = [];
      const give = (job: TraceJob, renderer: SimulatedRenderer) => {
        waiting.delete(job.id);
        free.delete(renderer);
        rests.set(renderer.id, now);
        placed.push({ job, rendererId: renderer.id });
      };
      for (const job of [...waiting.values()]) {
        const loaded = [...free].find(({ resident }) => resident.at(-1) === job.model);
        if (loaded) give(job, loaded);
      }
      for (const [first] of byPressure(waiting, now)) {
        if (free.size === 0) break;
        const isDue = now - first!.at > 1_500 || free.size === 1;
        if (!isDue) continue;
        give(
          first!,
          [...free].reduce((a, b) => ((rests.get(b.id) ?? 0) < (rests.get(a.id) ?? 0) ? b : a)),
        );
      }
      return placed;
    },
  };
}

/** How far behind the member's first job InvokeAI looks for one whose model is loaded, counted in jobs of all members. */
const INVOKE_LOOKS_AHEAD = 32;

/**
 * InvokeAI's rule for several users and cards: a card that is free takes the next job of the member who was served least
 * lately, or a later one of the same member whose model it has loaded. Nobody orders with a priority here.
 */
export function memberByMember(): SimulatedPolicy {
  const waiting = new Map<string, { readonly job: TraceJob; readonly number: number }[]>();
  const served = new Map<string, number>();
  let [added, turns] = [0, 0];
  const isBefore = (a: string, b: string) => {
    const [turnOfA, turnOfB] = [served.get(a) ?? 0, served.get(b) ?? 0];
    return turnOfA === turnOfB ? waiting.get(a)![0]!.number < waiting.get(b)![0]!.number : turnOfA < turnOfB;
  };
  const take = ({ resident }: SimulatedRenderer): TraceJob => {
    const member = [...waiting.keys()].reduce((a, b) => (isBefore(b, a) ? b : a));
    const own = waiting.get(member)!;
    const near = own.findIndex(
      ({ job, number }) => number <= own[0]!.number + INVOKE_LOOKS_AHEAD && resident.includes(job.model),
    );
    const [taken] = own.splice(Math.max(0, near), 1);
    if (own.length === 0) waiting.delete(member);
    served.set(member, ++turns);
    return taken!.job;
  };
  return {
    name: "member by member (InvokeAI's rule)",
    add(job) {
      waiting.set(job.memberId, [...(waiting.get(job.memberId) ?? []), { job, number: added++ }]);
    },
    place(_now, renderers) {
      const free = renderers.filter(({ given }) => given.length === 0);
      const placed: { job: TraceJob; rendererId: string }[] = [];
      for (const renderer of free) {
        if (waiting.size === 0) break;
        placed.push({ job: take(renderer), rendererId: renderer.id });
      }
      return placed;
    },
  };
}

/** Jobs by their model, each once: the model that waits the most pressingly first. */
function byPressure(waiting: ReadonlyMap<string, TraceJob>, now: number): readonly (readonly TraceJob[])[] {
  const pressure = (jobs: readonly TraceJob[]) => jobs.length * 10 + (now - jobs[0]!.at) / 1_000;
  return [...Map.groupBy(waiting.values(), ({ model }) => model).values()].sort((a, b) => pressure(b) - pressure(a));
}

function inOrder(
  name: string,
  pick: (free: readonly SimulatedRenderer[], all: readonly SimulatedRenderer[]) => SimulatedRenderer,
  room = 1,
  before: (a: TraceJob, b: TraceJob) => number = () => 0,
): SimulatedPolicy {
  const waiting: TraceJob[] = [];
  return {
    name,
    add: (job) => void waiting.push(job),
    place(now, renderers) {
      // Only what this round gives away changes meanwhile; the true numbers come with the next.
      const all = renderers.map((one) => ({ ...one, given: [...one.given], freeAt: Math.max(now, one.freeAt) }));
      const placed: { job: TraceJob; rendererId: string }[] = [];
      if (all.some(({ given }) => given.length < room)) waiting.sort(before);
      for (let at = 0; at < waiting.length; at++) {
        const free = all.filter(({ given }) => given.length < room);
        if (free.length === 0) break;
        const job = waiting[at]!;
        const renderer = pick(free, all) as (typeof all)[number];
        renderer.given.push(job);
        renderer.freeAt += workOf(job) * USUAL_STEP_MS;
        placed.push({ job, rendererId: renderer.id });
      }
      waiting.splice(0, placed.length);
      return placed;
    },
  };
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

/** Every rule that is compared, made anew. */
export function allPolicies(models: readonly string[]): readonly SimulatedPolicy[] {
  const others = [
    easelPolicy(models, { ...ALL, ahead: false }),
    easelPolicy(models, { speeds: false, batches: false, ahead: false }),
    fifo(),
    roundRobin(),
    leastBusy(),
    earliestDeadline(),
    loadedFirst(),
    memberByMember(),
  ];
  return [easelPolicy(models), ...others];
}
