import { easelPolicy, ROOM, USUAL_STEP_MS, WHOLE_EASEL } from '#test/bench/policy/easel-policy.ts';
import type { SimulatedPolicy, SimulatedRenderer } from '#test/bench/policy/simulate.ts';
import { loadMsOf, type Trace, type TraceJob, workOf } from '#test/bench/policy/trace.ts';

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

/** Every rule that is compared, made anew. */
export function allPolicies(trace: Trace): readonly SimulatedPolicy[] {
  const models = [...new Set(trace.jobs.map(({ model }) => model))];
  const whole = { ...WHOLE_EASEL, loadMs: (model: string) => loadMsOf(trace, model) };
  const areLoadsAlike = new Set(models.map(whole.loadMs)).size === 1;
  const others = [
    ...(areLoadsAlike ? [] : [easelPolicy(models, WHOLE_EASEL)]),
    easelPolicy(models, { ...whole, ahead: false }),
    easelPolicy(models, { speeds: false, batches: false, ahead: false }),
    fifo(),
    roundRobin(),
    leastBusy(),
    earliestDeadline(),
    loadedFirst(),
    memberByMember(),
  ];
  return [easelPolicy(models, whole), ...others];
}
