import { createIndexedHeap } from '#bot/dispatch/indexed-heap.ts';
import { createDrawnTogether, type DrawnTogether } from '#test/bench/policy/draw-together.ts';
import { loadMsOf, type Trace, type TraceJob, type TraceRenderer, workOf } from '#test/bench/policy/trace.ts';

/** A renderer while a trace is simulated. */
export interface SimulatedRenderer extends TraceRenderer {
  /** What it has been given and has not finished, the running one first. */
  readonly given: readonly TraceJob[];
  /** Loaded models, the last used last. */
  readonly resident: readonly string[];
  /** When everything that it has been given is done. */
  readonly freeAt: number;
}

/** A rule of who draws what, with what it remembers. */
export interface SimulatedPolicy {
  readonly name: string;
  add(job: TraceJob): void;
  /** Takes jobs that waited and says where each goes; asked after everything that happens. */
  place(now: number, renderers: readonly SimulatedRenderer[]): readonly { job: TraceJob; rendererId: string }[];
  /** What renderers that have nothing to do are to load before anybody asks for it; left out = nothing. */
  readonly ahead?: (
    now: number,
    renderers: readonly SimulatedRenderer[],
  ) => readonly { readonly model: string; readonly rendererId: string }[];
  /** When to ask again though nothing happens; null = never. */
  readonly askAgainAt?: (now: number) => number | null;
}

/** How a trace went. */
export interface Outcome {
  /** Of the renderers' time until the last job was done, the share that went into pictures. */
  readonly utilisation: number;
  /** From asking to the picture, in milliseconds, sorted. */
  readonly waitsMs: readonly number[];
  readonly loads: number;
  /** Those that nobody had asked for yet. */
  readonly loadsAhead: number;
  /** Jain's index of what servers got per second while they had more waiting than they could use; 1 = all the same. */
  readonly fairness: number;
  /** The share of jobs with a deadline that were done by then; null where none has one. */
  readonly inTime: number | null;
  readonly lastMs: number;
}

/** Plays a trace from its first job to the last picture. Deterministic; throws when a policy leaves jobs behind. */
export function simulate(trace: Trace, policy: SimulatedPolicy): Outcome {
  const { renderers: given, jobs, together = false } = trace;
  const renderers = new Map(given.map((one) => [one.id, startOf(one)]));
  const drawing = new Map(together ? given.map(({ id }) => [id, createDrawnTogether()]) : []);
  const events = createIndexedHeap<() => void>();
  const book = createBook(jobs);
  let now = 0;
  let order = 0;
  const later = (at: number, happens: () => void) => void events.add(happens, at, order++);
  /** What is drawn together there ends when it ends, unless something is added before. */
  const goOn = (renderer: RunningRenderer, drawn: DrawnTogether) => {
    const nextAt = drawn.nextAt(now);
    renderer.turn += 1;
    const { turn } = renderer;
    if (nextAt === null) return;
    later(nextAt, () => {
      if (renderer.turn !== turn) return;
      for (const job of drawn.until(now)) {
        renderer.given.splice(renderer.given.indexOf(job), 1);
        book.done(job, now);
      }
      goOn(renderer, drawn);
    });
  };
  const start = (job: TraceJob, renderer: RunningRenderer) => {
    const isLoad = !use(renderer, job.model);
    const loads = isLoad ? loadMsOf(trace, job.model) : Math.max(0, (renderer.readyAt.get(job.model) ?? 0) - now);
    const workMs = workOf(job) * renderer.stepMs;
    renderer.given.push(job);
    const drawn = drawing.get(renderer.id);
    if (drawn) {
      for (const ended of drawn.until(now)) throw new Error(`${ended.id} ended unseen`);
      drawn.add(job, { now, stepMs: renderer.stepMs, loadMs: loads });
      book.placed({ isLoad, workMs });
      goOn(renderer, drawn);
      return;
    }
    // With room for another model it is loaded while others are drawn; else the last one must be done with first.
    const isBeside = renderer.modelsMax > 1;
    renderer.freeAt =
      (isBeside ? Math.max(renderer.freeAt, now + loads) : Math.max(now, renderer.freeAt) + loads) + workMs;
    book.placed({ isLoad, workMs });
    later(renderer.freeAt, () => {
      renderer.given.shift();
      book.done(job, now);
    });
  };
  for (const job of jobs)
    later(job.at, () => {
      policy.add(job);
      book.came(job);
    });
  for (let event = events.first(); event; event = events.first()) {
    now = events.keyOf(event);
    while (event && events.keyOf(event) === now) {
      events.remove(event);
      event.item();
      event = events.first();
    }
    for (const [id, drawn] of drawing) renderers.get(id)!.freeAt = now + drawn.leftMs(now);
    for (const { job, rendererId } of policy.place(now, [...renderers.values()]))
      start(job, renderers.get(rendererId)!);
    for (const { model, rendererId } of policy.ahead?.(now, [...renderers.values()]) ?? []) {
      const renderer = renderers.get(rendererId)!;
      if (!use(renderer, model)) renderer.readyAt.set(model, now + loadMsOf(trace, model));
      book.loadedAhead();
    }
    const again = policy.askAgainAt?.(now) ?? null;
    if (again !== null) later(again, () => {});
  }
  return book.outcome(given.length);
}

