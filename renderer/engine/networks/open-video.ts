import { buildVideoUNet } from '#renderer/engine/graph/nets/video-unet.ts';
import { parseVideoUNetConfig } from '#renderer/engine/graph/nets/video-unet-config.ts';
import { buildVideoDecoder, parseVideoVaeConfig } from '#renderer/engine/graph/nets/video-vae.ts';
import { rawLatents } from '#renderer/engine/networks/latent-scale.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** What a film's network reads at one step. */
export interface VideoInputs {
  /** Noisy latents and, in further channels, those of the picture: (frames, channels, h, w). */
  readonly latents: Tensor;
  readonly timestep: number;
  /** The picture as CLIP sees it, (1, width). */
  readonly embeds: Tensor;
  /** Frames a second less one, how much moves, how much noise the picture got. */
  readonly numbers: readonly [number, number, number];
}

/** UNetSpatioTemporalConditionModel, for one film a call. */
export interface VideoUNet {
  /** Velocity (frames, 4, h, w). */
  predict(inputs: VideoInputs): Promise<Tensor>;
}

/** AutoencoderKLTemporalDecoder's decoder. */
export interface FilmDecoder {
  /** Pixels along one side of a latent pixel. */
  readonly factor: number;
  /** Latents of frames that follow each other, as the UNet sees them, (n, 4, h, w) -> pixels (n, 3, fh, fw), not clamped. */
  decode(latents: Tensor): Promise<Tensor>;
}

/** Opens a film's UNet. Throws Failure('invalid') for weights that do not fit. */
export async function openVideoUNet(
  config: unknown,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<VideoUNet>> {
  const parsed = parseVideoUNetConfig(config);
  const graph = buildVideoUNet(parsed, weights, graphOptions(options));
  const session = await openSession(graph, { ...options, records: true });
  return {
    async predict({ latents, timestep, embeds, numbers }) {
      const { velocity } = await session.run({
        sample: latents,
        timestep: tensor([1], Float32Array.of(timestep)),
        image_embeds: { dims: [1, 1, embeds.dims.at(-1)!], data: embeds.data },
        time_ids: tensor([1, numbers.length], Float32Array.from(numbers)),
      });
      return velocity!;
    },
    release: () => session.release(),
  };
}

/** Opens a film's decoder. Throws Failure('invalid') for weights that do not fit. */
export async function openFilmDecoder(
  config: unknown,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<FilmDecoder>> {
  const vae = parseVideoVaeConfig(config);
  const session = await openSession(buildVideoDecoder(vae, weights, graphOptions(options)), options);
  return {
    factor: 2 ** (vae.channels.length - 1),
    decode: async (latents) => (await session.run({ latents: rawLatents(latents, vae) })).frames!,
    release: () => session.release(),
  };
}
