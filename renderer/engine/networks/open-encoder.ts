import { buildTaesdEncoder } from '#renderer/engine/graph/nets/taesd.ts';
import { buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { scaledLatents } from '#renderer/engine/networks/latent-scale.ts';
import type { LatentDistribution, LatentEncoder } from '#renderer/engine/networks/network.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { tiledEncode } from '#renderer/engine/networks/tiles.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** AutoencoderKL does not trust logarithms of variances beyond these. */
const LOG_VARIANCE = { least: -30, most: 20 };

/** Opens the encoder of an AutoencoderKL folder; large pictures go through it in tiles. */
export async function openEncoder(
  config: unknown,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<LatentEncoder>> {
  const vae = parseVaeConfig(config);
  const session = await openSession(buildVaeEncoder(vae, weights, graphOptions(options)), options);
  const factor = 2 ** (vae.channels.length - 1);
  const { wraps } = options;
  const moments = async (picture: Tensor) => (await session.run({ picture })).moments!;
  return {
    async encode(pixels, signal) {
      const { mean, deviation } = split(await tiledEncode(pixels, { factor, signal, wraps, encode: moments }));
      const sample = (noise: Tensor) => scaledLatents(drawn(mean, deviation, noise), vae);
      return { mean, sample } satisfies LatentDistribution;
    },
    release: () => session.release(),
  };
}

/** Opens a TAESD encoder: it gives latents as the UNet sees them, and no distribution of them. */
export async function openTinyEncoder(weights: WeightMap, options: NetworkOptions): Promise<Opened<LatentEncoder>> {
  const session = await openSession(buildTaesdEncoder(weights, graphOptions(options)), options);
  return {
    async encode(picture) {
      const latents = (await session.run({ picture })).latents!;
      return { mean: latents, sample: () => latents };
    },
    release: () => session.release(),
  };
}

/** Moments (1, 2c, h, w) -> mean and standard deviation (1, c, h, w). */
function split(moments: Tensor): { mean: Tensor; deviation: Tensor } {
  const [, channels, height, width] = moments.dims as [number, number, number, number];
  const dims = [1, channels / 2, height, width];
  const half = moments.data.length / 2;
  const { least, most } = LOG_VARIANCE;
  const deviation = moments.data.slice(half).map((value) => Math.exp(Math.min(Math.max(value, least), most) / 2));
  return { mean: tensor(dims, moments.data.slice(0, half)), deviation: tensor(dims, deviation) };
}

function drawn(mean: Tensor, deviation: Tensor, noise: Tensor): Tensor {
  return { dims: mean.dims, data: mean.data.map((value, i) => value + deviation.data[i]! * noise.data[i]!) };
}
