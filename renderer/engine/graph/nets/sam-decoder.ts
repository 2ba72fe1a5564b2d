import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv, layerNorm, linear } from '#renderer/engine/graph/layers/layers.ts';
import type { SamDecoderConfig } from '#renderer/engine/graph/nets/sam-config.ts';
import { crossing, promptTokens, wholePicture } from '#renderer/engine/graph/nets/sam-prompt.ts';

/** Of normalisations of images; those of the transformer have torch's own, 1e-5. */
const PIXEL_EPS = 1e-6;
const TOKEN_EPS = 1e-5;

/**
 * Segment Anything's prompt encoder and mask decoder (https://arxiv.org/abs/2304.02643), by the original keys:
 *
 *     points, boxes ─► sparse ─┐                        ┌─► each mask's token ─► mlp ─┐
 *     score and mask tokens ───┴─► ⇄ transformer × n ──┤                             (×) ─► masks
 *     features (+ mask) ──────────────┘                 ├─► picture ─► ×2 ─► ×2 ──────┘
 *                                                       └─► score's token ─► mlp ─► scores
 *
 * Inputs: `features` (1, channels, grid, grid); `places` (b, n, 2) of points, -1…1 across and down; `marks` (b, n, 5),
 * of each what it is (MARKS); `mask` (b, 1, 4·grid, 4·grid) of logits with `masked` (1), 1 where it counts and else 0.
 * Outputs: `masks` (b, masks, 4·grid, 4·grid) as logits, `scores` (b, masks), and what prompts became:
 * `sparse` (b, n, channels), `dense` (b, channels, grid, grid).
 */
export function buildSamDecoder(
  config: SamDecoderConfig,
  weights: WeightSupply,
  options: Omit<GraphOptions, 'name' | 'harmless'>,
): BuiltGraph {
  const root = Graph.over(weights, { ...options, name: 'segmenter' });
  const { grid, channels, layers, masks } = config;
  const features = root.input('features', 'float', [1, channels, grid, grid]);
  const sparse = promptTokens(root, config);
  root.output('sparse', sparse, ['b', 'n', channels]);
  const dense = denseOf(root, config);
  root.output('dense', dense, ['b', channels, grid, grid]);
  const graph = root.scope('mask_decoder');
  const own = graph.op(
    'Concat',
    [
      graph.scope('iou_token').weight('weight', [1, channels]),
      graph.scope('mask_tokens').weight('weight', [masks, channels]),
    ],
    { axis: 0 },
  );
  const batch = graph.op('Shape', [sparse], { start: 0, end: 1 });
  const dims = graph.op('Concat', [batch, graph.ints([masks + 1, channels])], { axis: 0 });
  const tokens = graph.op('Concat', [graph.op('Expand', [own, dims]), sparse], { axis: 1 });
  const flat = graph.op('Reshape', [graph.op('Add', [features, dense]), graph.ints([0, channels, grid * grid])]);
  const pixels = graph.op('Transpose', [flat], { perm: [0, 2, 1] });
  let state: Sides = { tokens, picture: pixels };
  const places = { tokens, picture: wholePicture(root, config) };
  const transformer = graph.scope('transformer');
  for (let i = 0; i < layers; i++)
    state = exchange(transformer.scope('layers', i), { state, places, isFirst: i === 0 }, config);
  const last = cross(transformer.scope('final_attn_token_to_image'), { state, places, to: 'tokens' }, config);
  const sum = graph.op('Add', [state.tokens, last]);
  const seen = layerNorm(transformer.scope('norm_final_attn'), sum, { channels, eps: TOKEN_EPS });
  outputMasks(graph, { seen, picture: state.picture }, config);
  return root.build();
}

