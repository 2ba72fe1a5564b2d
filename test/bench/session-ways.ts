import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { portableDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { openByBinding } from '#renderer/engine/runtime/binding-session.ts';
import { openNative } from '#renderer/engine/runtime/native-graph.ts';
import type { InputNumbers, OpenGraph, OpenOptions } from '#renderer/engine/runtime/open-graph.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import { elements } from '#renderer/engine/tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { SD15_UNET, writeRandomUNet } from '#test/bench/random-unet.ts';
import { type BenchRow, median } from '#test/bench/row.ts';
import { benchSessionMemory } from '#test/bench/session-memory.ts';
import { THREADS } from '#test/bench/sides.ts';

const DEMO = fileURLToPath(new URL('../../renderer/demo-model/unet', import.meta.url));
const HOW: OpenOptions = { provider: 'cpu', threads: THREADS, optimisation: 'extended', arena: true, spins: true };
const CANCELS = 100;
const MISUSES = 10_000;

interface Case {
  readonly name: string;
  /** null = the demo model's own. */
  readonly config: Readonly<Record<string, unknown>> | null;
  readonly side: number;
  readonly rounds: number;
}

const CASES: readonly Case[] = [
  { name: 'demo 16×16', config: null, side: 16, rounds: 60 },
  { name: 'sd15 64×64', config: SD15_UNET, side: 64, rounds: 5 },
];

/**
 * The two ways to ONNX Runtime on the same graphs in one process: time, what a run blocks, how soon it stops, misuse;
 * and their memory, in processes of their own.
 */
export async function* benchSessionWays(only: string): AsyncGenerator<BenchRow, void, undefined> {
  for (const one of CASES) {
    if (!one.name.startsWith(only)) continue;
    const scratch = benchScratch();
    try {
      const folder = one.config ? join(scratch.path, 'unet') : DEMO;
      if (one.config) await writeRandomUNet(folder, one.config);
      yield* compare(one, await unetIn(folder));
    } finally {
      scratch.remove();
    }
  }
  if ('small'.startsWith(only)) yield* small();
  if ('memory'.startsWith(only)) yield* benchSessionMemory();
}

interface UNetGraph {
  readonly graph: BuiltGraph;
  readonly contextWidth: number;
}

async function unetIn(folder: string): Promise<UNetGraph> {
  const { default: config } = (await import(join(folder, 'config.json'), { with: { type: 'json' } })) as {
    default: Record<string, unknown>;
  };
  const weights = await readSafetensors(join(folder, 'diffusion_pytorch_model.safetensors'));
  const graph = buildUNet(parseUNetConfig(config), weights, graphOptions({ provider: 'cpu', threads: THREADS }));
  return { graph, contextWidth: Number(config.cross_attention_dim) };
}

async function* compare(
  { name, side, rounds }: Case,
  { graph, contextWidth }: UNetGraph,
): AsyncGenerator<BenchRow, void, undefined> {
  const feeds = {
    sample: noise([1, 4, side, side]),
    timestep: noise([1]),
    encoder_hidden_states: noise([1, 77, contextWidth]),
  };
  const ways = { binding: await openByBinding(graph, HOW), native: await openNative(ortLibrary()!, graph, HOW) };
  const times = { binding: [] as number[], native: [] as number[] };
  const blocks = { binding: [] as number[], native: [] as number[] };
  for (let round = 0; round <= rounds; round++)
    for (const way of ['binding', 'native'] as const) {
      const run = () => ways[way].run(feeds, graph.outputs, null);
      // The other's threads go on watching for work for a while after its run: what follows that is not its own time.
      await run();
      const ms = await timed(run);
      if (round > 0) times[way].push(ms);
      if (round % 5 === 1) blocks[way].push(await longestBlock(run));
    }
  const ratio = median(times.binding.map((ms, i) => ms / times.native[i]!));
  const note = `binding ${median(times.binding).toFixed(1)} ms, C API ${median(times.native).toFixed(1)} ms`;
  yield { name: `${name}: speed of the C API`, value: ratio, unit: 'times', note: `${note}; aim 0.99` };
  for (const way of ['binding', 'native'] as const)
    yield { name: `${name}: longest block, ${way}`, value: Math.max(...blocks[way]), unit: 'ms', note: 'aim 50' };
  yield* cancels(name, ways.native, { feeds, graph, ms: median(times.native) });
  await Promise.all([ways.binding.release(), ways.native.release()]);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** How long no timer could fire while the work was done. Milliseconds. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  let [last, longest] = [performance.now(), 0];
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 2);
  await work();
  look();
  clearInterval(timer);
  return longest;
}

