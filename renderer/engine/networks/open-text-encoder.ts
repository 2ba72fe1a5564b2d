import { buildClipTextEncoder, hiddenOutput, normedOutput } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import {
  type AdaptableSession,
  type BuildAdaptable,
  openAdaptable,
} from '#renderer/engine/networks/adaptable-session.ts';
import type { EncodeOptions, TextEncoder } from '#renderer/engine/networks/network.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { type NetworkMemory, openNetworkMemory } from '#renderer/engine/networks/shared-weights.ts';
import type { Feeds } from '#renderer/engine/runtime/session.ts';
import { tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * Opens the CLIP text encoder of a diffusers folder. Throws Failure('invalid') for weights that do not fit. A second
 * graph over the same weights, which takes replaced and masked tokens, is opened when they are first asked for.
 */
export async function openTextEncoder(
  config: unknown,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<TextEncoder>> {
  const parsed = parseClipConfig(config);
  const { width, layers } = parsed;
  const memory = await openNetworkMemory(weights, options);
  const open = (steered: boolean) => {
    const build: BuildAdaptable = (adaptable, sharing) =>
      buildClipTextEncoder(parsed, weights, {
        ...graphOptions(options),
        ...sharing,
        steered,
        adaptable: adaptable ?? false,
      });
    return openAdaptable(build, weights, { provider: options.provider, open: memory.open });
  };
  const plain = await releasedOnFailure(memory, () => open(false));
  let steered: Promise<AdaptableSession> | null = null;
  const openSteered = () => {
    steered ??= open(true);
    // A failure is not remembered: the next call tries again.
    steered.catch(() => {
      steered = null;
    });
    return steered;
  };
  return {
    width,
    layers,
    async encode(ids, options) {
      const { skip, states } = options;
      if (skip >= layers) {
        throw failure('invalid', 'network.skip', { limit: layers - 1, given: skip });
      }
      const output = states === 'normed' ? normedOutput(skip) : hiddenOutput(skip);
      const input = { dims: [ids.length, ids[0]!.length], ints: Int32Array.from(ids.flat()) };
      const session = isSteered(options) ? await openSteered() : plain;
      const feeds = { input_ids: input, ...(isSteered(options) && steering(options, { dims: input.dims, width })) };
      const outputs = await session.run(feeds, { loras: options.loras ?? null, wanted: [output, 'pooled'] });
      return { hidden: outputs[output]!, pooled: outputs.pooled! };
    },
    async release() {
      await plain.release();
      await (await steered)?.release();
      await memory.release();
    },
  };
}

async function releasedOnFailure<T>(memory: NetworkMemory, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    await memory.release();
    throw thrown;
  }
}

function isSteered({ replacements = [], masked = [] }: EncodeOptions): boolean {
  return replacements.length > 0 || masked.length > 0;
}

/** Kept well inside of what half precision can hold; e to this power is 0 in any. */
const UNSEEN = -10_000;

interface Sizes {
  /** Windows, positions. */
  readonly dims: readonly number[];
  readonly width: number;
}

/** The inputs beside the ids, see buildClipTextEncoder. */
function steering({ replacements = [], masked = [] }: EncodeOptions, { dims, width }: Sizes): Feeds {
  const [windows, positions] = [dims[0]!, dims[1]!];
  const kept = tensor([windows, positions, 1]);
  const replaced = tensor([windows, positions, width]);
  const bias = tensor([windows, 1, positions, positions]);
  kept.data.fill(1);
  for (const { window, position, vector } of replacements) {
    kept.data[window * positions + position] = 0;
    replaced.data.set(vector, (window * positions + position) * width);
  }
  for (const { window, position } of masked) {
    for (let from = 0; from < positions; from++) bias.data[(window * positions + from) * positions + position] = UNSEEN;
  }
  return { kept, replaced, attention_bias: bias };
}
