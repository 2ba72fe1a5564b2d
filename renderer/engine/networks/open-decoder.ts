import { buildTaesdDecoder } from '#renderer/engine/graph/nets/taesd.ts';
import { buildVaeDecoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import { exactOnOverflow } from '#renderer/engine/networks/exact-on-overflow.ts';
import { rawLatents } from '#renderer/engine/networks/latent-scale.ts';
import type { LatentDecoder } from '#renderer/engine/networks/network.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { tiledDecode } from '#renderer/engine/networks/tiles.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';

/**
 * Opens the decoder of an AutoencoderKL folder; large latents go through it in tiles. One that overflows in half
 * precision computes in float32 from then on, as does one whose configuration says that it would (`force_upcast`).
 */
export async function openDecoder(
  config: unknown,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<LatentDecoder>> {
  const vae = parseVaeConfig(config);
  const target = { ...graphOptions(options), latents: 'raw' } as const;
  const open = (exact: boolean) => openSession(buildVaeDecoder({ ...vae, exact }, weights, target), options);
  const onOverflow = () => options.warn?.(message('decoder.overflow'));
  const mayOverflow = target.precision === 'float16' && !vae.exact;
  const session = await (mayOverflow ? exactOnOverflow({ open, onOverflow }) : open(vae.exact));
  const factor = 2 ** (vae.channels.length - 1);
  const picture = async (latents: Tensor) => (await session.run({ latents })).picture!;
  return {
    decode: (latents, signal) =>
      tiledDecode(rawLatents(latents, vae), { factor, signal, wraps: options.wraps, decode: picture }),
    release: () => session.release(),
  };
}

/** Opens a TAESD decoder (AutoencoderTiny): quick pictures for previews. */
export async function openTinyDecoder(weights: WeightMap, options: NetworkOptions): Promise<Opened<LatentDecoder>> {
  const session = await openSession(buildTaesdDecoder(weights, graphOptions(options)), options);
  return {
    decode: async (latents) => (await session.run({ latents })).picture!,
    release: () => session.release(),
  };
}