async function* cancels(
  name: string,
  opened: OpenGraph,
  run: { readonly feeds: Readonly<Record<string, InputNumbers>>; readonly graph: BuiltGraph; readonly ms: number },
): AsyncGenerator<BenchRow, void, undefined> {
  const late: number[] = [];
  for (let i = 0; i < CANCELS; i++) {
    const abort = new AbortController();
    let at = Number.NaN;
    const cancel = () => {
      at = performance.now();
      abort.abort();
    };
    setTimeout(cancel, (Math.random() * 0.8 + 0.05) * run.ms);
    const stopped = await opened.run(run.feeds, run.graph.outputs, abort.signal).then(
      () => false,
      () => true,
    );
    if (stopped) late.push(performance.now() - at);
  }
  late.sort((a, b) => a - b);
  const note = `of ${late.length} at random moments: median ${median(late).toFixed(1)} ms; aim 100`;
  yield {
    name: `${name}: a cancelled run stops within, p99`,
    value: late[Math.ceil(0.99 * late.length) - 1]!,
    unit: 'ms',
    note,
  };
}

async function* small(): AsyncGenerator<BenchRow, void, undefined> {
  const graph = oneAddition();
  const ways = { binding: await openByBinding(graph, HOW), native: await openNative(ortLibrary()!, graph, HOW) };
  const feeds = { a: noise([4]), b: noise([4]) };
  for (const way of ['binding', 'native'] as const) {
    const times: number[] = [];
    for (let i = 0; i < 2_000; i++) times.push(await timed(() => ways[way].run(feeds, ['y'], null)));
    yield { name: `one addition, ${way}`, value: 1000 * median(times), unit: 'µs' };
  }
  let refused = 0;
  for (let i = 0; i < MISUSES; i++) refused += Number(await misuse(ways.native, i));
  const sum = Math.fround(feeds.a.numbers[0]! + feeds.b.numbers[0]!);
  const right = (await ways.native.run(feeds, ['y'], null)).y!.data[0] === sum;
  yield {
    name: 'wrong shapes, names, types and aborts',
    value: refused,
    unit: 'refused',
    note: `of ${MISUSES}; right afterwards: ${right}`,
  };
  const before = process.memoryUsage.rss();
  for (let i = 0; i < 200; i++) await (await openNative(ortLibrary()!, graph, HOW)).release();
  yield { name: 'memory that 200 sessions leave', value: (process.memoryUsage.rss() - before) / 2 ** 20, unit: 'MiB' };
  await Promise.all([ways.binding.release(), ways.native.release()]);
}

/** Does the i-th of several wrong things with `oneAddition`; whether it is refused. */
export function misuse(opened: OpenGraph, i: number): Promise<boolean> {
  const good = { a: noise([2]), b: noise([2]) };
  const aborted = AbortSignal.abort();
  const tries = [
    () => opened.run({ a: noise([2]), b: noise([3]) }, ['y'], null),
    () => opened.run({ a: noise([2]), c: noise([2]) }, ['y'], null),
    () => opened.run(good, ['z'], null),
    () => opened.run({ ...good, b: { dims: [2], numbers: Int32Array.of(1, 2) } }, ['y'], null),
    () => opened.run({ ...good, b: { dims: [1, 3], numbers: new Float32Array(3) } }, ['y'], null),
    () => opened.run({ a: good.a }, ['y'], null),
    () => opened.run({ ...good, b: { dims: [9], numbers: new Float32Array(2) } }, ['y'], null),
    () => opened.run(good, ['y'], aborted),
  ];
  return tries[i % tries.length]!().then(
    () => false,
    () => true,
  );
}

/** y = a + b. */
export function oneAddition(): BuiltGraph {
  const graph = Graph.over(new Map(), { name: 'addition', dialect: portableDialect, residency: 'mapped' });
  const [a, b] = ['a', 'b'].map((name) => graph.input(name, 'float', ['n']));
  graph.output('y', graph.op('Add', [a!, b!]), ['n']);
  return graph.build();
}

function noise(dims: readonly number[]): InputNumbers & { readonly numbers: Float32Array } {
  return { dims, numbers: Float32Array.from({ length: elements(dims) }, () => 2 * Math.random() - 1) };
}
