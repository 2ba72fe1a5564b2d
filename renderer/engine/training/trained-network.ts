import type { GraphDescription } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Feeds } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

/** What is trained of one network, and how its graph takes that. */
export interface TrainedNetwork {
  /** Float32 numbers that an optimiser changes in place, by names that say what they are in checkpoints. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** The weights that get an addend (low-rank-inputs.ts). */
  readonly adaptable: boolean | ((key: string) => boolean);
  /** Of those addends; 1 where there are none. */
  readonly rank: number;
  /** Changes the graph before its gradients are taken; nothing when left out. */
  readonly prepare?: (graph: GraphDescription) => GraphDescription;
  /** Whether a weight or input of the graph is trained. */
  isTrained(name: string): boolean;
  /** What the graph is to be fed with now. */
  feeds(): Feeds;
  /** The gradients of the parameters, by their names, of what a graph with gradients gave. */
  gradients(outputs: Readonly<Record<string, Tensor>>): ReadonlyMap<string, Float32Array>;
}

/** Nothing of a network is trained. */
export const UNTRAINED: TrainedNetwork = {
  parameters: new Map(),
  adaptable: false,
  rank: 1,
  isTrained: () => false,
  feeds: () => ({}),
  gradients: () => new Map(),
};
