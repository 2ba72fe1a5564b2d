import { backpropagate } from '#renderer/engine/graph/autodiff/backpropagate.ts';
import { type ConcreteGraph, concreteGraph } from '#renderer/engine/graph/autodiff/concrete-graph.ts';
import { countOf, sidesOf, Tape } from '#renderer/engine/graph/autodiff/tape.ts';
import type { GraphDescription } from '#renderer/engine/graph/ir/graph-options.ts';
import type { ValueDescription } from '#renderer/engine/graph/ir/onnx-format.ts';
import { outputNode } from '#renderer/engine/graph/ir/output.ts';
import type { OperatorNode, Value } from '#renderer/engine/graph/ir/value.ts';

export interface GradientWish {
  /** For messages: "unet" … */
  readonly network: string;
  /** What each named dimension of the inputs is: b, h, w, n … */
  readonly sizes: (name: string) => number;
  /** Whether a weight, or an input, is trained; weights are inputs of their own name then, in float32. */
  readonly isTrained: (name: string) => boolean;
  /**
   * Where gradients start. `loss`: at Σ weight · mean((output - target)²) over the samples, which comes out as `loss`;
   * inputs `target` (as the output) and `loss_weight` (b). Scaled, the input `loss_scale` (1) is what gradients are
   * multiplied with, so that half precision can hold them. `seeds`: at what the inputs `seed:<output>` say of outputs.
   */
  readonly from:
    | { readonly kind: 'loss'; readonly output: string; readonly isScaled?: boolean }
    | { readonly kind: 'seeds'; readonly outputs: readonly string[] };
}

/** Name of the output that holds the gradient of a weight or input. */
export function gradientOutput(name: string): string {
  return `gradient:${name}`;
}

/** Names of the inputs by which gradients of outputs come in. */
export function seedInput(output: string): string {
  return `seed:${output}`;
}

/** Inputs that the loss takes beside the network's own. */
export const LOSS_INPUTS = { target: 'target', weight: 'loss_weight', scale: 'loss_scale' } as const;

/**
 * A network with its own gradients behind it, for one size of its inputs: reverse-mode differentiation over its nodes.
 * Outputs: those that gradients start at, `loss` where there is one, and `gradient:<name>` of what is trained and has
 * any influence.
 */
export function withGradients(graph: GraphDescription, wish: GradientWish): GraphDescription {
  const { network, sizes, isTrained } = wish;
  const known = concreteGraph(graph, { network, sizes, isInput: isTrained });
  const tape = new Tape(network);
  const ends = endsOf(tape, known, wish);
  const trained = new Set(known.inputs.map(({ name }) => name).filter(isTrained));
  const gradients = backpropagate(tape, known.nodes, { network, trained, seeds: ends.seeds });
  const named = [...gradients].map(([name, value]) => [gradientOutput(name), value] as const);
  const results = new Map([...ends.results, ...named]);
  const kept = wish.from.kind === 'loss' ? [wish.from.output] : wish.from.outputs;
  const nodes = [
    ...known.nodes,
    ...tape.nodes,
    ...[...results].map(([name, value]) => outputNode(name, value, network)),
  ];
  const outputs = [
    ...kept.map((name) => described(name, known.values.get(name)!)),
    ...[...results].map(([name, value]) => described(name, value)),
  ];
  const initializers = [...known.initializers, ...tape.initializers];
  return withoutUnused({ nodes, initializers, inputs: [...known.inputs, ...ends.inputs], outputs });
}

interface Ends {
  readonly inputs: readonly ValueDescription[];
  readonly seeds: ReadonlyMap<string, Value>;
  readonly results: ReadonlyMap<string, Value>;
}

function endsOf(tape: Tape, { values }: ConcreteGraph, { from }: GradientWish): Ends {
  if (from.kind === 'loss') {
    const { output: name, isScaled = false } = from;
    return lossOf(tape, { name, value: values.get(name)!, isScaled });
  }
  const inputs = from.outputs.map((output) => described(seedInput(output), values.get(output)!));
  const seeds = from.outputs.map((output, i) => [output, inputValue(inputs[i]!)] as const);
  return { inputs, seeds: new Map(seeds), results: new Map() };
}

/** One weight per sample says all that losses differ in: their share of the batch, their noise level, whose they are. */
function lossOf(tape: Tape, { name, value, isScaled }: { name: string; value: Value; isScaled: boolean }): Ends {
  const [samples, ...rest] = sidesOf(value) as [number, ...number[]];
  const target = described(LOSS_INPUTS.target, value);
  const weight: ValueDescription = { name: LOSS_INPUTS.weight, type: 'float', dims: [samples] };
  const scale: ValueDescription = { name: LOSS_INPUTS.scale, type: 'float', dims: [1] };
  const difference = tape.subtract(value, inputValue(target));
  const perSample = countOf(value) / samples;
  const axes = rest.map((_, i) => i + 1);
  const squares = tape.sum(tape.multiply(difference, difference), axes, false);
  const weighed = tape.multiply(tape.scale(squares, 1 / perSample), inputValue(weight));
  const perPixel = tape.reshape(inputValue(weight), [samples, ...rest.map(() => 1)]);
  const seed = tape.multiply(tape.scale(difference, 2 / perSample), perPixel);
  return {
    inputs: [target, weight, ...(isScaled ? [scale] : [])],
    seeds: new Map([[name, isScaled ? tape.multiply(seed, inputValue(scale)) : seed]]),
    results: new Map([['loss', tape.sum(weighed, [0], false)]]),
  };
}

function described(name: string, value: Value): ValueDescription {
  return { name, type: value.type, dims: sidesOf(value) };
}

function inputValue(input: ValueDescription): Value {
  return { ...input, producer: { kind: 'input' } };
}

/** Without what no output depends on. */
function withoutUnused({ nodes, initializers, inputs, outputs }: GraphDescription): GraphDescription {
  const used = new Set(outputs.map(({ name }) => name));
  const live: OperatorNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((output) => output && used.has(output.name))) continue;
    live.push(node);
    for (const value of node.inputs) if (value) used.add(value.name);
  }
  const isUsed = ({ name }: { readonly name: string }) => used.has(name);
  return {
    nodes: live.toReversed(),
    initializers: initializers.filter(isUsed),
    inputs: inputs.filter(isUsed),
    outputs,
  };
}
