import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import type { OpenGraph, OutputNumbers } from '#renderer/engine/runtime/open-graph.ts';
import { memoryInUse } from '#test/bench/gpu/card-facts.ts';
import type { MatrixUnit, Measured } from '#test/bench/gpu/matrix-plan.ts';
import { type RuntimeWay, runtimeWays } from '#test/bench/gpu/runtime-ways.ts';
import { median } from '#test/bench/row.ts';

/** What one network took by one way, for one number of samples. */
export interface MatrixRow {
  readonly name: string;
  readonly lora: MatrixUnit['lora'];
  readonly way: string;
  readonly rows: number;
  readonly openMs: number;
  /** Of the first call, in which kernels are chosen, and the second, in which they are recorded. */
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
  /** Of large matrix products, TFLOP/s. */
  readonly rate: number;
  /** When no further way is begun; by performance.now(). */
  readonly until: number;
}

/** Measures unit after unit as long as there is time; each row comes as soon as it is known. */
export async function* measureMatrix(
  units: readonly MatrixUnit[],
  options: MatrixOptions,
): AsyncGenerator<MatrixRow | Unmeasured> {
  const { provider } = options.options;
  for (const unit of units.filter(({ only = provider }) => only === provider)) {
    const ways = runtimeWays(provider).filter(({ name }) => unit.ways?.includes(name) ?? true);
    const reference = new Map<number, Float32Array>();
    for (const way of ways) {
      if (performance.now() > options.until) yield unmeasured(unit, way, 'no time was left');
      else yield* measureWay(unit, way, { ...options, reference });
    }
  }
}

type WayOptions = MatrixOptions & { readonly reference: Map<number, Float32Array> };

async function* measureWay(
  unit: MatrixUnit,
  way: RuntimeWay,
  options: WayOptions,
): AsyncGenerator<MatrixRow | Unmeasured> {
  const opened: OpenGraph[] = [];
  let network: Measured | null = null;
  try {
    network = await unit.load(options.folder, options.options);
    const began = performance.now();
    for (const graph of network.last ? [network.graph, network.last.graph] : [network.graph])
      opened.push(await way.open(graph));
    const openMs = performance.now() - began;
    for (const rows of unit.rows)
      yield { ...(await timeRows(opened, { unit, network, rows, options })), way: way.name, openMs };
  } catch (error) {
    yield unmeasured(unit, way, error instanceof Error ? error.message.split('\n')[0]! : String(error));
  } finally {
    for (const graph of opened) await graph.release();
    await network?.release?.();
  }
}

interface RowWish {
  readonly unit: MatrixUnit;
  readonly network: Measured;
  readonly rows: number;
  readonly options: WayOptions;
}

async function timeRows(
  [opened, after]: readonly OpenGraph[],
  { unit: { name, lora, gflop }, network, rows, options }: RowWish,
): Promise<Omit<MatrixRow, 'way' | 'openMs'>> {
  const feeds = seeded(network.feeds(rows));
  const lastFeeds = seeded(network.last?.feeds(rows) ?? {});
  const call = async () => {
    const began = performance.now();
    const { steps = 1, last } = network;
    let outputs = {};
    for (let step = 0; step < steps; step++) outputs = await opened!.run(feeds, network.graph.outputs, null);
    if (last) outputs = await after!.run(lastFeeds, last.graph.outputs, null);
    const [output] = Object.values<OutputNumbers>(outputs);
    return { ms: performance.now() - began, data: output!.data as Float32Array };
  };
  const warmUp = [await call(), await call()];
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
    share: gflop === null ? null : (rows * gflop) / options.rate / ms,
    memoryMib: await memoryInUse(),
    switchMs: network.switchMs ?? null,
    difference: before ? largestDifference(before, numbers) : null,
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

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((worst, value, at) => Math.max(worst, Math.abs(value - b[at]!)), 0);
}

function unmeasured({ name, lora }: MatrixUnit, way: RuntimeWay, trouble: string): Unmeasured {
  return { name, lora, way: way.name, trouble };
}
