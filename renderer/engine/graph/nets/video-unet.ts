import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import { ONNX_TYPE } from '#renderer/engine/graph/ir/onnx-format.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { type FilmTime, filmResnet } from '#renderer/engine/graph/layers/film.ts';
import { filmTransformer, UNSEEN } from '#renderer/engine/graph/layers/film-transformer.ts';
import { conv, groupNorm, silu, upsample } from '#renderer/engine/graph/layers/layers.ts';
import { mlp, sinusoids } from '#renderer/engine/graph/nets/time-embedding.ts';
import { type FilmStage, LATENTS, type VideoUNetConfig } from '#renderer/engine/graph/nets/video-unet-config.ts';
import { videoWeights } from '#renderer/engine/graph/nets/video-weights.ts';

const EPS = 1e-5;
const COSINES_FIRST = { cosinesFirst: true, frequencyShift: 0 };

/**
 * UNetSpatioTemporalConditionModel (Stable Video Diffusion), for the frames of one film.
 *
 * Inputs: `sample` (frames, c, h, w); `timestep` (1); `image_embeds` (1, 1, width), the picture as CLIP sees it;
 * `time_ids` (1, 3): frames a second less one, how much moves, and how much noise the picture got. Output: `velocity`
 * (frames, 4, h, w). Height and width may be any size: the way up returns to the sizes of the way down.
 */
export function buildVideoUNet(
  config: VideoUNetConfig,
  weights: WeightSupply,
  options: Omit<GraphOptions, 'name' | 'harmless'>,
): BuiltGraph {
  const graph = Graph.over(videoWeights(weights), { ...options, name: 'video unet', harmless: UNSEEN });
  const { groups, down: stages } = config;
  const sample = graph.input('sample', 'float', ['frames', LATENTS.read, 'h', 'w']);
  const context = graph.input('image_embeds', 'float', [1, 1, config.contextWidth]);
  const value = silu(graph, filmTime(graph, config));
  const width = config.timeWidth;
  const many = graph.op('Concat', [graph.op('Shape', [sample], { start: 0, end: 1 }), graph.ints([width])], {
    axis: 0,
  });
  const time = { value, ofFrames: graph.op('Expand', [value, many]), width };
  const flow: Flow = { config, context, time, places: placesOf(graph, sample) };
  const channels = stages[0]!.channels;
  const first = conv(graph.scope('conv_in'), sample, { inputs: LATENTS.read, outputs: channels });
  const skips = descend(graph, { value: first, channels, side: config.sampleSize }, flow);
  const middled = middle(graph.scope('mid_block'), skips.at(-1)!, flow);
  const risen = rise(graph, { x: middled, skips }, flow);
  const normed = groupNorm(graph.scope('conv_norm_out'), risen, { channels, groups, eps: EPS });
  const velocity = conv(graph.scope('conv_out'), silu(graph, normed), { inputs: channels, outputs: LATENTS.given });
  graph.output('velocity', velocity, ['frames', LATENTS.given, 'h', 'w']);
  return graph.build();
}

/** What flows through the network at one resolution. */
interface Frames {
  readonly value: Value;
  readonly channels: number;
  /** Of the usual picture. */
  readonly side: number;
}

/** What every block sees. */
interface Flow {
  readonly config: VideoUNetConfig;
  readonly context: Value;
  readonly time: FilmTime;
  /** Sinusoids of the frames' numbers, (frames, width), for a stage of this width. */
  readonly places: (width: number) => Value;
}

/** The timestep, and the numbers that the film is told beside it. */
function filmTime(graph: Graph, { down, timeWidth, numberWidth, numbersWidth }: VideoUNetConfig): Value {
  const base = down[0]!.channels;
  // Angles may be large, where half precision has lost the fractions.
  const exact = graph.exact();
  const waves = (numbers: Value, width: number) => sinusoids(exact, numbers, { width, ...COSINES_FIRST });
  const timestep = graph.narrow(waves(exact.input('timestep', 'float', [1]), base));
  const ids = exact.op('Reshape', [exact.input('time_ids', 'float', [1, 3]), graph.ints([3])]);
  const told = graph.narrow(exact.op('Reshape', [waves(ids, numberWidth), graph.ints([1, 3 * numberWidth])]));
  const time = mlp(graph.scope('time_embedding'), timestep, { inputs: base, outputs: timeWidth });
  const added = mlp(graph.scope('add_embedding'), told, { inputs: numbersWidth, outputs: timeWidth });
  return graph.op('Add', [time, added]);
}

