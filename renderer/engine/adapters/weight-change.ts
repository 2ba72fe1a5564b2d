import type { AdapterTarget } from '#renderer/engine/adapters/adapter-names.ts';
import type { WeightEntry } from '#renderer/engine/weights/weight-map.ts';

/**
 * How an adapter describes the change of one weight W (out, …in), before its scale. Everything behind a weight's first
 * dimension counts as one, but for the four-dimensional cores of Tucker decompositions.
 */
export type Delta = LowRankDelta | HadamardDelta | KroneckerDelta | FullDelta;

/** LoRA (https://arxiv.org/abs/2106.09685): up (out, rank) · down (rank, in). */
export interface LowRankDelta {
  readonly kind: 'low-rank';
  readonly up: WeightEntry;
  readonly down: WeightEntry;
  /** Of a decomposed convolution, (rank, rank of down, k, k); then down is (its rank, in) without the kernel. */
  readonly core: WeightEntry | null;
}

/** LoHa (https://arxiv.org/abs/2108.06098): the element-wise product of two low-rank matrices. */
export interface HadamardDelta {
  readonly kind: 'hadamard';
  readonly factors: readonly [Product, Product];
}

/** LoKr (https://arxiv.org/abs/2309.14859): the Kronecker product of a small matrix and a matrix or kernel. */
export interface KroneckerDelta {
  readonly kind: 'kronecker';
  readonly left: Product | Whole;
  readonly right: Product | Whole;
}

/** The change itself, of the weight's size. */
export interface FullDelta {
  readonly kind: 'full';
  readonly diff: WeightEntry;
}

/** a (out, rank) · b (rank, in); with a core (i, j, k, k) it is the tensor p r k k of core, b (j, r) and a (i, p). */
export interface Product {
  readonly a: WeightEntry;
  readonly b: WeightEntry;
  readonly core: WeightEntry | null;
}

export interface Whole {
  readonly whole: WeightEntry;
}

/** Rescales the changed weight to stored norms, each over one output's or one input's weights. */
export interface Magnitude {
  readonly entry: WeightEntry;
  readonly per: 'output' | 'input';
}

/** One weight of the model and what an adapter does to it. */
export interface WeightChange {
  readonly target: AdapterTarget;
  readonly delta: Delta;
  /** What the delta is multiplied by at strength 1. */
  readonly scale: number;
  /** DoRA (https://arxiv.org/abs/2402.09353); null in all other adapters. */
  readonly magnitude: Magnitude | null;
}

/** A change and how strongly it is wanted. */
export interface StrongChange extends Pick<WeightChange, 'delta' | 'scale' | 'magnitude'> {
  readonly strength: number;
}
