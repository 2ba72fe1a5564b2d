import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { adaptedSession, createAdaptedSessions, type Targets } from '#renderer/engine/networks/adapted-session.ts';
import type { LoraFactors } from '#renderer/engine/networks/network.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import type { OpenOne, Sharing } from '#renderer/engine/networks/shared-weights.ts';
import type { Feeds } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Builds a network; these weights get the inputs of low-rank-inputs.ts, and with null none. */
export type BuildAdaptable = (adaptable: Targets | null, sharing: Sharing) => BuiltGraph;

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
  /** What it takes of the prompt, unless LoRAs come as factors, which may change that; nothing when left out. */
  readonly prompt?: (at: WeightsAt) => Promise<Feeds>;
}

/** How the weights lie in a run. */
export interface WeightsAt {
  /** Those that are inputs of graphs (device-weights.ts). */
  readonly weights: Feeds;
  /** What has been added to them. */
  readonly loras: LoraFactors | null;
}

const AS_STORED: WeightsAt = { weights: {}, loras: null };

/**
 * Opens a network. A second session, with inputs for LoRAs, is opened when a run first asks for it, and stays:
 * which LoRAs are fed, and of which rank, changes from run to run. The first knows nothing of it, so that a run
 * without LoRAs gives the same bits and costs the same as in a model that has none. Where weights are mapped, or
 * lie on a device once, both share their memory.
 */
export async function openAdaptable(
  build: BuildAdaptable,
  weights: WeightMap,
  { provider, open }: Pick<NetworkOptions, 'provider'> & { readonly open: OpenOne },
): Promise<AdaptableSession> {
  const { session: plain } = await open((sharing) => build(null, sharing));
  const adapted = createAdaptedSessions(async (targets) =>
    adaptedSession(await open((sharing) => build(targets, sharing)), weights, provider),
  );
  return {
    async run(feeds, { loras, wanted, prompt }) {
      if (!loras || loras.size === 0) return plain.run({ ...feeds, ...(await prompt?.(AS_STORED)) }, wanted);
      const session = await adapted.for(loras);
      return session.run({ ...feeds, ...session.feedsOf(loras) }, wanted);
    },
    async release() {
      await plain.release();
      await adapted.release();
    },
  };
}
