import { buildOpenNsfw, OPEN_NSFW_SIDE, type OpenNsfwConfig } from '#renderer/engine/graph/nets/open-nsfw.ts';
import { openFiniteSession } from '#renderer/engine/networks/finite-session.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** Says how likely it is that a picture is pornographic. */
export interface PictureClassifier {
  /** Pixels of the square picture's side. */
  readonly side: number;
  /** Pixels (b, 3, side, side) as nsfw-pixels.ts prepares them -> a number in 0…1 for each. */
  judge(pixels: Tensor): Promise<readonly number[]>;
}

/** Opens Yahoo's Open NSFW. Throws Failure('invalid') for weights that do not fit. */
export async function openNsfwClassifier(
  config: OpenNsfwConfig,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<PictureClassifier>> {
  const session = await openFiniteSession(buildOpenNsfw(config, weights, graphOptions(options)), options);
  return {
    side: OPEN_NSFW_SIDE,
    async judge(pixels) {
      const { dims, data } = (await session.run({ pixels })).scores!;
      return Array.from({ length: dims[0] ?? 0 }, (_, i) => data[2 * i + 1]!);
    },
    release: () => session.release(),
  };
}
