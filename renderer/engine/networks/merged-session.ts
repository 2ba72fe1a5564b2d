import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { AdaptableSession } from '#renderer/engine/networks/adaptable-session.ts';
import type { DeviceWeights } from '#renderer/engine/networks/device-weights.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import { type Feeds, openSession } from '#renderer/engine/runtime/session.ts';

/**
 * Opens a graph whose weights come by inputs, as one session for all LoRAs and for none: which weights it reads is
 * settled before it runs, so that a step costs the same with them, and they are on the device once for all such graphs.
 */
export async function openMerged(
  graph: BuiltGraph,
  weights: DeviceWeights,
  options: NetworkOptions,
): Promise<AdaptableSession> {
  const inputs = graph.weightInputs ?? [];
  await weights.hold(inputs);
  const session = await openSession(graph, options);
  return {
    run: (feeds, { loras, wanted, prompt }) => {
      const changing = loras && loras.size > 0 ? loras : null;
      return weights.use(changing, async (all) => {
        const products = await prompt?.({ weights: all, loras: changing });
        const own: Feeds = Object.fromEntries(inputs.map(({ name }) => [name, all[name]!]));
        return session.run({ ...feeds, ...products, ...own }, wanted);
      });
    },
    release: () => session.release(),
  };
}