/** A given mask made as small as the features, or what stands for none. */
function denseOf(root: Graph, { grid, channels, maskChannels }: SamDecoderConfig): Value {
  const graph = root.scope('prompt_encoder');
  const mask = root.input('mask', 'float', ['b', 1, 4 * grid, 4 * grid]);
  const counts = root.input('masked', 'float', [1]);
  const down = graph.scope('mask_downscaling');
  const half = { kernel: 2, stride: 2, pads: [0, 0, 0, 0] };
  const narrow = maskChannels / 4;
  const smaller = (i: number, image: Value, [inputs, outputs]: readonly [number, number]) => {
    const halved = conv(down.scope(i), image, { inputs, outputs, ...half });
    return down.op('Gelu', [normPixels(down.scope(i + 1), halved, outputs)]);
  };
  const small = smaller(3, smaller(0, mask, [1, narrow]), [narrow, maskChannels]);
  const given = conv(down.scope(6), small, { inputs: maskChannels, outputs: channels, kernel: 1 });
  const nothing = graph.scope('no_mask_embed').weight('weight', [1, channels]);
  const everywhere = graph.op('Reshape', [nothing, graph.ints([1, channels, 1, 1])]);
  const rest = graph.op('Sub', [graph.floats([1]), counts]);
  return graph.op('Add', [graph.op('Mul', [given, counts]), graph.op('Mul', [everywhere, rest])]);
}

function normPixels(graph: Graph, image: Value, channels: number): Value {
  const last = graph.op('Transpose', [image], { perm: [0, 2, 3, 1] });
  return graph.op('Transpose', [layerNorm(graph, last, { channels, eps: PIXEL_EPS })], { perm: [0, 3, 1, 2] });
}

/** What the transformer goes to and fro between: tokens (b, t, c) and the picture's pixels (b, grid², c). */
interface Sides {
  readonly tokens: Value;
  readonly picture: Value;
}

interface Exchange {
  readonly state: Sides;
  /** What tells places apart, added to queries and keys and never to values. */
  readonly places: Sides;
  readonly isFirst: boolean;
}

/** Tokens look at each other, then at the picture, think, and the picture looks back at them. */
function exchange(graph: Graph, { state, places, isFirst }: Exchange, config: SamDecoderConfig): Sides {
  const { channels, inner, heads } = config;
  const norm = (name: string, x: Value) => layerNorm(graph.scope(name), x, { channels, eps: TOKEN_EPS });
  const { tokens } = state;
  // The first layer's tokens are nothing but their places: they are replaced, not added to.
  const query = isFirst ? tokens : graph.op('Add', [tokens, places.tokens]);
  const shape = { channels, width: channels, heads };
  const mixed = crossing(graph.scope('self_attn'), { q: query, k: query, v: tokens }, shape);
  const known = norm('norm1', isFirst ? mixed : graph.op('Add', [tokens, mixed]));
  const looking = { state: { ...state, tokens: known }, places };
  const look = cross(graph.scope('cross_attn_token_to_image'), { ...looking, to: 'tokens' }, config);
  const looked = norm('norm2', graph.op('Add', [known, look]));
  const mlp = graph.scope('mlp');
  const first = graph.op('Relu', [linear(mlp.scope('lin1'), looked, { inputs: channels, outputs: inner })]);
  const thought = linear(mlp.scope('lin2'), first, { inputs: inner, outputs: channels });
  const next = norm('norm3', graph.op('Add', [looked, thought]));
  const back = { state: { ...state, tokens: next }, places, to: 'picture' } as const;
  const seen = cross(graph.scope('cross_attn_image_to_token'), back, config);
  return { tokens: next, picture: norm('norm4', graph.op('Add', [state.picture, seen])) };
}

/** One side looks at the other. */
function cross(
  graph: Graph,
  { state, places, to }: { readonly state: Sides; readonly places: Sides; readonly to: keyof Sides },
  { channels, crossWidth, heads }: SamDecoderConfig,
): Value {
  const from = to === 'tokens' ? 'picture' : 'tokens';
  const placed = (side: keyof Sides) => graph.op('Add', [state[side], places[side]]);
  const shape = { channels, width: crossWidth, heads };
  return crossing(graph, { q: placed(to), k: placed(from), v: state[from] }, shape);
}

