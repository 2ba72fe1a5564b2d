import { factorDims } from '#renderer/engine/derive/lora-factors-graph.ts';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { lowRankInputs } from '#renderer/engine/graph/layers/low-rank-inputs.ts';
import type { LoraFactors } from '#renderer/engine/networks/network.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import { type Feeds, type LastingTensor, openSession, type Session } from '#renderer/engine/runtime/session.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import { meantShape, type WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/** Builds a network; with `adaptable` its weights get the inputs of low-rank-inputs.ts. */
export type BuildAdaptable = (adaptable: boolean) => BuiltGraph;

/** A network that style LoRAs can be added to. */
export interface AdaptableSession {
  /** With `loras` null or empty the network as it is; otherwise with these factors added. */
  run(feeds: Feeds, options: AdaptedRunOptions): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
}

export interface AdaptedRunOptions {
  readonly loras: LoraFactors | null;
  /** Outputs; all when left out. */
  readonly wanted?: readonly string[];
  /** Feeds that the network takes only as it is, without LoRAs; none when left out. */
  readonly unadapted?: () => Promise<Feeds>;
}

/**
 * Opens a network. A second session, with inputs for LoRAs, is opened when a run first asks for it, and stays: which
 * LoRAs are fed, and of which rank, changes from run to run. The first knows nothing of it, so that a run without LoRAs
 * gives the same bits and costs the same as in a model that has none. Where weights are mapped, both share their
 * memory.
 */
export async function openAdaptable(
  build: BuildAdaptable,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<AdaptableSession> {
  const plain = await openSession(build(false), options);
  let adapted: Promise<AdaptedSession> | null = null;
  const openOnce = () => {
    adapted ??= openAdapted(build(true), weights, options).catch((error: unknown) => {
      // A failure is not remembered: the next call tries again.
      adapted = null;
      throw error;
    });
    return adapted;
  };
  return {
    async run(feeds, { loras, wanted, unadapted }) {
      if (!loras || loras.size === 0) return plain.run({ ...feeds, ...(await unadapted?.()) }, wanted);
      const session = await openOnce();
      return session.run({ ...feeds, ...session.feedsOf(loras) }, wanted);
    },
    async release() {
      const other = await adapted?.catch(() => null);
      await plain.release();
      await other?.release();
    },
  };
}

interface AdaptedSession extends Session {
  feedsOf(loras: LoraFactors): Feeds;
}

async function openAdapted(graph: BuiltGraph, weights: WeightMap, options: NetworkOptions): Promise<AdaptedSession> {
  const inputs = new Set(graph.inputs);
  const keys = [...weights.keys()].filter((key) => inputs.has(lowRankInputs(key).down));
  // A convolution without kernels has no place in WebGPU's grid of threads: one of zeros stands for it.
  const rank = options.provider === 'webgpu' ? 1 : 0;
  const absent = new Map(keys.map((key) => [key, zeros(meantShape(weights.get(key)!), rank)]));
  const session = await openSession(graph, options);
  return {
    ...session,
    feedsOf(loras) {
      const stray = [...loras.keys()].find((key) => !absent.has(key));
      if (stray !== undefined) throw failure('internal', 'network.no-lora', { network: graph.name, key: stray });
      return Object.fromEntries([...absent].flatMap(([key, none]) => named(key, loras.get(key) ?? none)));
    },
  };
}

interface Factors {
  readonly down: Tensor;
  readonly up: Tensor;
}

function named(key: string, { down, up }: Factors): [string, LastingTensor][] {
  const names = lowRankInputs(key);
  return [
    [names.down, { ...down, isLasting: true }],
    [names.up, { ...up, isLasting: true }],
  ];
}

function zeros(shape: readonly number[], rank: number): Factors {
  const dims = factorDims(shape, rank);
  const tensor = (sizes: readonly number[]) => ({ dims: sizes, data: new Float32Array(elements(sizes)) });
  return { down: tensor(dims.down), up: tensor(dims.up) };
}
