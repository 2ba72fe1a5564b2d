import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { type ModelNode, readModel } from '#test/renderer/engine/graph/ir/read-model.ts';

type Image = readonly [channels: number, height: number, width: number];

/** A convolution or a pool. */
export interface ShapedStep {
  /** Key of a convolution's kernels; null for a pool. */
  readonly kernels: string | null;
  /** What it reads, with what it is filled up with. */
  readonly read: Image;
  readonly given: Image;
}

/** The convolutions and pools that a picture of this shape takes, in a graph where everything else keeps shapes. */
export function stepShapes(graph: BuiltGraph, input: { readonly name: string; readonly image: Image }): ShapedStep[] {
  const { node, initializer } = readModel(graph);
  const kernels = new Map(initializer.map(({ name, dims }) => [name, dims] as const));
  const images = new Map([[input.name, input.image]]);
  const steps: ShapedStep[] = [];
  for (const one of node) {
    const [from = '', weight = ''] = one.input;
    const image = images.get(from);
    if (!image) continue;
    const isStep = /^(Conv|FusedConv|MaxPool)$/.test(one.opType);
    const channels = one.opType === 'MaxPool' ? image[0] : (kernels.get(weight)?.[0] ?? 0);
    const read = isStep ? padded(one, image) : image;
    const given = isStep ? strided(one, read, channels) : image;
    if (isStep) steps.push({ kernels: one.opType === 'MaxPool' ? null : weight, read, given });
    images.set(one.output[0]!, given);
  }
  return steps;
}

function numbersOf(node: ModelNode, name: string): readonly number[] {
  return (node.attribute.find((one) => one.name === name)?.ints ?? []) as readonly number[];
}

function padded(node: ModelNode, [channels, height, width]: Image): Image {
  const [top = 0, left = 0, bottom = 0, right = 0] = numbersOf(node, 'pads');
  return [channels, top + height + bottom, left + width + right];
}

function strided(node: ModelNode, [, height, width]: Image, channels: number): Image {
  const [sides, strides] = [numbersOf(node, 'kernel_shape'), numbersOf(node, 'strides')];
  const along = (side: number, i: number) => Math.floor((side - sides[i]!) / (strides[i] ?? 1)) + 1;
  return [channels, along(height, 0), along(width, 1)];
}
