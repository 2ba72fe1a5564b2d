import { buildPromptProducts } from '#renderer/engine/graph/layers/prompt-products.ts';
import { graphOptions, type NetworkOptions } from '#renderer/engine/networks/options.ts';
import { type Feeds, openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** What a UNet makes of prompts, computed when a prompt is new. */
export interface PromptProducts {
  /** Feeds for a UNet that takes them (graph/layers/prompt-products.ts), from hidden states (b, n, width). */
  of(context: Tensor): Promise<Feeds>;
  release(): Promise<void>;
}

/** Bytes that are kept for prompts before the last one: SDXL's take 55 MB for each row of 77 tokens. */
const KEPT_BYTES = 128 * 2 ** 20;

interface Kept {
  readonly context: Tensor;
  readonly feeds: Readonly<Record<string, Tensor>>;
}

/** Of a network without cross-attention. */
const NONE: PromptProducts = { of: async () => ({}), release: async () => {} };

/**
 * Opens the graph. It runs once a render, so its weights stay mapped whatever those of the UNet do. `keptBytes` bounds
 * what is kept besides the last prompt's.
 */
export async function openPromptProducts(
  weights: WeightMap,
  options: NetworkOptions,
  keptBytes = KEPT_BYTES,
): Promise<PromptProducts> {
  const graph = buildPromptProducts(weights, { ...graphOptions(options), residency: 'mapped' });
  if (graph.outputs.length === 0) return NONE;
  const session = await openSession(graph, options);
  /** The latest first. Steps that alternate between prompts, or renders that take turns, find theirs again. */
  let kept: readonly Kept[] = [];
  return {
    async of(context) {
      const known = kept.find((one) => isEqual(one.context, context));
      const latest = known ?? { context, feeds: await session.run({ encoder_hidden_states: context }) };
      const earlier = kept.filter((one) => one !== known);
      kept = [latest, ...within(earlier, keptBytes)];
      return latest.feeds;
    },
    async release() {
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
  return all.filter((one) => {
    left -= bytesOf(one);
    return left >= 0;
  });
}

function bytesOf({ feeds }: Kept): number {
  return Object.values(feeds).reduce((sum, { data }) => sum + data.byteLength, 0);
}
