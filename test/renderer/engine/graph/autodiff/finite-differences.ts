import { ok } from 'node:assert/strict';
import { gradientOutput, seedInput, withGradients } from '#renderer/engine/graph/autodiff/training-graph.ts';
import { trainingDialect } from '#renderer/engine/graph/dialects/training-dialect.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphDescription, Precision } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { input } from '#test/renderer/engine/graph/golden.ts';

export interface Differentiated {
  /** What is trained, by the dimensions of each. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** What gradients come from, of no more than some dozens of numbers. */
  result(graph: Graph, inputs: Readonly<Record<string, Value>>): Value;
}

const CPU = { provider: 'cpu', threads: 1 } as const;
const NO_WEIGHTS = { has: () => false, get: () => undefined, keys: () => [] };

/** Of central differences, whose own error goes with its square; float32 leaves them four digits. */
const STEP = 2e-2;
const BOUND = 4e-3;

/** Elements of each input that are moved. */
const MOVED = 7;

type Rewrite = (graph: GraphDescription) => GraphDescription;

function graphOf({ inputs, result }: Differentiated, precision: Precision, rewrite?: Rewrite): BuiltGraph {
  const options = { name: 'differences', residency: 'prepacked', dialect: trainingDialect, precision } as const;
  const graph = Graph.over(NO_WEIGHTS, { ...options, ...(rewrite && { rewrite }) });
  const values = Object.entries(inputs).map(([name, dims]) => [name, graph.input(name, 'float', dims)] as const);
  const y = result(graph, Object.fromEntries(values));
  graph.output('result', y, y.dims as readonly (number | string)[]);
  return graph.build();
}

function backOf(differentiated: Differentiated, precision: Precision): BuiltGraph {
  const isTrained = (name: string) => Object.keys(differentiated.inputs).includes(name);
  const from = { kind: 'seeds', outputs: ['result'] } as const;
  const wish = { network: 'differences', sizes: () => 1, isTrained, from };
  return graphOf(differentiated, precision, (graph) => withGradients(graph, wish));
}

function feedsOf({ inputs }: Differentiated): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(Object.entries(inputs).map(([name, dims]) => [name, input(`in:${name}`, dims)]));
}

/** Of one thousandth, which is what half precision's numbers have, some operators after another. */
const HALF_BOUND = 1e-2;

/** Fails unless a graph in half precision, with losses scaled, has the gradients that it has in float32. */
export async function expectHalfGradients(differentiated: Differentiated, scale: number): Promise<void> {
  const plain = await openSession(graphOf(differentiated, 'float32'), CPU);
  const exact = await openSession(backOf(differentiated, 'float32'), CPU);
  const half = await openSession(backOf(differentiated, 'float16'), CPU);
  const feeds = feedsOf(differentiated);
  const name = seedInput('result');
  const { result } = await plain.run(feeds);
  const seed = input('in:seed', result!.dims);
  const wanted = await exact.run({ ...feeds, [name]: seed });
  const given = await half.run({ ...feeds, [name]: { ...seed, data: seed.data.map((x) => scale * x) } });
  for (const key of Object.keys(differentiated.inputs).map(gradientOutput)) {
    const { data } = wanted[key]!;
    const size = Math.max(1, ...data.map(Math.abs));
    const apart = Math.max(...data.map((x, i) => Math.abs(x - given[key]!.data[i]! / scale))) / size;
    ok(apart < HALF_BOUND, `${key} is off by ${apart} in half precision`);
  }
  await Promise.all([plain.release(), exact.release(), half.release()]);
}

/** Fails unless gradients are what moving the inputs does to the result, in a direction of hashed numbers. */
export async function expectGradients(differentiated: Differentiated): Promise<void> {
  const { inputs } = differentiated;
  const names = Object.keys(inputs);
  const plain = await openSession(graphOf(differentiated, 'float32'), CPU);
  const back = await openSession(backOf(differentiated, 'float32'), CPU);
  const feeds = feedsOf(differentiated);
  const { result: y } = await plain.run(feeds);
  const seed = input('in:seed', y!.dims);
  const gradients = await back.run({ ...feeds, [seedInput('result')]: seed });
  const along = async (name: string, data: Float32Array) => {
    const moved = await plain.run({ ...feeds, [name]: { dims: inputs[name]!, data } });
    return dot(moved.result!, seed);
  };
  for (const name of names)
    await compare(name, { start: feeds[name]!, gradient: gradients[gradientOutput(name)]!, along });
  await Promise.all([plain.release(), back.release()]);
}

interface Comparison {
  readonly start: Tensor;
  readonly gradient: Tensor;
  along(name: string, data: Float32Array): Promise<number>;
}

async function compare(name: string, { start, gradient, along }: Comparison): Promise<void> {
  const size = gradient.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  ok(gradient.dims.join() === start.dims.join() && size > 0, `${name} has a gradient of its shape`);
  const last = start.data.length - 1;
  for (let i = 0; i < MOVED; i++) {
    const at = Math.round((last * i) / (MOVED - 1));
    const ends = [STEP, -STEP].map((step) => along(name, start.data.with(at, start.data[at]! + step)));
    const [above, below] = await Promise.all(ends);
    const apart = Math.abs((above! - below!) / (2 * STEP) - gradient.data[at]!) / Math.max(1, size);
    ok(apart < BOUND, `gradient of ${name}[${at}] is ${gradient.data[at]}, off by ${apart}`);
  }
}

function dot(a: Tensor, b: Tensor): number {
  return a.data.reduce((sum, value, i) => sum + value * b.data[i]!, 0);
}
