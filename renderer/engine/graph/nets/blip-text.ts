import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { addAndNorm, embedding, layerNorm, linear } from '#renderer/engine/graph/layers/layers.ts';
import type { BlipTextConfig } from '#renderer/engine/graph/nets/blip-config.ts';
import { crossKey, crossValue } from '#renderer/engine/graph/nets/blip-vision.ts';

/** Name of the input: the keys that this layer made of the tokens before, (b, p, width). */
export function pastKey(layer: number): string {
  return `past_key_${layer}`;
}

/** Name of the input: the values to those keys. */
export function pastValue(layer: number): string {
  return `past_value_${layer}`;
}

/** Name of the output: the keys with those of this call's tokens behind them, (b, p + n, width). */
export function presentKey(layer: number): string {
  return `present_key_${layer}`;
}

/** Name of the output: the values to those keys. */
export function presentValue(layer: number): string {
  return `present_value_${layer}`;
}

/**
 * Copies that training ties to others: the last product's matrix is the table of words, its bias `predictions.bias`.
 * Places are counted anew.
 */
const HARMLESS = [/\.position_ids$/, /\.cls\.predictions\.decoder\.(weight|bias)$/];

/**
 * BLIP's text network: BERT (https://arxiv.org/abs/1810.04805), whose every layer looks at the picture, too; tokens are
 * written one after the other, and what was made of earlier ones is handed in again:
 *
 *     ids ─► words + places ─► LayerNorm ─► layer × n ─► transform ─► logits
 *     layer:  attention to all before ─(+)─► norm ─► attention to the picture ─(+)─► norm ─► gelu ─(+)─► norm
 *
 * Inputs: `ids` int32 (b, n), `places` int32 (n), `bias` (1, 1, n, p + n), which hides later tokens of this call from
 * earlier ones, past and cross keys and values per layer; the picture's are (1, m, width), shared by all b texts.
 * Outputs: `logits` (b, n, vocabulary) and present keys and values.
 */
export function buildBlipText(
  config: BlipTextConfig,
  weights: WeightSupply,
  options: Omit<GraphOptions, 'name' | 'harmless'>,
): BuiltGraph {
  const root = Graph.over(weights, { ...options, name: 'captioner', harmless: HARMLESS });
  const { vocabulary, width, positions, layers, eps } = config;
  const ids = root.input('ids', 'int32', ['b', 'n']);
  const places = root.input('places', 'int32', ['n']);
  const bias = root.input('bias', 'float', [1, 1, 'n', 'p+n']);
  const graph = root.scope('text_decoder');
  const embeddings = graph.scope('bert', 'embeddings');
  const table = { rows: vocabulary, width };
  const words = embedding(embeddings.scope('word_embeddings'), ids, table);
  const order = embedding(embeddings.scope('position_embeddings'), places, { rows: positions, width });
  const norm = { channels: width, eps };
  let x = layerNorm(embeddings.scope('LayerNorm'), root.op('Add', [words, order]), norm);
  for (let i = 0; i < layers; i++) x = layer(root, { x, bias, i }, config);
  const head = graph.scope('cls', 'predictions');
  const shape = { inputs: width, outputs: width };
  const turned = head.op('Gelu', [linear(head.scope('transform', 'dense'), x, shape)]);
  const last = layerNorm(head.scope('transform', 'LayerNorm'), turned, norm);
  const wordsOf = { inputs: width, outputs: vocabulary, bias: false };
  const products = linear(embeddings.scope('word_embeddings'), last, wordsOf);
  root.output('logits', root.op('Add', [products, head.weight('bias', [vocabulary])]), ['b', 'n', vocabulary]);
  return root.build();
}

interface LayerInputs {
  readonly x: Value;
  readonly bias: Value;
  readonly i: number;
}

function layer(root: Graph, { x, bias, i }: LayerInputs, config: BlipTextConfig): Value {
  const { width, inner, eps } = config;
  const graph = root.scope('text_decoder', 'bert', 'encoder', 'layer', i);
  const seen = norm(graph.scope('attention'), { mixed: attendTexts(root, { x, bias, i }, config), trunk: x }, config);
  const cross = graph.scope('crossattention');
  const looked = norm(cross, { mixed: attendPicture(root, seen, i, config), trunk: seen }, config);
  const first = linear(graph.scope('intermediate', 'dense'), looked, { inputs: width, outputs: inner });
  const out = graph.scope('output');
  const branch = linear(out.scope('dense'), graph.op('Gelu', [first]), { inputs: inner, outputs: width, bias: false });
  const open = { branch, bias: out.scope('dense').weight('bias', [width]), trunk: looked };
  return addAndNorm(out.scope('LayerNorm'), open, { channels: width, eps }).normed;
}

/** BERT normalises sums: what attention gives, through `output.dense`, plus what it was given. */
function norm(
  graph: Graph,
  { mixed, trunk }: { readonly mixed: Value; readonly trunk: Value },
  { width, eps }: BlipTextConfig,
): Value {
  const dense = graph.scope('output', 'dense');
  const branch = linear(dense, mixed, { inputs: width, outputs: width, bias: false });
  const open = { branch, bias: dense.weight('bias', [width]), trunk };
  return addAndNorm(graph.scope('output', 'LayerNorm'), open, { channels: width, eps }).normed;
}

/** To the tokens before and, as `bias` allows, those of this call. */
function attendTexts(root: Graph, { x, bias, i }: LayerInputs, { width, heads }: BlipTextConfig): Value {
  const graph = root.scope('text_decoder', 'bert', 'encoder', 'layer', i, 'attention', 'self');
  const shape = { inputs: width, outputs: width };
  const past = (name: string) => root.input(name, 'float', ['b', 'p', width]);
  const after = (name: string, made: Value) => graph.op('Concat', [past(name), made], { axis: 1 });
  const q = linear(graph.scope('query'), x, shape);
  const k = after(pastKey(i), linear(graph.scope('key'), x, shape));
  const v = after(pastValue(i), linear(graph.scope('value'), x, shape));
  root.output(presentKey(i), k, ['b', 'p+n', width]);
  root.output(presentValue(i), v, ['b', 'p+n', width]);
  return graph.layer('Attention', { operands: { q, k, v, bias }, attributes: { heads, causal: false } });
}

/** Tokens do not know of each other here, so those of all texts can be one row of queries to one picture. */
function attendPicture(root: Graph, x: Value, i: number, { width, heads }: BlipTextConfig): Value {
  const graph = root.scope('text_decoder', 'bert', 'encoder', 'layer', i, 'crossattention', 'self');
  const query = linear(graph.scope('query'), x, { inputs: width, outputs: width });
  const q = graph.op('Reshape', [query, graph.ints([1, -1, width])]);
  const k = root.input(crossKey(i), 'float', [1, 'm', width]);
  const v = root.input(crossValue(i), 'float', [1, 'm', width]);
  const mixed = graph.layer('Attention', { operands: { q, k, v, bias: null }, attributes: { heads, causal: false } });
  return graph.op('Reshape', [mixed, graph.op('Shape', [query])]);
}
