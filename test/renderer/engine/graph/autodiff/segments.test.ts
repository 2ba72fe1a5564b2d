import { expect, it } from 'vitest';
import { backpropagate } from '#renderer/engine/graph/autodiff/backpropagate.ts';
import { concreteGraph } from '#renderer/engine/graph/autodiff/concrete-graph.ts';
import { Tape } from '#renderer/engine/graph/autodiff/tape.ts';
import { trainingDialect } from '#renderer/engine/graph/dialects/training-dialect.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphDescription } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

const NO_WEIGHTS = { has: () => false, get: () => undefined, keys: () => [] };
const network = 'segments';

/** x times a, normalised, times b, added to what was normalised. */
function described(): GraphDescription {
  let found: GraphDescription | undefined;
  const rewrite = (graph: GraphDescription) => {
    found = graph;
    return graph;
  };
  const options = { name: network, residency: 'prepacked', dialect: trainingDialect, precision: 'float32' } as const;
  const graph = Graph.over(NO_WEIGHTS, { ...options, rewrite });
  const [x, a, b] = ['x', 'a', 'b'].map((name) => graph.input(name, 'float', [3, 3]));
  const middle = graph.op('Softmax', [graph.op('MatMul', [x!, a!])], { axis: -1 });
  graph.output('result', graph.op('Add', [graph.op('MatMul', [middle, b!]), middle]), [3, 3]);
  graph.build();
  return found!;
}

it('gradients that are written part by part are those that are written at once', () => {
  const isInput = (name: string) => ['a', 'b'].includes(name);
  const { nodes, values } = concreteGraph(described(), { network, sizes: () => 1, isInput });
  const seed: Value = { ...values.get('result')!, name: 'seed', producer: { kind: 'input' } };
  const seeds = new Map([['result', seed]]);
  const trained = new Set(['a', 'b']);
  const whole = new Tape(network);
  const wanted = backpropagate(whole, nodes, { network, trained, seeds });

  const cut = nodes.findIndex(({ op }) => op === 'Softmax') + 1;
  const middle = nodes[cut - 1]!.outputs[0]!.name;
  const tape = new Tape(network);
  const later = backpropagate(tape, nodes.slice(cut), { network, trained: new Set(['b', middle]), seeds });
  const between = new Map([[middle, later.get(middle)!]]);
  const earlier = backpropagate(tape, nodes.slice(0, cut), { network, trained: new Set(['a']), seeds: between });
  expect(tape.nodes).toEqual(whole.nodes);
  expect([earlier.get('a'), later.get('b')]).toEqual([wanted.get('a'), wanted.get('b')]);
});
