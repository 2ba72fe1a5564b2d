import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bestRow, inTurn, memoryRow, type Rounds, ratioRow, type Times } from '#test/bench/in-turn.ts';
import type { BenchRow } from '#test/bench/row.ts';
import { type NetworkUnderTest, SIDES, type Side, startAll, startSide } from '#test/bench/sides.ts';
import type { Stepper } from '#test/bench/stepper.ts';

/** One network, in every program. */
export interface Contest extends NetworkUnderTest {
  readonly name: string;
  readonly rounds: Rounds;
  /** Which hold the network at the same time; each group begins with Easel, which the others are held against. */
  readonly groups: readonly (readonly Side[])[];
  /** Multiply-adds count as two, as torch's FLOP counter sees diffusers' network; null = not counted. */
  readonly gflop: number | null;
}

/** What a network's output differs by: which, and from which. */
const ERRORS: readonly (readonly [Side, Side])[] = [
  ['Easel', 'diffusers fp32'],
  ['Easel prepacked', 'Easel'],
  ['Easel int8', 'Easel'],
  ['diffusers bf16', 'diffusers fp32'],
];

/** All at once, where memory allows. */
export const ALL_TOGETHER = [SIDES];

/** Time, ratio and memory per program, then how far their outputs are apart. */
export async function* sideBySide(contest: Contest): AsyncGenerator<BenchRow, void, undefined> {
  const outputs = new Map<Side, Float32Array>();
  for (const group of contest.groups) yield* measureGroup(contest, group, outputs);
  for (const [side, reference] of ERRORS) {
    const [actual, expected] = [outputs.get(side), outputs.get(reference)];
    if (!actual || !expected) continue;
    const note = 'rms of the difference / rms';
    yield { name: `${contest.name}: ${side} from ${reference}`, value: apart(actual, expected), unit: '', note };
  }
}

async function* measureGroup(
  contest: Contest,
  group: readonly Side[],
  outputs: Map<Side, Float32Array>,
): AsyncGenerator<BenchRow, void, undefined> {
  const { name, rounds } = contest;
  const { running, refusals } = await startAll(group, (side) => startSide(side, contest));
  for (const [side, note] of refusals) yield { name: `${name}: ${side}`, value: Number.NaN, unit: 'ms', note };
  const easel = running.get('Easel');
  const rates = easel && contest.gflop ? [await easel.number('gemm')] : [];
  const times = await inTurn(running, 'step', rounds);
  if (easel && contest.gflop) rates.push(await easel.number('gemm'));
  yield* timeRows(contest, times);
  if (rates.length > 0) yield* shareRows(contest, times, Math.max(...rates));
  for (const [side, stepper] of running) {
    outputs.set(side, await outputOf(stepper, join(dirname(contest.inputs), 'output')));
    yield await memoryRow(`${name}: ${side}`, stepper);
  }
}

function* timeRows({ name }: Contest, times: Times<Side>): Generator<BenchRow, void, undefined> {
  for (const [side, ms] of times) yield bestRow(`${name}: ${side}`, ms);
  for (const [ours, ms] of times) {
    if (!ours.startsWith('Easel')) continue;
    for (const [theirs, other] of times) {
      if (theirs.startsWith('diffusers')) yield ratioRow(`${name}: ${ours} against ${theirs}`, ms, other);
    }
  }
  for (const side of ['Easel prepacked', 'Easel int8'] as const) {
    const [exact, other] = [times.get('Easel'), times.get(side)];
    if (exact && other) yield ratioRow(`${name}: ${side} against Easel`, other, exact);
  }
}

/** Above 1 by doing fewer multiply-adds than counted (winograd.ts), or by 8-bit integers. */
function* shareRows({ name, gflop }: Contest, times: Times<Side>, rate: number): Generator<BenchRow, void, undefined> {
  yield { name: `${name}: matrix product 1024³ beside it`, value: rate, unit: 'GFLOP/s', note: 'float32, in Easel' };
  for (const [side, ms] of times) {
    const value = gflop! / (Math.min(...ms) / 1000) / rate;
    yield { name: `${name}: ${side}, share of that rate`, value, unit: '×', note: `${gflop} GFLOP` };
  }
}

async function outputOf(stepper: Stepper, file: string): Promise<Float32Array> {
  await stepper.ask(`save ${file}`);
  const { buffer, byteOffset, length } = await readFile(file);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + length));
}

function apart(actual: Float32Array, expected: Float32Array): number {
  return rms(actual.map((value, i) => value - expected[i]!)) / rms(expected);
}

function rms(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