/** The picture four times as large, and how much each of its pixels is like what each mask's token looks for. */
function outputMasks(
  graph: Graph,
  { seen, picture }: { readonly seen: Value; readonly picture: Value },
  { grid, channels, masks, scoreInner, scoreDepth }: SamDecoderConfig,
): void {
  const [half, eighth] = [channels / 4, channels / 8];
  const up = graph.scope('output_upscaling');
  const first = doubled(up.scope(0), picture, { side: grid, inputs: channels, outputs: half });
  const norm = { channels: half, eps: PIXEL_EPS };
  const twice = up.op('Gelu', [layerNorm(up.scope(1), first, norm)]);
  const fourth = up.op('Gelu', [doubled(up.scope(3), twice, { side: 2 * grid, inputs: half, outputs: eighth })]);
  const token = (at: number) => {
    const row = graph.op('Slice', [seen, graph.ints([at]), graph.ints([at + 1]), graph.ints([1])]);
    return graph.op('Reshape', [row, graph.ints([-1, channels])]);
  };
  const wanted = Array.from({ length: masks }, (_, i) => {
    const sizes = { inputs: channels, inner: channels, outputs: eighth, depth: 3 };
    const found = perceptron(graph.scope('output_hypernetworks_mlps', i), token(i + 1), sizes);
    return graph.op('Unsqueeze', [found, graph.ints([1])]);
  });
  const alike = graph.op('MatMul', [
    graph.op('Concat', wanted, { axis: 1 }),
    graph.op('Transpose', [fourth], { perm: [0, 2, 1] }),
  ]);
  const side = 4 * grid;
  const images = graph.op('Reshape', [alike, graph.ints([-1, masks, side, side])]);
  graph.output('masks', images, ['b', masks, side, side]);
  const sizes = { inputs: channels, inner: scoreInner, outputs: masks, depth: scoreDepth };
  graph.output('scores', perceptron(graph.scope('iou_prediction_head'), token(0), sizes), ['b', masks]);
}

interface Doubling {
  readonly side: number;
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * Pixels in rows (b, side², in) -> (b, 4·side², out): a transposed convolution whose kernels of 2×2 do not overlap is a
 * product for each pixel, whose results lie beside each other.
 */
function doubled(graph: Graph, pixels: Value, { side, inputs, outputs }: Doubling): Value {
  const stored = graph.weight('weight', [inputs, outputs, 2, 2]);
  const kernels = graph.preparing().op('Reshape', [stored, graph.ints([inputs, 4 * outputs])]);
  const products = graph.op('MatMul', [pixels, kernels]);
  const apart = graph.op('Reshape', [products, graph.ints([-1, side, side, outputs, 2, 2])]);
  const sorted = graph.op('Transpose', [apart], { perm: [0, 1, 4, 2, 5, 3] });
  const rows = graph.op('Reshape', [sorted, graph.ints([-1, 4 * side * side, outputs])]);
  return graph.op('Add', [rows, graph.weight('bias', [outputs])]);
}

interface PerceptronSizes {
  readonly inputs: number;
  readonly inner: number;
  readonly outputs: number;
  readonly depth: number;
}

/** Linear layers with what is below zero cut off between them; rows (b, in) -> (b, out). */
function perceptron(graph: Graph, x: Value, { inputs, inner, outputs, depth }: PerceptronSizes): Value {
  let value = x;
  for (let i = 0; i < depth; i++) {
    const isLast = i === depth - 1;
    const shape = { inputs: i === 0 ? inputs : inner, outputs: isLast ? outputs : inner };
    const scope = graph.scope('layers', i);
    const product = scope.op(
      'Gemm',
      [value, scope.weight('weight', [shape.outputs, shape.inputs]), scope.weight('bias', [shape.outputs])],
      { transB: 1 },
    );
    value = isLast ? product : scope.op('Relu', [product]);
  }
  return value;
}
