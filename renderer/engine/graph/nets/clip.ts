import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { clipLayer } from '#renderer/engine/graph/layers/clip-layer.ts';
import {
  addSkip,
  denseRow,
  embedding,
  layerNorm,
  rowByTransposed,
  type Skip,
} from '#renderer/engine/graph/layers/layers.ts';
import type { ClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';

/** Old exports carry the positions 0…76 as a weight. */
const HARMLESS = [/(^|\.)position_ids$/];

/** Name of the output: hidden states without the last `skip` layers, after the final normalisation. */
export function normedOutput(skip: number): string {
  return `normed_${skip}`;
}

/** Name of the output: hidden states without the last `skip` layers, as they are. */
export function hiddenOutput(skip: number): string {
  return `hidden_${skip}`;
}

export interface ClipGraphOptions extends Omit<GraphOptions, 'name' | 'harmless'> {
  /** Whether embeddings can be replaced and positions masked. */
  readonly steered?: boolean;
}

/**
 * CLIP's text model (https://arxiv.org/abs/2103.00020), any size, with or without a projection:
 *
 *     input_ids ─► embeddings ─► layer × n ─► final_layer_norm ─► the end's row ─► (text_projection) ─► pooled
 *
 * Input: `input_ids` int32 (b, n). Steered, there are three more: `replaced` (b, n, width), which stands for a token's
 * embedding where `kept` (b, n, 1) is 0, and is 0 where `kept` is 1; `attention_bias` (b, 1, n, n), added to what
 * position n makes of position m before the softmax, on top of the causal mask. Outputs: `normed_<s>` and `hidden_<s>`
 * (b, n, width) for s = 0 … layers - 1 last layers left out, and `pooled` (b, width or projection). Keys may have the
 * prefix `text_model.` or lack it.
 */
export function buildClipTextEncoder(config: ClipConfig, weights: WeightSupply, options: ClipGraphOptions): BuiltGraph {
  const root = Graph.over(weights, { ...options, name: 'text encoder', harmless: HARMLESS });
  const graph = root.scope('text_model').has('final_layer_norm.weight') ? root.scope('text_model') : root;
  const ids = graph.input('input_ids', 'int32', ['b', 'n']);
  const { width, eps, layers } = config;

  const bias = options.steered ? graph.input('attention_bias', 'float', ['b', 1, 'n', 'n']) : null;
  const words = wordEmbeddings(graph, ids, config);
  const hidden = [embed(graph, { ids, words: options.steered ? replaced(graph, words, width) : words }, config)];
  let skip: Skip | null = null;
  for (let i = 0; i < layers; i++) {
    const trunk: Value = hidden.at(-1)!;
    const block = graph.scope('encoder', 'layers', i);
    skip = clipLayer(block, { trunk, bias }, { ...config, causal: true });
    hidden.push(addSkip(block, skip));
  }

  const dims = ['b', 'n', width];
  const final = graph.scope('final_layer_norm');
  const normed = hidden.toReversed().map((states) => layerNorm(final, states, { channels: width, eps }));
  for (let s = 0; s < layers; s++) {
    graph.output(normedOutput(s), normed[s]!, dims);
    graph.output(hiddenOutput(s), hidden.at(-1 - s)!, dims);
  }
  outputPooled(root, { ids, last: normed[0]! }, config);
  return root.build();
}

function wordEmbeddings(graph: Graph, ids: Value, { vocabulary, width }: ClipConfig): Value {
  return embedding(graph.scope('embeddings', 'token_embedding'), ids, { rows: vocabulary, width });
}

/** A product and a sum, not a Where: vectors that are replaced are finite, and the two are everywhere. */
function replaced(graph: Graph, words: Value, width: number): Value {
  const kept = graph.op('Mul', [words, graph.input('kept', 'float', ['b', 'n', 1])]);
  return graph.op('Add', [kept, graph.input('replaced', 'float', ['b', 'n', width])]);
}

function embed(graph: Graph, { ids, words }: { ids: Value; words: Value }, { width, positions }: ClipConfig): Value {
  const scope = graph.scope('embeddings', 'position_embedding');
  const count = graph.op('Squeeze', [graph.op('Shape', [ids], { start: 1, end: 2 })]);
  const order = graph.op('Range', [graph.ints([0], []), count, graph.ints([1], [])]);
  return graph.op('Add', [words, embedding(scope, order, { rows: positions, width })]);
}

/** The final state at the sentence's end, projected where the model has a projection. */
function outputPooled(root: Graph, { ids, last }: { ids: Value; last: Value }, config: ClipConfig): void {
  const { width, projectionWidth, projectionTransposed, endId } = config;
  const isEnd = endId === null ? ids : root.op('Cast', [root.op('Equal', [ids, endConstant(root, endId)])], { to: 6 });
  // ArgMax takes the first of equal values, which is what torch's argmax does here too.
  const position = root.op('ArgMax', [isEnd], { axis: 1, keepdims: 1 });
  const rows = root.op('GatherND', [last, position], { batch_dims: 1 });
  if (!root.has('text_projection.weight')) {
    root.output('pooled', rows, ['b', width]);
    return;
  }
  const projection = root.scope('text_projection');
  const sizes = { inputs: width, outputs: projectionWidth };
  const pooled = projectionTransposed
    ? rowByTransposed(projection, rows, sizes)
    : denseRow(projection, rows, { ...sizes, bias: false });
  root.output('pooled', pooled, ['b', projectionWidth]);
}

function endConstant(root: Graph, id: number): Value {
  return root.op('Cast', [root.ints([id], [])], { to: 6 });
}
