import { readFileSync } from 'node:fs';
import { allPolicies } from '#test/bench/policy/policies.ts';
import { simulate } from '#test/bench/policy/simulate.ts';
import { madeUpTrace, readTrace, type Trace } from '#test/bench/policy/trace.ts';
import type { BenchRow } from '#test/bench/row.ts';

const SOME = { servers: 30, models: 8, load: 0.8, flood: 0, seed: 1 };

/** Two renderers draw as fast as cards do, two a tenth as fast. */
const TWO_SLOW = [20, 20, 200, 200];

/** Of small models and large ones, from a warm disk and a cold one. */
const UNLIKE_LOADS = [700, 3_000, 9_000, 25_000];

/** Cards of one kind that take equal steps of several renders in one call. */
const BUSY = { jobs: 1_500, stepsMs: [60], together: true };

const TRACES: readonly Trace[] = [
  madeUpTrace({ ...SOME, name: 'one renderer', renderers: 1, jobs: 300, models: 3, load: 0.7 }),
  madeUpTrace({ ...SOME, name: 'eight renderers', renderers: 8, jobs: 2_000 }),
  madeUpTrace({ ...SOME, name: 'eight, one server floods', renderers: 8, jobs: 2_000, flood: 0.3, load: 0.6 }),
  madeUpTrace({ ...SOME, name: 'two, overloaded, a tenth by token', renderers: 2, jobs: 1_200, load: 3, byToken: 0.1 }),
  madeUpTrace({ ...SOME, name: 'two, and two slow ones', renderers: 4, jobs: 1_500, models: 3, stepsMs: TWO_SLOW }),
  madeUpTrace({ ...SOME, ...BUSY, name: 'four that draw together', renderers: 4, models: 2, load: 0.9 }),
  madeUpTrace({ ...SOME, ...BUSY, name: 'eight that draw together', renderers: 8, models: 3, load: 1.1 }),
  madeUpTrace({ ...SOME, name: 'eight, loads of 0.7 to 25 s', renderers: 8, jobs: 2_000, loadsMs: UNLIKE_LOADS }),
  madeUpTrace({
    ...SOME,
    name: 'forty, loads of 0.7 to 25 s',
    renderers: 40,
    jobs: 4_000,
    models: 20,
    loadsMs: UNLIKE_LOADS,
  }),
  madeUpTrace({ ...SOME, name: 'forty at ease, thirty models', renderers: 40, jobs: 4_000, models: 30, load: 0.3 }),
  madeUpTrace({ ...SOME, name: 'a hundred, forty models', renderers: 100, jobs: 6_000, models: 40 }),
  madeUpTrace({ ...SOME, name: 'a thousand, forty models', renderers: 1_000, jobs: 6_000, models: 40 }),
];

/**
 * Who draws what by Easel's policy and by others, on the same traces and simulated renderers, with a clock of their own:
 * the figures are the same on every machine. EASEL_BENCH_TRACE names a recorded trace (trace.ts), played on eight
 * renderers.
 */
export async function* benchPolicy(only: string): AsyncGenerator<BenchRow> {
  const recorded = process.env.EASEL_BENCH_TRACE;
  const [, eight] = TRACES;
  const traces = recorded
    ? [...TRACES, readTrace('recorded', readFileSync(recorded, 'utf8'), eight!.renderers)]
    : TRACES;
  for (const trace of traces.filter(({ name }) => name.startsWith(only))) {
    for (const policy of allPolicies(trace)) {
      const { utilisation, waitsMs, loads, loadsAhead, fairness, inTime, lastMs } = simulate(trace, policy);
      const met = inTime === null ? '' : `; ${(100 * inTime).toFixed(0)} % of deadlines met`;
      const at = (share: number) => (waitsMs[Math.floor(share * (waitsMs.length - 1))]! / 1_000).toFixed(1);
      yield {
        name: `${trace.name}: ${policy.name}`,
        value: waitsMs.reduce((sum, wait) => sum + wait, 0) / waitsMs.length / 1_000,
        unit: 's',
        note: `mean until the picture; p50 ${at(0.5)}, p99 ${at(0.99)} s; drawing ${(100 * utilisation).toFixed(0)} %; ${loads} loads${loadsAhead > 0 ? `, ${loadsAhead} ahead` : ''}; Jain ${fairness.toFixed(2)}${met}; all in ${(lastMs / 1_000).toFixed(0)} s`,
      };
    }
  }
}
