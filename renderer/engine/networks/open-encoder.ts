import { buildVaeEncoder } from '#renderer/engine/graph/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/vae-config.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** AutoencoderKL's encoder. */
export interface PictureEncoder {
  /** Pixels (b, 3, fh, fw) in -1…1 -> mean and log variance (b, 2c, h, w) of the unscaled latents. */
  moments(picture: Tensor): Promise<Tensor>;
}

/** Opens the encoder of an AutoencoderKL folder. */
export async function openEncoder(
  config: unknown,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<PictureEncoder>> {
  const graph = buildVaeEncoder(parseVaeConfig(config), weights, graphOptions(options));
  const session = await openSession(graph, options);
  return {
    moments: async (picture) => (await session.run({ picture })).moments!,
    release: () => session.release(),
  };
}
