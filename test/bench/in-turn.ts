import { type BenchRow, median } from '#test/bench/row.ts';
import { THREADS } from '#test/bench/sides.ts';
import type { Stepper } from '#test/bench/stepper.ts';

/** Milliseconds of every round but the first, which warms up; a round has the same place in all lists. */
export type Times<Name extends string> = ReadonlyMap<Name, readonly number[]>;

export interface Rounds {
  readonly max: number;
  /** No round begins later than this, except the first two. */
  readonly limitMs: number;
}

/** All run the command in turn, round after round, so that a slow spell of the machine hits each. */
export async function inTurn<Name extends string>(
  running: ReadonlyMap<Name, Stepper>,
  command: string,
  { max, limitMs }: Rounds,
): Promise<Times<Name>> {
  const times = new Map<Name, number[]>([...running.keys()].map((name) => [name, []]));
  const began = performance.now();
  for (let round = 0; round <= max; round++) {
    if (round >= 2 && performance.now() - began > limitMs) break;
    for (const [name, stepper] of running) {
      const ms = await stepper.number(command);
      if (round > 0) times.get(name)!.push(ms);
    }
  }
  return times;
}

/** The fastest round, which the rest of the machine disturbed least. */
export function bestRow(name: string, times: readonly number[]): BenchRow {
  const note = `best of ${times.length}, median ${median(times).toFixed(1)}, ${THREADS} threads`;
  return { name, value: Math.min(...times), unit: 'ms', note };
}

/** How many times faster `ours` is. */
export function ratioRow(name: string, ours: readonly number[], theirs: readonly number[]): BenchRow {
  const pairs = theirs.map((ms, i) => ms / ours[i]!);
  const note = `median of pairs ${median(pairs).toFixed(2)}`;
  return { name, value: Math.min(...theirs) / Math.min(...ours), unit: '×', note };
}

/** Ends a program and says the most memory that it took. */
export async function memoryRow(name: string, stepper: Stepper): Promise<BenchRow> {
  const value = (await stepper.end()) / 2 ** 20;
  return { name: `${name}: peak memory`, value, unit: 'MiB', note: 'resident, mapped files included' };
}
