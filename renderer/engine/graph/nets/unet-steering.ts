import type { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { type AtStage, contextWidth, type Image } from '#renderer/engine/graph/nets/unet-blocks.ts';
import type { UNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';

/** What other networks add to a UNet's values. */
export interface Steering {
  /** A ControlNet's output for every image of the way down, and for the middle: `control_0` …, `control_mid`. */
  readonly residuals: boolean;
  /** A T2I-Adapter's output for every stage of the way down: `features_0` …. */
  readonly features: boolean;
}

/** Nothing: the network as most renders call it, the same object everywhere. */
export const NOT_STEERED: Steering = { residuals: false, features: false };

/** What a network that steers others must have in common with them. */
export interface SteeredShape {
  /** Of each stage of the way down. */
  readonly channels: readonly number[];
  /** Width of the prompt's states, and of SDXL's added embedding; null where it reads no text. */
  readonly text: { readonly width: number; readonly added: number | null } | null;
}

/** Of a UNet, or of its copy in a ControlNet. */
export function steeredShape(config: UNetConfig): SteeredShape {
  const text = { width: contextWidth(config), added: config.textTime?.width ?? null };
  return { channels: config.down.map(({ channels }) => channels), text };
}

/** Whether what one says can be added to the other. */
export function fitTogether(a: SteeredShape, b: SteeredShape): boolean {
  const reads = a.text === null || b.text === null || JSON.stringify(a.text) === JSON.stringify(b.text);
  return reads && a.channels.join() === b.channels.join();
}

/** What steers a UNet that is fed these inputs. */
export function steeringIn(names: readonly string[]): Steering {
  const residuals = names.includes(MIDDLE_RESIDUAL);
  const features = names.includes(featureName(0));
  return residuals || features ? { residuals, features } : NOT_STEERED;
}

/** Input and output of residual number `i` of the way down. */
export function residualName(i: number): string {
  return `control_${i}`;
}

/** Of the middle. */
export const MIDDLE_RESIDUAL = 'control_mid';

/** Input and output of stage number `i`. */
export function featureName(i: number): string {
  return `features_${i}`;
}

/** What was found on the way down, and the middle. */
interface Descended {
  readonly x: Image;
  readonly skips: readonly Image[];
}

/** Where the inputs join the network; each has the shape of what it is added to. */
interface SteeredGraph {
  readonly atStage: AtStage;
  joined(found: Descended, config: UNetConfig): Descended;
}

/**
 * Adds inputs where diffusers adds them ("Adding Conditional Control", https://arxiv.org/abs/2302.05543; "T2I-Adapter",
 * https://arxiv.org/abs/2302.08453). Residuals reach the way up alone, features the way down too.
 */
export function steeringOf(graph: Graph, { residuals, features }: Steering): SteeredGraph {
  const added = (image: Image, name: string): Image => {
    const { value } = image;
    return { ...image, value: graph.op('Add', [value, graph.input(name, 'float', namedDims(value, name))]) };
  };
  return {
    atStage: (image, stage) => (features ? added(image, featureName(stage)) : image),
    joined({ x, skips }, { down: stages }) {
      // An adapter has four stages: where the network has three (SDXL), the last one belongs to the middle.
      const middle = features && stages.length === 3 ? added(x, featureName(3)) : x;
      if (!residuals) return { x: middle, skips };
      return {
        x: added(middle, MIDDLE_RESIDUAL),
        skips: skips.map((skip, i) => added(skip, residualName(i))),
      };
    },
  };
}

/** The dimensions of an input or output that has a value's shape; what cannot be known gets a name. */
export function namedDims({ dims }: Value, name: string): readonly (number | string)[] {
  return dims.map((dim, i) => dim ?? `${name}:${i}`);
}
