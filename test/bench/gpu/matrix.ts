import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import type { OpenGraph, OutputNumbers } from '#renderer/engine/runtime/open-graph.ts';
import { currentStop } from '#shared/async/stop-scope.ts';
import { attentionKernels } from '#test/bench/gpu/attention-kernels.ts';
import { memoryInUse } from '#test/bench/gpu/card-facts.ts';
import { GOLDEN_UNETS, type Parity, runGolden } from '#test/bench/gpu/golden-nets.ts';
import { type GraphVariant, isVariantFor } from '#test/bench/gpu/graph-variants.ts';
import type { MatrixUnit, Measured } from '#test/bench/gpu/matrix-plan.ts';
import { runProgram } from '#test/bench/gpu/run-program.ts';
import { type RuntimeWay, runtimeWays } from '#test/bench/gpu/runtime-ways.ts';
import { sentenceOf } from '#test/bench/gpu/sentence-of.ts';
import type { TimeBudget } from '#test/bench/gpu/time-budget.ts';
import { median } from '#test/bench/row.ts';

/** What one network took by one way, for one number of samples. */
export interface MatrixRow {
  readonly name: string;
  readonly lora: MatrixUnit['lora'];
  readonly way: string;
  readonly rows: number;
  readonly openMs: number;
  /** Of the calls in which kernels are chosen and recorded. */
  readonly warmUpMs: number;
  /** Median of one call. */
  readonly ms: number;
  /** Of what the device's matrix products reach; null = the work isn't counted. */
  readonly share: number | null;
  readonly memoryMib: number | null;
  /** What changing to another LoRA took, with the products of the prompt made anew; null = it is no matter of its own. */
  readonly switchMs: number | null;
  /** Largest difference from the first way's numbers, of order 1; null = there was none. */
  readonly difference: number | null;
  /** Whether a replayed call gives the bytes that an eager one gives; null = nothing is recorded. */
  readonly replaysExactly: boolean | null;
  /** What computed attention; null = it was not asked, or the provider does not tell. */
  readonly kernels: readonly string[] | null;
  /** How right the golden UNets are in this variant; null = it is the usual graph, which is checked before. */
  readonly golden: GoldenError | null;
}

/** How far a variant of the golden UNets is from their numbers, which are of order 1. */
export interface GoldenError {
  /** Null = one could not be run, or gave what is no number. */
  readonly worst: number | null;
  readonly bound: number;
  /** Operators on numbers that ran on the CPU although another provider was meant. */
  readonly onCpu: readonly string[];
}

/** What couldn't be measured, and why. */
export interface Unmeasured {
  readonly name: string;
  readonly lora: MatrixUnit['lora'];
  readonly way: string;
  readonly trouble: string;
}

export interface MatrixOptions {
  readonly options: NetworkOptions;
  /** Where random weights are written. */
  readonly folder: string;
  /** Calls after warming up. */
  readonly runs: number;
  /** Of large matrix products, TFLOP/s; null = nobody knows. */
  readonly rate: number | null;
  /** How many of the golden UNets tell the error of a variant. */
  readonly goldenUnets: number;
  readonly time: TimeBudget;
}

/** Measures unit after unit as long as there is time; each row comes as soon as it is known. */
export async function* measureMatrix(
  units: readonly MatrixUnit[],
  options: MatrixOptions,
): AsyncGenerator<MatrixRow | Unmeasured> {
  const { provider } = options.options;
  const isMeant = ({ variant }: MatrixUnit) => !variant || isVariantFor(variant, options.options);
  for (const unit of units.filter(isMeant)) {
    const ways = runtimeWays(provider).filter(({ name }) => unit.ways?.includes(name) ?? true);
    if (isMeantApart(unit)) yield* measureApart(unit, options);
    else yield* measureWays(unit, ways, options);
  }
}

