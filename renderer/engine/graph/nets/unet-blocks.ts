import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import type { ImageAttentionShape } from '#renderer/engine/graph/layers/image-prompts.ts';
import { conv } from '#renderer/engine/graph/layers/layers.ts';
import { resnet } from '#renderer/engine/graph/layers/resnet.ts';
import { transformer } from '#renderer/engine/graph/layers/transformer.ts';
import type { Stage, UNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';

/** What flows through a UNet at one resolution. */
export interface Image {
  readonly value: Value;
  readonly channels: number;
  /** Of the usual picture. */
  readonly side: number;
}

/** What every block sees. */
export interface Flow {
  readonly config: UNetConfig;
  readonly context: Value;
  /** SiLU of the time embedding. */
  readonly time: Value;
  /** Pictures that attentions look at beside words, by the side of the image at that place; none when left out. */
  readonly imagesAt?: (side: number) => ImageAttentionShape | null;
}

/** Changes what a stage of the way down gives: its last layer where it has attention, else its end. */
export type AtStage = (image: Image, stage: number) => Image;

/** All images of the way down that the way up will want, in order; the last is the result. */
export function down(graph: Graph, first: Image, flow: Flow, change: AtStage = (image) => image): readonly Image[] {
  const skips: Image[] = [first];
  for (const [i, stage] of flow.config.down.entries()) {
    const block = graph.scope('down_blocks', i);
    for (let layer = 0; layer < stage.layers; layer++) {
      skips.push(stageLayer(block, { x: skips.at(-1)!, layer, stage }, flow));
    }
    if (stage.depths) skips.push(change(skips.pop()!, i));
    if (stage.resamples) {
      const { value, channels, side } = skips.at(-1)!;
      const shape = { inputs: channels, outputs: channels, stride: 2 };
      const smaller = conv(block.scope('downsamplers', 0, 'conv'), value, shape);
      skips.push({ value: smaller, channels, side: Math.ceil(side / 2) });
    }
    if (!stage.depths) skips.push(change(skips.pop()!, i));
  }
  return skips;
}

/** A resnet and, where the stage has attention, a transformer. */
export function stageLayer(
  block: Graph,
  { x, layer, stage }: { x: Image; layer: number; stage: Stage },
  { config, context, time, imagesAt }: Flow,
): Image {
  const { channels, depths, heads, contextWidth: width } = stage;
  const { groups, eps, linearProjection, exactAttention } = config;
  const value = resnet(block.scope('resnets', layer), x.value, {
    inputs: x.channels,
    outputs: channels,
    groups,
    eps,
    time: { value: time, width: config.timeWidth },
    pixels: x.side ** 2,
  });
  if (!depths) return { ...x, value, channels };
  const shape = {
    channels,
    heads,
    contextWidth: width,
    tokens: x.side ** 2,
    depth: depths[layer]!,
    groups,
    linearProjection,
    exactAttention,
    images: imagesAt?.(x.side) ?? null,
  };
  return { ...x, value: transformer(block.scope('attentions', layer), { x: value, context }, shape), channels };
}

/** The middle of the network, in its scope. */
export function middle(graph: Graph, x: Image, { config, context, time, imagesAt }: Flow): Image {
  const { middle: kind, groups, eps, linearProjection, exactAttention } = config;
  if (kind.kind === 'none') return x;
  const { channels } = x;
  const embedding = { value: time, width: config.timeWidth };
  const shape = { inputs: channels, outputs: channels, groups, eps, time: embedding, pixels: x.side ** 2 };
  const first = resnet(graph.scope('resnets', 0), x.value, shape);
  if (kind.kind === 'resnet') return { ...x, value: first };
  const attended = transformer(
    graph.scope('attentions', 0),
    { x: first, context },
    {
      channels,
      heads: kind.heads,
      contextWidth: kind.contextWidth,
      tokens: x.side ** 2,
      depth: kind.depth,
      groups,
      linearProjection,
      exactAttention,
      images: imagesAt?.(x.side) ?? null,
    },
  );
  return { ...x, value: resnet(graph.scope('resnets', 1), attended, shape) };
}

/** Width of the prompt's hidden states: that of the first stage that attends to them. */
export function contextWidth({ down: stages, middle: kind }: Pick<UNetConfig, 'down' | 'middle'>): number {
  const attending = stages.find(({ depths }) => depths !== null);
  if (attending) return attending.contextWidth;
  return kind.kind === 'attention' ? kind.contextWidth : stages[0]!.contextWidth;
}