function placesOf(graph: Graph, sample: Value): Flow['places'] {
  const exact = graph.exact();
  const count = graph.op('Squeeze', [graph.op('Shape', [sample], { start: 0, end: 1 }), graph.ints([0])]);
  const numbers = graph.op('Range', [graph.ints([0], []), count, graph.ints([1], [])]);
  const floats = exact.op('Cast', [numbers], { to: ONNX_TYPE.float });
  const known = new Map<number, Value>();
  return (width) => {
    const waves = known.get(width) ?? graph.narrow(sinusoids(exact, floats, { width, ...COSINES_FIRST }));
    known.set(width, waves);
    return waves;
  };
}

/** All that the way up will want, in order; the last is the result. */
function descend(graph: Graph, first: Frames, flow: Flow): readonly Frames[] {
  const skips: Frames[] = [first];
  for (const [i, stage] of flow.config.down.entries()) {
    const block = graph.scope('down_blocks', i);
    const { channels } = stage;
    for (let layer = 0; layer < stage.layers; layer++) {
      skips.push(stageLayer(block, { x: skips.at(-1)!, layer, stage }, flow));
    }
    if (!stage.resamples) continue;
    const shape = { inputs: channels, outputs: channels, stride: 2 };
    const { value, side } = skips.at(-1)!;
    const smaller = conv(block.scope('downsamplers', 0, 'conv'), value, shape);
    skips.push({ value: smaller, channels, side: Math.ceil(side / 2) });
  }
  return skips;
}

function middle(graph: Graph, x: Frames, flow: Flow): Frames {
  const stage = flow.config.middle;
  const attended = stageLayer(graph, { x, layer: 0, stage }, flow);
  return stageLayer(graph, { x: attended, layer: 1, stage: { ...stage, depth: null } }, flow);
}

function rise(graph: Graph, { x, skips }: { x: Frames; skips: readonly Frames[] }, flow: Flow): Value {
  const left = [...skips];
  let current = x;
  for (const [i, stage] of flow.config.up.entries()) {
    const block = graph.scope('up_blocks', i);
    for (let layer = 0; layer < stage.layers; layer++) {
      const skip = left.pop()!;
      const value = block.op('Concat', [current.value, skip.value], { axis: 1 });
      const joined = { ...skip, value, channels: current.channels + skip.channels };
      current = stageLayer(block, { x: joined, layer, stage }, flow);
    }
    if (!stage.resamples) continue;
    const { value: like, side } = left.at(-1)!;
    const shape = { inputs: stage.channels, outputs: stage.channels, pixels: side ** 2 };
    const larger = upsample(block, current.value, like);
    current = { ...current, value: conv(block.scope('upsamplers', 0, 'conv'), larger, shape), side };
  }
  return current.value;
}

/** A resnet and, where the stage has attention, a transformer. */
function stageLayer(
  block: Graph,
  { x, layer, stage }: { x: Frames; layer: number; stage: FilmStage },
  { config, context, time, places }: Flow,
): Frames {
  const { channels, heads, depth, eps } = stage;
  const { groups, contextWidth } = config;
  const value = filmResnet(block.scope('resnets', layer), x.value, {
    inputs: x.channels,
    outputs: channels,
    groups,
    eps,
    timeEps: eps,
    time,
    pixels: x.side ** 2,
    mixes: 'frames',
  });
  if (depth === null) return { ...x, value, channels };
  const scope = block.scope('attentions', layer);
  const vectors = mlp(scope.scope('time_pos_embed'), places(channels), {
    inputs: channels,
    outputs: channels,
    inner: 4 * channels,
  });
  const given = { x: value, context, places: scope.op('Unsqueeze', [vectors, scope.ints([1])]) };
  return { ...x, value: filmTransformer(scope, given, { channels, heads, contextWidth, depth, groups }), channels };
}
