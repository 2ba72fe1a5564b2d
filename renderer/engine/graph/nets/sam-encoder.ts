import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { addSkip, conv, layerNorm, linear, type Skip } from '#renderer/engine/graph/layers/layers.ts';
import { intoWindows, outOfWindows } from '#renderer/engine/graph/layers/windows.ts';
import { type SamEncoderConfig, samGrid } from '#renderer/engine/graph/nets/sam-config.ts';

/** Of the vision transformer and of normalisations of images; the decoder's transformer has another. */
const EPS = 1e-6;

/**
 * Segment Anything's vision transformer (ViTDet, https://arxiv.org/abs/2203.16527), by the original keys. Most layers
 * look at windows of the picture, some at all of it:
 *
 *     pixels ─► patches (+ places) ─► layer × n ─► neck: 1×1 ─► norm ─► 3×3 ─► norm ─► features
 *     layer:  norm1 ─► windows ─► attention with relative places ─► whole ─(+)─► norm2 ─► mlp ─(+)
 *
 * Input `pixels` (1, 3, side, side), normalised and filled up with zeros; output `features` (1, channels, grid, grid).
 */
export function buildSamEncoder(
  config: SamEncoderConfig,
  weights: WeightSupply,
  options: Omit<GraphOptions, 'name' | 'harmless'>,
): BuiltGraph {
  const root = Graph.over(weights, { ...options, name: 'segmenter’s vision' });
  const graph = root.scope('image_encoder');
  const { side, patch, width, tableRows, channels } = config;
  const grid = samGrid(config);
  const pixels = root.input('pixels', 'float', [1, 3, side, side]);
  const shape = { inputs: 3, outputs: width, kernel: patch, stride: patch, pads: [0, 0, 0, 0] };
  const image = conv(graph.scope('patch_embed', 'proj'), pixels, shape);
  const patches = graph.layer('PixelsAsTokens', { operands: { image }, attributes: {} });
  const places = graph.op('Reshape', [graph.weight('pos_embed', [1, grid, grid, width]), graph.ints([1, -1, width])]);
  let trunk = graph.op('Add', [patches, places]);
  for (const [i, rows] of tableRows.entries()) {
    const block = graph.scope('blocks', i);
    trunk = addSkip(block, layer(block, { trunk, rows }, config));
  }
  const neck = graph.scope('neck');
  const tokens = graph.op('Reshape', [trunk, graph.ints([1, grid, grid, width])]);
  const first = graph.op('Transpose', [tokens], { perm: [0, 3, 1, 2] });
  const narrow = conv(neck.scope(0), first, { inputs: width, outputs: channels, kernel: 1, bias: false });
  const same = { inputs: channels, outputs: channels, bias: false };
  const even = conv(neck.scope(2), normPixels(neck.scope(1), narrow, channels), same);
  root.output('features', normPixels(neck.scope(3), even, channels), [1, channels, grid, grid]);
  return root.build();
}

/** Normalises the channels of every pixel of an image (b, c, h, w). */
function normPixels(graph: Graph, image: Value, channels: number): Value {
  const last = graph.op('Transpose', [image], { perm: [0, 2, 3, 1] });
  return graph.op('Transpose', [layerNorm(graph, last, { channels, eps: EPS })], { perm: [0, 3, 1, 2] });
}

interface LayerInputs {
  readonly trunk: Value;
  readonly rows: number;
}

/** One layer, its last residual still open. */
function layer(graph: Graph, { trunk, rows }: LayerInputs, config: SamEncoderConfig): Skip {
  const { width, inner } = config;
  const norm = { channels: width, eps: EPS };
  const grid = samGrid(config);
  const x = layerNorm(graph.scope('norm1'), trunk, norm);
  const window = (rows + 1) / 2;
  const isWhole = window >= grid;
  const side = isWhole ? grid : window;
  const apart = isWhole ? x : intoWindows(graph, x, { grid, window, width });
  const mixed = attend(graph.scope('attn'), apart, { side, rows, config });
  const branch = isWhole ? mixed : outOfWindows(graph, mixed, { grid, window, width });
  const sum = graph.op('Add', [trunk, branch]);
  const mlp = graph.scope('mlp');
  const normed = layerNorm(graph.scope('norm2'), sum, norm);
  const first = linear(mlp.scope('lin1'), normed, { inputs: width, outputs: inner });
  const second = linear(mlp.scope('lin2'), mlp.op('Gelu', [first]), { inputs: inner, outputs: width, bias: false });
  return { branch: second, bias: mlp.scope('lin2').weight('bias', [width]), trunk: sum };
}

interface Attending {
  /** Of the window, or of all. */
  readonly side: number;
  readonly rows: number;
  readonly config: SamEncoderConfig;
}

/**
 * Attention of tokens (b, side·side, c) with what a query adds for how far a key is away, down and across. Those terms
 * are products with the query, too, so they stand beside it as more of its numbers, and the keys have ones at their
 * places: the table of all pairs, gigabytes for a whole picture, is never there.
 */
