import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import type { GraphOptions } from '#renderer/engine/graph/ir/graph-options.ts';
import { createDeviceWeights, type DeviceWeights } from '#renderer/engine/networks/device-weights.ts';
import type { NetworkOptions } from '#renderer/engine/networks/options.ts';
import { type DevicePlaces, openDevicePlaces } from '#renderer/engine/runtime/device-places.ts';
import { refusalFor } from '#renderer/engine/runtime/device-refusal.ts';
import { openSession, type PlacedTensor, type Session } from '#renderer/engine/runtime/session.ts';
import { loadedDriver } from '#renderer/engine/runtime/this-machine.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';

/** Which weights a graph is to leave out, as others have them too. */
export type Sharing = Pick<GraphOptions, 'weightsShared'>;

/** A graph, and what it was opened as. */
export interface OpenedGraph {
  readonly graph: BuiltGraph;
  readonly session: Session;
}

/** Opens one of a network's graphs. */
export type OpenOne = (build: (sharing: Sharing) => BuiltGraph) => Promise<OpenedGraph>;

/** Each graph with its own weights; where they are mapped, that costs no memory. */
export function openEach(options: NetworkOptions): OpenOne {
  return async (build) => {
    const graph = build({});
    return { graph, session: await openSession(graph, options) };
  };
}

/**
 * All graphs over weights that are on the device once. They are constants all the same, so that a step costs what it
 * costs with weights of its own. Where that fails once, `warn` is told why, and this graph and later ones get their own.
 */
export function openSharing(weights: DeviceWeights, options: NetworkOptions): OpenOne {
  const openAlone = openEach(options);
  const graphs = { opening: 0, open: 0, fails: false };
  return async (build) => {
    if (graphs.fails) return openAlone(build);
    graphs.opening += 1;
    try {
      const opened = await openOver(weights, build, options);
      graphs.open += 1;
      return opened;
    } catch (thrown) {
      graphs.fails = true;
      options.warn?.(message('device.unshared', { reason: refusalFor(thrown, loadedDriver()) }));
    } finally {
      graphs.opening -= 1;
      // Nobody would use what lies there, and a card has no room for it twice.
      if (graphs.fails && graphs.opening === 0 && graphs.open === 0) await weights.free();
    }
    return openAlone(build);
  };
}

async function openOver(
  weights: DeviceWeights,
  build: Parameters<OpenOne>[0],
  options: NetworkOptions,
): Promise<OpenedGraph> {
  const folded = new Set(build({ weightsShared: () => true }).foldedWeights);
  const graph = build({ weightsShared: (key) => !folded.has(key) });
  const given = graph.sharedWeights ?? [];
  await weights.hold(given);
  const session = await weights.use(null, (all) => {
    const shared = Object.fromEntries(given.map(({ name }) => [name, all[name] as PlacedTensor]));
    return openSession(graph, { ...options, shared });
  });
  return { graph, session };
}

/** Where the graphs of a network have their weights. */
export interface NetworkMemory {
  readonly open: OpenOne;
  /** Null where nothing is kept on a device. */
  readonly device: DevicePlaces | null;
  release(): Promise<void>;
}

/** Memory for a network whose graphs share their weights, where its provider was seen to do so. */
export async function openNetworkMemory(weights: WeightMap, options: NetworkOptions): Promise<NetworkMemory> {
  const device = options.sharesWeights ? await openDevicePlaces(options.provider) : null;
  if (!device) return { open: openEach(options), device, release: async () => {} };
  const shared = createDeviceWeights(weights, device, options);
  return {
    open: openSharing(shared, options),
    device,
    async release() {
      await shared.release();
      await device.release();
    },
  };
}
