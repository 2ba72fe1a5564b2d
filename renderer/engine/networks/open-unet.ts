import { wantedTileKernels } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig, type UNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import {
  type AdaptableSession,
  type BuildAdaptable,
  openAdaptable,
} from '#renderer/engine/networks/adaptable-session.ts';
import { createDeviceWeights, type DeviceWeights } from '#renderer/engine/networks/device-weights.ts';
import { guidanceEmbedding } from '#renderer/engine/networks/guidance-embedding.ts';
import { openMerged } from '#renderer/engine/networks/merged-session.ts';
import type { UNet, UNetInputs } from '#renderer/engine/networks/network.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { openPromptProducts } from '#renderer/engine/networks/prompt-products.ts';
import { type OpenOne, openEach, openSharing } from '#renderer/engine/networks/shared-weights.ts';
import {
  createUNetVariants,
  PLAIN,
  type UNetVariant,
  type UNetVariants,
  variantIn,
} from '#renderer/engine/networks/unet-variants.ts';
import { type DevicePlaces, openDevicePlaces } from '#renderer/engine/runtime/device-places.ts';
import type { Feeds } from '#renderer/engine/runtime/session.ts';
import { usualLoras } from '#renderer/engine/runtime/usual-loras.ts';
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
  const memory = await openMemory(weights, options);
  try {
    return await openOver(memory, { parsed, weights, options });
  } catch (thrown) {
    await memory.release();
    throw thrown;
  }
}

interface UNetParts {
  readonly parsed: UNetConfig;
  readonly weights: WeightMap;
  readonly options: NetworkOptions;
}

async function openOver(memory: UNetMemory, { parsed, weights, options }: UNetParts): Promise<Opened<VariedUNet>> {
  const { shared } = memory;
  const open = ({ images, steered }: UNetVariant): Promise<AdaptableSession> => {
    const usual = { ...graphOptions(options), images, steered };
    if (shared) {
      const graph = buildUNet(parsed, weights, { ...usual, weightsApart: () => true, promptApart: true });
      return openMerged(graph, shared, { ...options, records: true });
    }
    const build: BuildAdaptable = (adaptable, sharing) =>
      buildUNet(parsed, weights, {
        ...usual,
        ...sharing,
        adaptable: adaptable ?? false,
        promptApart: memory.keepsPrompt && !adaptable,
      });
    return openAdaptable(build, weights, { provider: options.provider, open: memory.open });
  };
  const opening = open(PLAIN);
  // Built while ONNX Runtime, on a thread of its own, opens the other.
  const [plain, prompt] = await bothOpened(
    opening,
    memory.keepsPrompt ? openPromptProducts(weights, options, memory) : null,
  );
  const variants = createUNetVariants(plain, open);
  return {
    async predict(inputs) {
      const session = await variants.of(variantIn(Object.keys(inputs.conditions)));
      const { noise } = await session.run(feedsOf(inputs, parsed.guidanceWidth), {
        loras: inputs.loras?.unet ?? null,
        ...(prompt && { prompt: (at) => prompt.of(inputs.conditions.encoder_hidden_states!, at) }),
      });
      return noise!;
    },
    closeVariants: variants.close,
    async release() {
      await variants.release();
      await prompt?.release();
      await memory.release();
    },
  };
}

/** What a UNet's sessions hand each other on the device. */
interface UNetMemory {
  /** Whether keys and values of the prompt can stay where the UNet computes. */
  readonly keepsPrompt: boolean;
  readonly device: DevicePlaces | null;
  /** Its weights where they come by inputs; null elsewhere. */
  readonly shared: DeviceWeights | null;
  /** Opens a graph whose weights come by no inputs. */
  readonly open: OpenOne;
  release(): Promise<void>;
}

async function openMemory(weights: WeightMap, options: NetworkOptions): Promise<UNetMemory> {
  const { provider, loras = usualLoras(provider), sharesWeights = false } = options;
  const isMerged = loras === 'merged';
  const stepping = { ...options, records: true };
  const open = openEach(stepping);
  if (provider === 'cpu' && !isMerged && !sharesWeights)
    return { keepsPrompt: true, device: null, shared: null, open, release: async () => {} };
  const device = await openDevicePlaces(provider);
  const own = device && (isMerged || sharesWeights) ? createDeviceWeights(weights, device, options) : null;
  const shared = isMerged ? own : null;
  return {
    open: own && !isMerged ? openSharing(own, stepping) : open,
    // A GPU would get them over its bus in every step otherwise, where computing them takes less.
    keepsPrompt: device !== null || provider === 'cpu',
    device,
    shared,
    async release() {
      await own?.release();
      await device?.release();
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