function attend(graph: Graph, x: Value, { side, rows, config }: Attending): Value {
  const { width, heads } = config;
  const head = width / heads;
  const longer = head + 2 * side;
  const joined = linear(graph.scope('qkv'), x, { inputs: width, outputs: 3 * width });
  const [q, k, v] = [0, 1, 2].map((i) => part(graph, joined, i, width)) as [Value, Value, Value];
  const apart = (value: Value) => graph.op('Reshape', [value, graph.ints([-1, side, side, heads, head])]);
  // The operator divides by the root of all that a query has now.
  const root = Math.sqrt(longer);
  const scaled = (value: Value, factor: number) => graph.op('Mul', [value, graph.floats([factor], [])]);
  const query = apart(q);
  const down = farness(graph, query, { name: 'rel_pos_h', side, rows, heads, head, isAcross: false });
  const across = farness(graph, query, { name: 'rel_pos_w', side, rows, heads, head, isAcross: true });
  const parts = [scaled(query, root / Math.sqrt(head)), scaled(down, root), scaled(across, root)];
  const tokens = (value: Value, last: number) =>
    graph.op('Reshape', [value, graph.ints([-1, side * side, heads * last])]);
  const queries = tokens(graph.op('Concat', parts, { axis: 4 }), longer);
  const keys = tokens(
    graph.op('Concat', [apart(k), placesLike(graph, apart(k), { side, heads })], { axis: 4 }),
    longer,
  );
  const mixed = graph.layer('Attention', {
    operands: { q: queries, k: keys, v, bias: null },
    attributes: { heads, causal: false },
  });
  return linear(graph.scope('proj'), mixed, { inputs: width, outputs: width });
}

interface Farness {
  readonly name: string;
  readonly side: number;
  readonly rows: number;
  readonly heads: number;
  readonly head: number;
  readonly isAcross: boolean;
}

/** What each query (b, y, x, heads, d) adds for each row (or column) of keys: (b, y, x, heads, side). */
function farness(graph: Graph, query: Value, { name, side, rows, heads, head, isAcross }: Farness): Value {
  const table = tableOf(graph, { name, side, rows, head });
  // Row i of the table is for keys that lie i - (side - 1) before the query.
  const places = Array.from({ length: side * side }, (_, i) => Math.floor(i / side) - (i % side) + side - 1);
  const early = graph.preparing();
  const picked = early.op('Gather', [table, early.ints(places, [side, side])], { axis: 0 });
  const byPlace = early.op('Transpose', [picked], { perm: [0, 2, 1] });
  const perm = isAcross ? [2, 0, 1, 3, 4] : [1, 0, 2, 3, 4];
  const first = graph.op('Transpose', [query], { perm });
  const flat = graph.op('Reshape', [first, graph.ints([side, -1, head])]);
  const products = graph.op('MatMul', [flat, byPlace]);
  const apart = graph.op('Reshape', [products, graph.ints([side, -1, side, heads, side])]);
  return graph.op('Transpose', [apart], { perm: isAcross ? [1, 2, 0, 3, 4] : [1, 0, 2, 3, 4] });
}

/** The table of so many places; one of another picture size is stretched, as torch's linear interpolation does it. */
function tableOf(graph: Graph, { name, side, rows, head }: Omit<Farness, 'heads' | 'isAcross'>): Value {
  const stored = graph.weight(name, [rows, head]);
  const wanted = 2 * side - 1;
  if (rows === wanted) return stored;
  const shares = new Array<number>(wanted * rows).fill(0);
  for (let i = 0; i < wanted; i++) {
    const place = Math.max(((i + 0.5) * rows) / wanted - 0.5, 0);
    const low = Math.min(Math.floor(place), rows - 1);
    shares[i * rows + low]! += 1 - (place - low);
    shares[i * rows + Math.min(low + 1, rows - 1)]! += place - low;
  }
  const early = graph.preparing();
  return early.op('MatMul', [early.floats(shares, [wanted, rows]), stored]);
}

/** For each key a one at its row and a one at its column, (b, y, x, heads, 2·side). */
function placesLike(
  graph: Graph,
  keys: Value,
  { side, heads }: { readonly side: number; readonly heads: number },
): Value {
  const ones = Array.from({ length: side * side * 2 * side }, (_, i) => {
    const [at, token] = [i % (2 * side), Math.floor(i / (2 * side))];
    return at < side ? Number(at === Math.floor(token / side)) : Number(at - side === token % side);
  });
  const early = graph.preparing();
  const places = early.floats(ones, [1, side, side, 1, 2 * side]);
  const count = graph.op('Shape', [keys], { start: 0, end: 1 });
  const dims = graph.op('Concat', [count, graph.ints([side, side, heads, 2 * side])], { axis: 0 });
  return graph.op('Expand', [places, dims]);
}

/** The i-th of several that lie side by side in the last dimension. */
function part(graph: Graph, joined: Value, i: number, width: number): Value {
  return graph.op('Slice', [joined, graph.ints([i * width]), graph.ints([(i + 1) * width]), graph.ints([2])]);
}
