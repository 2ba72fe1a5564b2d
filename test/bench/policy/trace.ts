import { seededChance } from '#bot/prompt/seeded-chance.ts';

/** A picture that somebody asks for. */
export interface TraceJob {
  readonly id: string;
  /** Milliseconds since the trace began. */
  readonly at: number;
  readonly serverId: string;
  readonly memberId: string;
  readonly model: string;
  readonly steps: number;
  /** Of the square picture, pixels. */
  readonly side: number;
  readonly count: number;
  /** Milliseconds since the trace began until which it is to be done; left out = it has time. */
  readonly deadline?: number;
}

/** A renderer of a simulated cluster. */
export interface TraceRenderer {
  readonly id: string;
  /** How long a step of 512×512 takes, in milliseconds. */
  readonly stepMs: number;
  /** Models that it keeps loaded. */
  readonly modelsMax: number;
}

/** A cluster and what is asked of it. */
export interface Trace {
  readonly name: string;
  readonly renderers: readonly TraceRenderer[];
  /** In the order in which they come. */
  readonly jobs: readonly TraceJob[];
  /** Renderers take the steps of what they were given in turn, equal ones in one call; left out = one job after the other. */
  readonly together?: boolean;
  /** How long each model takes to load; whoever is left out takes LOAD_MS. Milliseconds. */
  readonly loadsMs?: ReadonlyMap<string, number>;
}

/** How long a model takes to load, in milliseconds. */
export const LOAD_MS = 4_000;

/** How long this model takes to load, in milliseconds. */
export function loadMsOf({ loadsMs }: Pick<Trace, 'loadsMs'>, model: string): number {
  return loadsMs?.get(model) ?? LOAD_MS;
}

/** How long a message can be changed that only an interaction's token reaches: see deadlineOf. */
export const REACHED_MS = 13.5 * 60_000;

/** What made-up traces are made of. */
export interface TraceWishes {
  readonly name: string;
  readonly renderers: number;
  readonly jobs: number;
  readonly servers: number;
  readonly models: number;
  /** Of what the renderers can do without loading anything. */
  readonly load: number;
  /** This share of all jobs comes at the start, of one server. */
  readonly flood: number;
  /** Of this share of all jobs the message is reached by its token alone; left out = of none. */
  readonly byToken?: number;
  /** What a step takes at the renderers, in turn; left out = they are of three speeds, as in a cluster that grew. */
  readonly stepsMs?: readonly number[];
  /** As in Trace. */
  readonly together?: boolean;
  /** What loading takes, of the models in turn; left out = LOAD_MS. */
  readonly loadsMs?: readonly number[];
  readonly seed: number;
}

/**
 * A made-up trace: jobs come at random moments (exponential pauses), servers, members and models as often as by Zipf's
 * law.
 */
export function madeUpTrace({ name, renderers: many, jobs: count, ...wishes }: TraceWishes): Trace {
  const chance = seededChance(wishes.seed);
  // Of its own, so that all else is as it would be without deadlines.
  const isByToken = seededChance(wishes.seed + 1);
  const { byToken = 0, stepsMs = [40, 60, 120] } = wishes;
  const renderers = Array.from({ length: many }, (_, i) => ({
    id: `renderer-${i}`,
    stepMs: inTurn(stepsMs, i),
    modelsMax: 2, // as many as a renderer keeps unless told otherwise
  }));
  const jobs: TraceJob[] = [];
  const workPerMs = renderers.reduce((sum, { stepMs }) => sum + 1 / stepMs, 0) * wishes.load;
  let at = 0;
  for (let i = 0; i < count; i++) {
    const isFlood = i < wishes.flood * count;
    const server = isFlood ? 0 : zipf(wishes.servers, chance());
    const came = Math.round(isFlood ? 0 : at);
    const job = {
      id: `job-${i}`,
      at: came,
      serverId: `server-${server}`,
      memberId: `member-${server}-${zipf(20, chance())}`,
      model: `model-${zipf(wishes.models, chance())}`,
      steps: [4, 8, 20, 30][Math.floor(chance() * 4)]!,
      side: [512, 768, 1024][Math.floor(chance() * 3)]!,
      count: chance() < 0.2 ? 4 : 1,
      ...(isByToken() < byToken && { deadline: came + REACHED_MS }),
    };
    jobs.push(job);
    if (!isFlood) at += (-Math.log(1 - chance()) * workOf(job)) / workPerMs;
  }
  const models = Array.from({ length: wishes.models }, (_, i) => i);
  const loadsMs = new Map(models.map((i) => [`model-${i}`, inTurn(wishes.loadsMs ?? [LOAD_MS], i)]));
  return { name, renderers, jobs, loadsMs, ...(wishes.together && { together: true }) };
}

/** Steps of 512×512 that a job is. */
export function workOf({ steps, side, count }: Pick<TraceJob, 'steps' | 'side' | 'count'>): number {
  return (steps * count * side * side) / (512 * 512);
}

/** Reads a recorded trace: one job as JSON a line, as `TraceJob` without its id. Throws with the line that is none. */
export function readTrace(name: string, lines: string, renderers: Trace['renderers']): Trace {
  const jobs = lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      const job = JSON.parse(line) as TraceJob;
      const numbers = [job.at, job.steps, job.side, job.count];
      const names = [job.serverId, job.memberId, job.model];
      const isWhole = numbers.every(Number.isFinite) && names.every((one) => typeof one === 'string');
      if (!isWhole) throw new Error(`Cannot read the trace ${name}: line ${i + 1} is no job`);
      return { ...job, id: `job-${i}` };
    });
  return { name, renderers, jobs: jobs.toSorted((a, b) => a.at - b.at) };
}

function inTurn<T>(values: readonly T[], i: number): T {
  return values[i % values.length]!;
}

/** One of 0 … n - 1, the first the most often. */
function zipf(n: number, chance: number): number {
  const weights = Array.from({ length: n }, (_, i) => 1 / (i + 1));
  let left = chance * weights.reduce((sum, weight) => sum + weight, 0);
  return weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
}
