import {
  buildImageAdapter,
  type ImageAdapterConfig,
  imageProductOutputs,
} from '#renderer/engine/graph/nets/image-adapter.ts';
import { openFiniteSession } from '#renderer/engine/networks/finite-session.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** What a cross-attention looks at in pictures, (b, tokens, channels) each. */
export interface ImageProducts {
  readonly keys: Tensor;
  readonly values: Tensor;
}

/** An IP-Adapter. */
export interface ImageAdapter {
  /** `embeds`: of the image encoder it reads the embedding, (b, 1, width); `tokens`: all tokens, (b, n, width). */
  readonly reads: 'embeds' | 'tokens';
  /** What each attention looks at, by its number in the file. */
  productsOf(features: Tensor): Promise<ReadonlyMap<number, ImageProducts>>;
}

/** Opens an IP-Adapter. Throws Failure('invalid') for weights that do not fit. */
export async function openImageAdapter(
  config: ImageAdapterConfig,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<ImageAdapter>> {
  const session = await openFiniteSession(buildImageAdapter(config, weights, graphOptions(options)), options);
  const names = config.attentions.map(({ number }) => [number, imageProductOutputs(number)] as const);
  const wanted = names.flatMap(([, { keys, values }]) => [keys, values]);
  return {
    reads: config.projection.kind === 'base' ? 'embeds' : 'tokens',
    async productsOf(features) {
      const made = await session.run({ features }, wanted);
      return new Map(names.map(([number, { keys, values }]) => [number, { keys: made[keys]!, values: made[values]! }]));
    },
    release: () => session.release(),
  };
}
