import { buildPromptProducts, promptProductSizes } from '#renderer/engine/graph/layers/prompt-products.ts';
import type { WeightsAt } from '#renderer/engine/networks/adaptable-session.ts';
import type { DeviceWeights } from '#renderer/engine/networks/device-weights.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { type OpenOne, openEach, type Sharing } from '#renderer/engine/networks/shared-weights.ts';
import type { DevicePlaces } from '#renderer/engine/runtime/device-places.ts';
import type { Feeds, PlacedTensor } from '#renderer/engine/runtime/session.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** What a UNet makes of prompts, computed when a prompt is new. */
export interface PromptProducts {
  /** Feeds for a UNet that takes them (graph/layers/prompt-products.ts), from hidden states (b, n, width). */
  of(context: Tensor, at?: Partial<WeightsAt>): Promise<Feeds>;
  release(): Promise<void>;
}

export interface PromptProductOptions {
  /** Bounds what is kept besides the last prompt's. */
  readonly keptBytes?: number;
  /** Where they stay: on a GPU they would go over its bus in every step otherwise. In this process when left out. */
  readonly device?: DevicePlaces | null;
  /** Weights that come by inputs; none when left out. */
  readonly shared?: DeviceWeights | null;
  /** How the graph is opened; with its own weights when left out. */
  readonly open?: OpenOne;
}

/** Bytes that are kept for prompts before the last one: SDXL's take 55 MB for each row of 77 tokens. */
const KEPT_BYTES = 128 * 2 ** 20;

/**
 * And so many calls' at most. Renders that share calls make a new context whenever one of them comes or goes, which
 * nobody asks for again: a small model would keep dozens of them.
 */
const KEPT_MAX = 4;

interface Kept {
  readonly context: Tensor;
  readonly loras: WeightsAt['loras'];
  readonly feeds: Readonly<Record<string, Tensor | PlacedTensor>>;
}

/** Of a network without cross-attention. */
const NONE: PromptProducts = { of: async () => ({}), release: async () => {} };

/**
 * Opens the graph. It runs once a render, so on the CPU its weights stay mapped whatever those of the UNet do; a GPU
 * may lack what converts them.
 */
export async function openPromptProducts(
  weights: WeightMap,
  options: NetworkOptions,
  { keptBytes = KEPT_BYTES, device = null, shared = null, open = openEach(options) }: PromptProductOptions = {},
): Promise<PromptProducts> {
  const usual = graphOptions(options);
  const weightsApart = shared ? { weightsApart: () => true } : {};
  const residency = options.provider === 'cpu' ? 'mapped' : usual.residency;
  const build = (sharing: Sharing) =>
    buildPromptProducts(weights, { ...usual, ...weightsApart, ...sharing, residency });
  if (promptProductSizes(weights).size === 0) return NONE;
  const { graph, session } = await open(build);
  const inputs = graph.weightInputs ?? [];
  await shared?.hold(inputs);
  const [sizes, type] = [promptProductSizes(weights), usual.precision === 'float16' ? 'float16' : 'float'] as const;
  const placesFor = async (context: Tensor) => {
    if (!device) return null;
    const places: Record<string, PlacedTensor> = {};
    for (const [name, channels] of sizes)
      places[name] = await device.place({ dims: [...context.dims.slice(0, 2), channels], type, stays: false });
    return places;
  };
  const compute = async (context: Tensor, given: Feeds): Promise<Kept['feeds']> => {
    const feeds = { ...given, encoder_hidden_states: context };
    const places = await placesFor(context);
    return places ? { ...(await session.run(feeds, graph.outputs, places)), ...places } : session.run(feeds);
  };
  /** The latest first. Steps that alternate between prompts, or renders that take turns, find theirs again. */
  let kept: readonly Kept[] = [];
  return {
    async of(context, { weights: all = {}, loras = null } = {}) {
      const known = kept.find((one) => one.loras === loras && isEqual(one.context, context));
      const given: Feeds = Object.fromEntries(inputs.map(({ name }) => [name, all[name]!]));
      const latest = known ?? { context, loras, feeds: await compute(context, given) };
      const earlier = kept.filter((one) => one !== known);
      const staying = within(earlier, keptBytes);
      kept = [latest, ...staying];
      for (const one of earlier) if (!staying.includes(one)) await free(one, device);
      return latest.feeds;
    },
    async release() {
      for (const one of kept) await free(one, device);
      kept = [];
      await session.release();
    },
  };
}

function isEqual(a: Tensor, b: Tensor): boolean {
  return a === b || (a.dims.join() === b.dims.join() && view(a).equals(view(b)));
}

function view({ data }: Tensor): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** As many from the start as fit. */
function within(all: readonly Kept[], bytes: number): readonly Kept[] {
  let left = bytes;
  return all.slice(0, KEPT_MAX).filter((one) => {
    left -= bytesOf(one);
    return left >= 0;
  });
}

function bytesOf({ feeds }: Kept): number {
  return Object.values(feeds).reduce((sum, { dims }) => sum + 4 * elements(dims), 0);
}

async function free({ feeds }: Kept, device: DevicePlaces | null): Promise<void> {
  for (const feed of Object.values(feeds)) if ('placed' in feed) await device?.free(feed);
}
