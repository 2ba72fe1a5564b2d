import type { GraphOptions, Precision, Residency } from '#renderer/engine/graph/ir/graph-options.ts';
import { type Attention, type GraphTarget, graphTargetOf } from '#renderer/engine/runtime/graph-target.ts';
import { readSmall } from '#renderer/engine/weights/read-small.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import type { Message } from '#shared/text/message.ts';

/** What every network is opened with. */
export interface NetworkOptions {
  readonly provider: Provider;
  /** Threads per operator on the CPU; 0 takes every core. */
  readonly threads: number;
  /** Where weights live; the provider's usual choice when left out. */
  readonly residency?: Residency;
  /** As the provider's trial found it; fused when left out. */
  readonly attention?: Attention;
  /** What the provider's trial found that it computes in; its usual one when left out. */
  readonly precision?: Precision;
  /**
   * How LoRAs come to a UNet: as factors beside its weights, or merged into weights that lie on the device once for all
   * its graphs. The way to ONNX Runtime's usual choice when left out (runtime/usual-loras.ts).
   */
  readonly loras?: 'factors' | 'merged';
  /** Whether the provider's trial saw graphs share weights on the device (runtime/probe-sharing.ts); false when left out. */
  readonly sharesWeights?: boolean;
  /** Whether a card may record its steps (SessionOptions). */
  readonly records?: boolean;
  /** Is told what is not as it should be and does not keep anything from computing; nobody when left out. */
  readonly warn?: (trouble: Message) => void;
  /** Images go on at their opposite edges: for pictures that tile. */
  readonly wraps?: boolean;
}

/** A network that holds memory until it is released. */
export type Opened<Network> = Network & {
  /** Gives the memory back; the network cannot be used afterwards. */
  release(): Promise<void>;
};

/** How a graph is built for these options. */
export function graphOptions(options: NetworkOptions): GraphTarget & Pick<GraphOptions, 'readSmall' | 'wraps'> {
  const { provider, residency, attention, precision, wraps = false } = options;
  const usual = graphTargetOf(provider, attention, precision);
  return { ...usual, residency: residency ?? usual.residency, readSmall, wraps };
}