async function* measureWays(
  unit: MatrixUnit,
  ways: readonly RuntimeWay[],
  options: MatrixOptions,
): AsyncGenerator<MatrixRow | Unmeasured> {
  const reference = new Map<number, Float32Array>();
  const golden = unit.variant ? await goldenError(unit.variant, options) : null;
  let slowestMs = 0;
  for (const way of ways) {
    const began = performance.now();
    // The binding blocks this thread, so that nothing can stop it.
    const fits = way.name !== 'binding' || 2 * slowestMs < options.time.leftMs();
    if (fits) yield* measureWay(unit, way, { ...options, reference, golden });
    else yield unmeasured(unit, way, 'no time was left');
    slowestMs = Math.max(slowestMs, performance.now() - began);
  }
}

/** Why one cannot be run, the variant's rows say. */
async function goldenError(
  variant: GraphVariant,
  { options, folder, goldenUnets, time }: MatrixOptions,
): Promise<GoldenError> {
  const found: Parity[] = [];
  try {
    for (const net of GOLDEN_UNETS.slice(0, goldenUnets))
      found.push(await time.spend(() => runGolden(net, options, { folder, variant })));
  } catch {
    return { worst: null, bound: variant.bound, onCpu: [] };
  }
  const worst = Math.max(...found.map((one) => one.worst));
  const onCpu = [...new Set(found.flatMap((one) => one.onCpu))];
  return { worst: Number.isFinite(worst) ? worst : null, bound: variant.bound, onCpu };
}

/** Whether this process has begun without what the variant needs in its environment. */
function isMeantApart({ variant }: MatrixUnit): boolean {
  return Object.entries(variant?.environment ?? {}).some(([name, value]) => process.env[name] !== value);
}

const CHILD = new URL('matrix-child.ts', import.meta.url);

/** What matrix-child.ts is told. */
export type ApartOrder = Omit<MatrixOptions, 'time'> & { readonly name: string; readonly seconds: number };

/** The same in a process of its own. */
async function* measureApart(
  unit: MatrixUnit,
  { time, ...options }: MatrixOptions,
): AsyncGenerator<MatrixRow | Unmeasured> {
  const leftMs = Math.max(0, Math.round(time.leftMs()));
  const order: ApartOrder = { ...options, name: unit.name, seconds: leftMs / 1000 };
  try {
    const how = { env: unit.variant?.environment ?? {}, limitMs: leftMs + APART_GRACE_MS };
    const printed = await runProgram(CHILD, [JSON.stringify(order)], how);
    for (const line of printed.split('\n').filter((one) => one.startsWith('{')))
      yield JSON.parse(line) as MatrixRow | Unmeasured;
  } catch (error) {
    yield unmeasured(unit, { name: 'a process of its own' }, sentenceOf(error));
  }
}

/** What a process may take beyond its time: the last way that it began. */
const APART_GRACE_MS = 60_000;

type WayOptions = MatrixOptions & {
  readonly reference: Map<number, Float32Array>;
  readonly golden: GoldenError | null;
};

async function* measureWay(
  unit: MatrixUnit,
  way: RuntimeWay,
  options: WayOptions,
): AsyncGenerator<MatrixRow | Unmeasured> {
  const opened: OpenGraph[] = [];
  let network: Measured | null = null;
  try {
    const { time } = options;
    const loaded = await time.spend(() => unit.load(options.folder, options.options));
    network = loaded;
    const kernels = yield* kernelsOf(unit, way, options);
    const began = performance.now();
    for (const graph of loaded.last ? [loaded.graph, loaded.last.graph] : [loaded.graph])
      opened.push(await time.spend(() => way.open(graph)));
    const openMs = performance.now() - began;
    for (const rows of unit.rows) {
      const timed = await time.spend(() => timeRows(opened, { unit, way, network: loaded, rows, options }));
      yield { ...timed, way: way.name, openMs, kernels };
    }
  } catch (error) {
    yield unmeasured(unit, way, sentenceOf(error));
  } finally {
    for (const graph of opened) await graph.release();
    await network?.release?.();
  }
}

