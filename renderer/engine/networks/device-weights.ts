import { factorDims } from '#renderer/engine/derive/lora-factors-graph.ts';
import type { Residency } from '#renderer/engine/graph/ir/graph-options.ts';
import type { WeightInput } from '#renderer/engine/graph/ir/weight-input.ts';
import { lowRankInputs } from '#renderer/engine/graph/layers/low-rank-inputs.ts';
import type { LoraFactors } from '#renderer/engine/networks/network.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { buildDeviceMerge, buildWeightInputs, mergedName } from '#renderer/engine/networks/weight-inputs-graph.ts';
import type { DevicePlaces } from '#renderer/engine/runtime/device-places.ts';
import { type Feeds, openSession, type PlacedTensor, type Session } from '#renderer/engine/runtime/session.ts';
import { elements, tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { stoppedByNobody } from '#shared/async/stop-scope.ts';
import { createTurn } from '#shared/async/turn.ts';
import { failure } from '#shared/text/failure.ts';

/** The weights of one network on the device: there once, for all graphs that take them by inputs. */
export interface DeviceWeights {
  /** Has these lie there. */
  hold(inputs: readonly WeightInput[]): Promise<void>;
  /**
   * Does work while the weights are those with these LoRAs, one after another. The feeds are by the inputs' names.
   * Merging happens when others come than the last, at places that stay: a graph finds the weights where they were.
   */
  use<T>(loras: LoraFactors | null, work: (weights: Feeds) => Promise<T>): Promise<T>;
  /** Gives back what lies there, where no session has it. */
  free(): Promise<void>;
  release(): Promise<void>;
}

interface Held {
  readonly input: WeightInput;
  readonly place: PlacedTensor;
  /** Where it lies with LoRAs, since one has changed it. */
  merged: PlacedTensor | null;
}

/** Bytes of weights that are brought at a time: while they are brought, the device holds them twice. */
const BROUGHT_BYTES = 512 * 2 ** 20;

/** Nothing is there yet. */
export function createDeviceWeights(weights: WeightMap, device: DevicePlaces, options: NetworkOptions): DeviceWeights {
  const held = new Map<string, Held>();
  const merge = createMerge({ held, device, options });
  const turn = createTurn();
  return {
    hold: (inputs) =>
      turn(async () => {
        const further = inputs.filter(({ name }) => !held.has(name));
        for (const some of portionsOf(further)) await bring(some, { weights, device, options, held });
      }),
    use: (loras, work) =>
      turn(async () => {
        if (loras) await merge.to(loras);
        const places = [...held].map(([name, { place, merged }]) => [name, (loras && merged) ?? place]);
        return work(Object.fromEntries(places) as Feeds);
      }),
    free: () =>
      turn(async () => {
        await merge.release();
        for (const { place, merged } of held.values())
          for (const tensor of merged ? [place, merged] : [place]) await device.free(tensor);
        held.clear();
      }),
    release: () => turn(() => merge.release()),
  };
}

function portionsOf(inputs: readonly WeightInput[]): readonly (readonly WeightInput[])[] {
  const portions: WeightInput[][] = [];
  let room = 0;
  for (const input of inputs) {
    const bytes = elements(input.dims) * (input.type === 'float' ? 4 : 2);
    if (bytes > room) {
      portions.push([]);
      room = BROUGHT_BYTES;
    }
    portions.at(-1)!.push(input);
    room -= bytes;
  }
  return portions;
}

interface Bringing {
  readonly weights: WeightMap;
  readonly device: DevicePlaces;
  readonly options: NetworkOptions;
  readonly held: Map<string, Held>;
}

async function bring(inputs: readonly WeightInput[], { weights, device, options, held }: Bringing): Promise<void> {
  const graph = buildWeightInputs(inputs, weights, { ...graphOptions(options), residency: residencyOf(options) });
  const session = await openSession(graph, options);
  const places = new Map<string, PlacedTensor>();
  try {
    for (const input of inputs) places.set(input.name, await device.place({ ...input, stays: true }));
    await stoppedByNobody(() => session.run({}, graph.outputs, Object.fromEntries(places)));
  } catch (thrown) {
    for (const place of places.values()) await device.free(place);
    throw thrown;
  } finally {
    await session.release();
  }
  for (const input of inputs) held.set(input.name, { input, place: places.get(input.name)!, merged: null });
}

/**
 * Of the sessions that bring weights: they run once. On WebGPU what is made of stored weights is made by this machine's
 * own processor when such a session opens, as half precision is an option there that drivers may lack.
 */
function residencyOf({ provider }: NetworkOptions): Residency {
  return provider === 'webgpu' ? 'prepacked' : 'mapped';
}

interface Merge {
  /** Has the weights lie with these LoRAs. */
  to(loras: LoraFactors): Promise<void>;
  release(): Promise<void>;
}

/** One session for all weights that LoRAs have changed: those that the present ones leave alone get zeros. */
function createMerge({ held, device, options }: Omit<Bringing, 'weights'>): Merge {
  const keys = new Set<string>();
  let session: Session | null = null;
  let changed: readonly Held[] = [];
  /** What was merged last; null while nobody knows. */
  let lying: LoraFactors | null = null;
  const reopen = async () => {
    await session?.release();
    session = null;
    changed = [...held.values()].filter(({ input }) => keys.has(input.key));
    session = await openSession(
      buildDeviceMerge(
        changed.map(({ input }) => input),
        graphOptions(options),
      ),
      options,
    );
    for (const one of changed) one.merged ??= await device.place({ ...one.input, stays: true });
  };
  const isMissing = (key: string) => [...held.values()].some(({ input, merged }) => input.key === key && !merged);
  return {
    async to(loras) {
      if (lying === loras && ![...keys].some(isMissing)) return;
      lying = null;
      for (const key of loras.keys()) keys.add(key);
      if (!session || [...keys].some(isMissing)) await reopen();
      requireAll(loras, changed);
      const factors = factorFeeds(loras, changed);
      const given = Object.fromEntries(changed.map(({ input, place }) => [input.name, place]));
      const into = Object.fromEntries(changed.map(({ input, merged }) => [mergedName(input), merged!]));
      await session!.run({ ...factors, ...given }, Object.keys(into), into);
      lying = loras;
    },
    async release() {
      await session?.release();
      session = null;
    },
  };
}

function requireAll(loras: LoraFactors, changed: readonly Held[]): void {
  const known = new Set(changed.map(({ input }) => input.key));
  const stray = [...loras.keys()].find((key) => !known.has(key));
  if (stray !== undefined) throw failure('internal', 'network.no-lora', { network: 'unet', key: stray });
}

function factorFeeds(loras: LoraFactors, changed: readonly Held[]): Feeds {
  const shapes = new Map(changed.map(({ input }) => [input.key, input.rows.shape]));
  return Object.fromEntries(
    [...shapes].flatMap(([key, shape]) => {
      const names = lowRankInputs(key);
      const none = factorDims(shape, 1);
      const { down, up } = loras.get(key) ?? { down: tensor(none.down), up: tensor(none.up) };
      return [
        [names.down, down],
        [names.up, up],
      ];
    }),
  );
}
