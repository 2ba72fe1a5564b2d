import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv, denseRow, layerNorm, linear, silu } from '#renderer/engine/graph/layers/layers.ts';
import type { TaggerGraphOptions } from '#renderer/engine/graph/nets/tag-vit.ts';

/** An EVA-02 that gives tags. */
export interface TagEvaConfig {
  readonly width: number;
  readonly inner: number;
  readonly layers: number;
  readonly heads: number;
  /** Side of the picture that it reads, and of the squares that are one token each. Pixels. */
  readonly side: number;
  readonly patch: number;
  /** Tokens along a side of the picture that its turns were made for: positions are stretched to it. */
  readonly places: number;
  readonly tags: number;
}

const EPS = 1e-6;
const TEMPERATURE = 10_000;

/**
 * EVA-02 (https://arxiv.org/abs/2303.11331) by timm's keys (timm/models/eva.py): a vision transformer whose queries and
 * keys are turned by where they stand (https://arxiv.org/abs/2104.09864), with gates in its inner layers.
 *
 *     pixels ─► patches, a class token before them (+ places) ─► block × n ─► mean of patches ─► norm ─► head ─► logits
 *
 * Input `pixels` (1, 3, side, side), normalised; output `logits` (1, tags).
 */
export function buildTagEva(config: TagEvaConfig, weights: WeightSupply, options: TaggerGraphOptions): BuiltGraph {
  const graph = Graph.over(weights, { ...options, name: 'tagger' });
  const { width, side, patch, tags } = config;
  const count = (side / patch) ** 2;
  const pixels = graph.input('pixels', 'float', [1, 3, side, side]);
  const shape = { inputs: 3, outputs: width, kernel: patch, stride: patch, pads: [0, 0, 0, 0] };
  const image = conv(graph.scope('patch_embed', 'proj'), pixels, shape);
  const patches = graph.layer('PixelsAsTokens', { operands: { image }, attributes: {} });
  const tokens = graph.op('Concat', [graph.weight('cls_token', [1, 1, width]), patches], { axis: 1 });
  let trunk = graph.op('Add', [tokens, graph.weight('pos_embed', [1, 1 + count, width])]);
  const turns = turnsOf(graph, config);
  for (let i = 0; i < config.layers; i++) trunk = block(graph.scope('blocks', i), { trunk, turns }, config);
  const rest = graph.op('Slice', [trunk, graph.ints([1]), graph.ints([1 + count]), graph.ints([1])]);
  const mean = graph.op('ReduceMean', [rest, graph.ints([1])], { keepdims: 0 });
  const normed = layerNorm(graph.scope('fc_norm'), mean, { channels: width, eps: EPS });
  graph.output('logits', denseRow(graph.scope('head'), normed, { inputs: width, outputs: tags }), [1, tags]);
  return graph.build();
}

interface BlockInputs {
  readonly trunk: Value;
  readonly turns: Turns;
}

function block(graph: Graph, { trunk, turns }: BlockInputs, config: TagEvaConfig): Value {
  const { width, inner, heads } = config;
  const norm = { channels: width, eps: EPS };
  const attention = graph.scope('attn');
  const seen = layerNorm(graph.scope('norm1'), trunk, norm);
  const project = (name: string, bias = true) =>
    linear(attention.scope(name), seen, { inputs: width, outputs: width, bias });
  const q = turned(attention, project('q_proj'), { turns, config });
  const k = turned(attention, project('k_proj', false), { turns, config });
  const operands = { q, k, v: project('v_proj'), bias: null };
  const mixed = graph.layer('Attention', { operands, attributes: { heads, causal: false } });
  const heeded = linear(attention.scope('proj'), mixed, { inputs: width, outputs: width });
  const after = graph.op('Add', [trunk, heeded]);
  const mlp = graph.scope('mlp');
  const normed = layerNorm(graph.scope('norm2'), after, norm);
  const wide = (name: string) => linear(mlp.scope(name), normed, { inputs: width, outputs: inner });
  const gated = mlp.op('Mul', [silu(mlp, wide('fc1_g')), wide('fc1_x')]);
  const scaled = layerNorm(mlp.scope('norm'), gated, { channels: inner, eps: EPS });
  return graph.op('Add', [after, linear(mlp.scope('fc2'), scaled, { inputs: inner, outputs: width })]);
}

/** What a query or key is multiplied by as it is, and with the numbers of each pair exchanged: (1, n, 1, d). */
interface Turns {
  readonly cosines: Value;
  readonly sines: Value;
  /** (d, d): a b c d -> -b a -d c. */
  readonly exchange: Value;
}

/** Of a token at row y and column x half of the pairs turn by y, half by x, ever more slowly. The class token does not. */
function turnsOf(graph: Graph, { width, heads, side, patch, places }: TagEvaConfig): Turns {
  const head = width / heads;
  const grid = side / patch;
  const bands = Array.from({ length: head / 4 }, (_, i) => TEMPERATURE ** (-i / (head / 4)));
  const stretched = (at: number) => (at / grid) * places;
  const angles = Array.from({ length: grid * grid }, (_, i) => {
    const [y, x] = [stretched(Math.floor(i / grid)), stretched(i % grid)];
    return [...bands.map((band) => y * band), ...bands.map((band) => x * band)].flatMap((angle) => [angle, angle]);
  });
  const table = (of: (angle: number) => number, still: number) => {
    const values = [...Array<number>(head).fill(still), ...angles.flat().map(of)];
    return graph.floats(values, [1, 1 + grid * grid, 1, head]);
  };
  const exchange = Array.from({ length: head * head }, (_, i) => {
    const [from, to] = [Math.floor(i / head), i % head];
    if (from % 2 === 0) return to === from + 1 ? 1 : 0;
    return to === from - 1 ? -1 : 0;
  });
  return { cosines: table(Math.cos, 1), sines: table(Math.sin, 0), exchange: graph.floats(exchange, [head, head]) };
}

function turned(
  graph: Graph,
  x: Value,
  { turns, config }: { readonly turns: Turns; readonly config: TagEvaConfig },
): Value {
  const { width, heads, side, patch } = config;
  const count = 1 + (side / patch) ** 2;
  const apart = graph.op('Reshape', [x, graph.ints([1, count, heads, width / heads])]);
  const kept = graph.op('Mul', [apart, turns.cosines]);
  const across = graph.op('Mul', [graph.op('MatMul', [apart, turns.exchange]), turns.sines]);
  return graph.op('Reshape', [graph.op('Add', [kept, across]), graph.ints([1, count, width])]);
}
