import { wantedTileKernels } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import {
  type AdaptableSession,
  type BuildAdaptable,
  openAdaptable,
} from '#renderer/engine/networks/adaptable-session.ts';
import { guidanceEmbedding } from '#renderer/engine/networks/guidance-embedding.ts';
import type { UNet, UNetInputs } from '#renderer/engine/networks/network.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { openPromptProducts } from '#renderer/engine/networks/prompt-products.ts';
import {
  createUNetVariants,
  PLAIN,
  type UNetVariant,
  type UNetVariants,
  variantIn,
} from '#renderer/engine/networks/unet-variants.ts';
import type { Feeds } from '#renderer/engine/runtime/session.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** A UNet whose other graphs can be given back while it stays open. */
export interface VariedUNet extends UNet {
  readonly closeVariants: UNetVariants['close'];
}

/** Opens the UNet of a diffusers folder: its parsed config.json and its weights. Throws Failure('invalid') for misfits. */
export async function openUNet(
  config: unknown,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<VariedUNet>> {
  const parsed = parseUNetConfig(config);
  const { guidanceWidth } = parsed;
  // A GPU would get them over its bus in every step, where computing them takes less. LoRAs may change them.
  const isApart = options.provider === 'cpu';
  const open = ({ images, steered }: UNetVariant): Promise<AdaptableSession> => {
    const build: BuildAdaptable = (adaptable) =>
      buildUNet(parsed, weights, {
        ...graphOptions(options),
        adaptable: adaptable ?? false,
        promptApart: isApart && !adaptable,
        images,
        steered,
      });
    return openAdaptable(build, weights, options);
  };
  const opening = open(PLAIN);
  // Built while ONNX Runtime, on a thread of its own, opens the other.
  const [plain, prompt] = await bothOpened(opening, isApart ? openPromptProducts(weights, options) : null);
  const variants = createUNetVariants(plain, open);
  return {
    async predict(inputs) {
      const session = await variants.of(variantIn(Object.keys(inputs.conditions)));
      const { noise } = await session.run(feedsOf(inputs, guidanceWidth), {
        loras: inputs.loras?.unet ?? null,
        ...(prompt && { unadapted: () => prompt.of(inputs.conditions.encoder_hidden_states!) }),
      });
      return noise!;
    },
    closeVariants: variants.close,
    async release() {
      await variants.release();
      await prompt?.release();
    },
  };
}

/** The keys of its kernels that are worth being transformed once (derive/tile-kernels.ts). */
export function tiledConvolutions(config: unknown, weights: WeightMap, options: NetworkOptions): readonly string[] {
  const parsed = parseUNetConfig(config);
  return wantedTileKernels((supply) => buildUNet(parsed, supply, graphOptions(options)), weights);
}

interface Releasable {
  release(): Promise<void>;
}

/** Waits for two that go together; when one fails, the other is given back. Throws what the first of them threw. */
async function bothOpened<A extends Releasable, B extends Releasable | null>(
  ...opening: readonly [Promise<A>, Promise<B> | B]
): Promise<readonly [A, B]> {
  try {
    return await Promise.all(opening);
  } catch (thrown) {
    const ends = await Promise.allSettled(opening);
    for (const end of ends) if (end.status === 'fulfilled') await end.value?.release();
    throw ends[0].status === 'rejected' ? ends[0].reason : thrown;
  }
}

/** What the network has no input for is left out by the session's own list of inputs. */
function feedsOf({ latents, timesteps, conditions }: UNetInputs, guidanceWidth: number | null): Feeds {
  const { guidance, ...feeds } = conditions;
  return {
    sample: latents,
    timestep: { dims: [timesteps.length], data: Float32Array.from(timesteps) },
    ...feeds,
    ...(guidance && guidanceWidth !== null && { timestep_cond: guidanceEmbedding(guidance.data, guidanceWidth) }),
  };
}
