import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { GraphOptions, WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv } from '#renderer/engine/graph/layers/layers.ts';
import type { AdapterNet } from '#renderer/engine/graph/nets/t2i-adapter-config.ts';
import { featureName, namedDims } from '#renderer/engine/graph/nets/unet-steering.ts';

/** The lighter one thinks in a quarter of its width. */
const LIGHT_SHARE = 4;

/**
 * T2IAdapter (https://arxiv.org/abs/2302.08453): a picture's blocks of pixels through four stages, once a render. Input:
 * `blocks` (b, c, h, w). Outputs: `features_0` … `features_3`, what a UNet's stages get added (unet-steering.ts).
 */
export function buildAdapter(net: AdapterNet, weights: WeightSupply, options: Omit<GraphOptions, 'name'>): BuiltGraph {
  const root = Graph.over(weights, { ...options, name: 'T2I-Adapter' });
  const graph = root.scope('adapter');
  const inputs = net.pictureChannels * net.block ** 2;
  const blocks = root.input('blocks', 'float', ['b', inputs, 'h', 'w']);
  const [first = 0] = net.channels;
  let x = blocks;
  let channels = inputs;
  if (net.kind !== 'light') {
    x = conv(graph.scope('conv_in'), blocks, { inputs, outputs: first });
    channels = first;
  }
  for (const [i, outputs] of net.channels.entries()) {
    const smaller = halves(net, i) ? halved(root, x) : x;
    x = stage(graph.scope('body', i), smaller, { net, inputs: channels, outputs });
    channels = outputs;
    root.output(featureName(i), x, namedDims(x, featureName(i)));
  }
  return root.build();
}

/** For SDXL, whose UNet has three stages, only the third begins with half the sides. */
function halves({ kind }: AdapterNet, stage: number): boolean {
  return kind === 'full-xl' ? stage === 2 : stage > 0;
}

/** Means of four pixels; of what is there, at an odd end. */
function halved(graph: Graph, x: Value): Value {
  return graph.op('AveragePool', [x], { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 });
}

interface AdapterStage {
  readonly net: AdapterNet;
  readonly inputs: number;
  readonly outputs: number;
}

function stage(graph: Graph, x: Value, { net, inputs, outputs }: AdapterStage): Value {
  const isLight = net.kind === 'light';
  const width = isLight ? outputs / LIGHT_SHARE : outputs;
  const isBrought = isLight || inputs !== outputs;
  let current = isBrought ? conv(graph.scope('in_conv'), x, { inputs, outputs: width, kernel: 1 }) : x;
  for (let i = 0; i < net.layers; i++) {
    const block = graph.scope('resnets', i);
    const hidden = graph.op('Relu', [conv(block.scope('block1'), current, { inputs: width, outputs: width })]);
    const kernel = isLight ? 3 : 1;
    current = conv(block.scope('block2'), hidden, { inputs: width, outputs: width, kernel, residual: current });
  }
  return isLight ? conv(graph.scope('out_conv'), current, { inputs: width, outputs, kernel: 1 }) : current;
}