/** Before anything of this way is on the card. Why it could not be found out is a row of its own. */
async function* kernelsOf(
  unit: MatrixUnit,
  way: RuntimeWay,
  { options, folder, time }: MatrixOptions,
): AsyncGenerator<Unmeasured, readonly string[] | null> {
  if (options.provider !== 'cuda' || !(unit.kernelWays?.includes(way.name) ?? false)) return null;
  try {
    const { name, lora, rows } = unit;
    const order = { name, lora, way: way.name, rows: rows[0]!, options, folder };
    return await time.spend((limitMs) => attentionKernels(order, limitMs));
  } catch (error) {
    yield unmeasured(unit, { name: `${way.name}, its attention kernels` }, sentenceOf(error));
    return null;
  }
}

interface RowWish {
  readonly unit: MatrixUnit;
  readonly way: RuntimeWay;
  readonly network: Measured;
  readonly rows: number;
  readonly options: WayOptions;
}

async function timeRows(
  [opened, after]: readonly OpenGraph[],
  { unit: { name, lora, gflop }, way, network, rows, options }: RowWish,
): Promise<Omit<MatrixRow, 'way' | 'openMs' | 'kernels'>> {
  const feeds = seeded(network.feeds(rows));
  const lastFeeds = seeded(network.last?.feeds(rows) ?? {});
  const signal = currentStop();
  const call = async () => {
    const began = performance.now();
    const { steps = 1, last } = network;
    let outputs = {};
    const run = async (graph: OpenGraph, given: typeof feeds, wanted: readonly string[]) => {
      await graph.prepare?.(given);
      return graph.run(given, wanted, signal);
    };
    for (let step = 0; step < steps; step++) outputs = await run(opened!, feeds, network.graph.outputs);
    if (last) outputs = await run(after!, lastFeeds, last.graph.outputs);
    const [output] = Object.values<OutputNumbers>(outputs);
    return { ms: performance.now() - began, data: output!.data as Float32Array };
  };
  const warmUp = [await call(), await call()];
  // The second one has opened the graph for its size; now it is recorded.
  if (opened!.prepare) warmUp.push(await call());
  const calls = [];
  for (let run = 0; run < options.runs; run++) calls.push(await call());
  const ms = median(calls.map((one) => one.ms));
  const numbers = calls.at(-1)!.data;
  const before = options.reference.get(rows);
  if (!before) options.reference.set(rows, numbers);
  if (!numbers.every(Number.isFinite)) throw new Error('a result is not finite');
  return {
    ...{ name, lora, rows, ms },
    warmUpMs: warmUp.reduce((sum, one) => sum + one.ms, 0),
    // GFLOP by TFLOP/s gives milliseconds.
    share: gflop === null || options.rate === null ? null : (rows * gflop) / options.rate / ms,
    memoryMib: await memoryInUse(),
    switchMs: network.switchMs ?? null,
    difference: before ? largestDifference(before, numbers) : null,
    replaysExactly: way.replays ? sameBytes(warmUp[0]!.data, numbers) : null,
    golden: options.golden,
  };
}

/** The same numbers for every way, so that their results can be compared. */
function seeded(feeds: ReturnType<Measured['feeds']>): ReturnType<Measured['feeds']> {
  for (const input of Object.values(feeds)) {
    if ('placed' in input || input.areLasting) continue;
    for (let at = 0; at < input.numbers.length; at++) input.numbers[at] = Math.sin(at * 12.9898) * 0.9;
  }
  return feeds;
}

/** Bit for bit: a zero with another sign is another number. */
function sameBytes(a: Float32Array, b: Float32Array): boolean {
  const [x, y] = [a, b].map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  return x!.equals(y!);
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((worst, value, at) => Math.max(worst, Math.abs(value - b[at]!)), 0);
}

function unmeasured({ name, lora }: MatrixUnit, way: Pick<RuntimeWay, 'name'>, trouble: string): Unmeasured {
  return { name, lora, way: way.name, trouble };
}
