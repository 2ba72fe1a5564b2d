import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { type LinearShape, linear } from '#renderer/engine/graph/layers/layers.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** The weights that make keys and values of the prompt. */
const OF_PROMPT = /\.attn2\.to_[kv]\.weight$/;

/**
 * All keys and values that a UNet makes of a prompt, which are the same in every step: a graph for one call a render,
 * beside the UNet that takes them as inputs (`GraphOptions.promptApart`). Input: `encoder_hidden_states` (b, n, width).
 * Outputs (b, n, channels) by the names of the UNet's inputs, in the precision of both graphs. Whether weights fit and are all used is the UNet's to say.
 */
export function buildPromptProducts(weights: WeightMap, options: Omit<GraphOptions, 'name'>): BuiltGraph {
  const graph = Graph.over(weights, { ...options, name: "prompt's keys and values", harmless: [/^/] });
  const keys = [...weights.keys()].filter((key) => OF_PROMPT.test(key));
  const width = keys.length === 0 ? 0 : weights.get(keys[0]!)!.shape[1]!;
  const context = graph.input('encoder_hidden_states', 'float', ['b', 'n', width]);
  for (const key of keys) {
    const [outputs, inputs] = weights.get(key)!.shape as [number, number];
    const product = linear(graph.scope(key.replace(/\.weight$/, '')), context, { inputs, outputs, bias: false });
    graph.result(promptProductInput(key), product, ['b', 'n', outputs]);
  }
  return graph.build();
}

/** The names of these outputs with their channels. */
export function promptProductSizes(weights: WeightMap): ReadonlyMap<string, number> {
  const keys = [...weights.keys()].filter((key) => OF_PROMPT.test(key));
  return new Map(keys.map((key) => [promptProductInput(key), weights.get(key)!.shape[0]!]));
}

/** The product of the prompt with this scope's weight as an input; null in a graph that computes it. */
export function promptProduct(graph: Graph, { inputs, outputs }: LinearShape): Value | null {
  const key = graph.promptWeight([outputs, inputs]);
  return key === null ? null : graph.handedInput(promptProductInput(key), ['b', 'n', outputs]);
}

function promptProductInput(key: string): string {
  return `${key}:product`;
}
