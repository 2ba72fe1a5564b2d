import { buildClipVision } from '#renderer/engine/graph/nets/clip-vision.ts';
import type { ClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { openFiniteSession } from '#renderer/engine/networks/finite-session.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** A CLIP vision model: what is in a picture, as numbers. */
export interface ImageEncoder {
  /** Pixels of the square picture's side. */
  readonly side: number;
  /**
   * Normalised pixels (b, 3, side, side) -> of each picture its embedding (b, projection), and its tokens in the last
   * layer but one, not normalised (b, n, width).
   */
  encode(pixels: Tensor): Promise<{ readonly embeds: Tensor; readonly penultimate: Tensor }>;
}

/** Opens a CLIP vision model. Throws Failure('invalid') for weights that do not fit. */
export async function openImageEncoder(
  config: ClipVisionConfig,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<ImageEncoder>> {
  const session = await openFiniteSession(buildClipVision(config, weights, graphOptions(options)), options);
  return {
    side: config.side,
    async encode(pixels) {
      const { embeds, penultimate } = await session.run({ pixels }, ['embeds', 'penultimate']);
      return { embeds: embeds!, penultimate: penultimate! };
    },
    release: () => session.release(),
  };
}