type RunningRenderer = TraceRenderer & {
  given: TraceJob[];
  resident: string[];
  /** When models that were loaded ahead are there. */
  readonly readyAt: Map<string, number>;
  freeAt: number;
  turn: number;
};

function startOf(renderer: TraceRenderer): RunningRenderer {
  return { ...renderer, given: [], resident: [], readyAt: new Map(), freeAt: 0, turn: 0 };
}

/** Whether the model is loaded already; it is afterwards, and what was used least lately may have given way. */
function use(renderer: RunningRenderer, model: string): boolean {
  const isLoaded = renderer.resident.includes(model);
  renderer.resident = [...renderer.resident.filter((one) => one !== model), model].slice(-renderer.modelsMax);
  return isLoaded;
}

/** Jobs of a server that are not done from which on more would not help it: it gets what the policy gives it. */
const BACKLOGGED = 6;

/** What a server got while it was backlogged. */
interface Share {
  /** Jobs that came and are not done. */
  open: number;
  /** When it began to be backlogged the last time. */
  since: number;
  backloggedMs: number;
  work: number;
}

/** Time that a server must have been backlogged to count for fairness, in milliseconds. */
const BACKLOGGED_MS = 20_000;

function createBook(jobs: readonly TraceJob[]) {
  const shares = new Map<string, Share>();
  const waitsMs: number[] = [];
  let loads = 0;
  let loadsAhead = 0;
  let busyMs = 0;
  let lastMs = 0;
  const dated = { inTime: 0, all: 0 };
  const shareOf = ({ serverId }: TraceJob): Share => {
    const share = shares.get(serverId) ?? { open: 0, since: 0, backloggedMs: 0, work: 0 };
    shares.set(serverId, share);
    return share;
  };
  return {
    came(job: TraceJob) {
      const share = shareOf(job);
      share.open += 1;
      if (share.open === BACKLOGGED) share.since = job.at;
    },
    placed({ isLoad, workMs }: { readonly isLoad: boolean; readonly workMs: number }) {
      if (isLoad) loads += 1;
      busyMs += workMs;
    },
    loadedAhead() {
      loadsAhead += 1;
    },
    done(job: TraceJob, now: number) {
      const share = shareOf(job);
      if (share.open >= BACKLOGGED) share.work += workOf(job);
      if (share.open === BACKLOGGED) share.backloggedMs += now - share.since;
      share.open -= 1;
      waitsMs.push(now - job.at);
      if (job.deadline !== undefined) dated.all += 1;
      if (job.deadline !== undefined && now <= job.deadline) dated.inTime += 1;
      lastMs = now;
    },
    outcome(renderers: number): Outcome {
      if (waitsMs.length !== jobs.length) throw new Error(`${jobs.length - waitsMs.length} jobs were never drawn`);
      const waiting = [...shares.values()].filter(({ backloggedMs }) => backloggedMs >= BACKLOGGED_MS);
      return {
        utilisation: busyMs / (renderers * lastMs),
        waitsMs: waitsMs.toSorted((a, b) => a - b),
        loads,
        loadsAhead,
        fairness: jain(waiting.map(({ work, backloggedMs }) => work / backloggedMs)),
        inTime: dated.all === 0 ? null : dated.inTime / dated.all,
        lastMs,
      };
    },
  };
}

/** Jain, Chiu and Hawe 1984; 1 where nobody is to be compared. */
function jain(values: readonly number[]): number {
  const sum = values.reduce((all, value) => all + value, 0);
  const squares = values.reduce((all, value) => all + value * value, 0);
  return squares === 0 ? 1 : sum ** 2 / (values.length * squares);
}
