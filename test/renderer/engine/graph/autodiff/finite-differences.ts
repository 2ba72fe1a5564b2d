import { ok } from 'node:assert/strict';
import { gradientOutput, seedInput, withGradients } from '#renderer/engine/graph/autodiff/training-graph.ts';
import { trainingDialect } from '#renderer/engine/graph/dialects/training-dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphDescription } from '#renderer/engine/graph/ir/graph-options.ts';
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

/** Fails unless gradients are what moving the inputs does to the result, in a direction of hashed numbers. */
export async function expectGradients({ inputs, result }: Differentiated): Promise<void> {
  const names = Object.keys(inputs);
  const graphOf = (rewrite?: (graph: GraphDescription) => GraphDescription) => {
    const options = { name: 'differences', residency: 'prepacked', dialect: trainingDialect } as const;
    const graph = Graph.over(NO_WEIGHTS, { ...options, ...(rewrite && { rewrite }) });
    const values = names.map((name) => [name, graph.input(name, 'float', inputs[name]!)] as const);
    const y = result(graph, Object.fromEntries(values));
    graph.output('result', y, y.dims as readonly (number | string)[]);
    return graph.build();
  };
  const wish = { network: 'differences', sizes: () => 1, isTrained: (name: string) => names.includes(name) };
  const from = { kind: 'seeds', outputs: ['result'] } as const;
  const plain = await openSession(graphOf(), CPU);
  const back = await openSession(
    graphOf((graph) => withGradients(graph, { ...wish, from })),
    CPU,
  );
  const feeds = Object.fromEntries(names.map((name) => [name, input(`in:${name}`, inputs[name]!)]));
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
