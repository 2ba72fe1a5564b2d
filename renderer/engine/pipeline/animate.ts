import { filmPixels } from '#renderer/engine/image/film-pixels.ts';
import { pixelsOf, type Raster, rasterOf } from '#renderer/engine/image/raster.ts';
import type { LatentEncoder } from '#renderer/engine/networks/network.ts';
import type { ImageEncoder } from '#renderer/engine/networks/open-image-encoder.ts';
import type { FilmDecoder, VideoInputs, VideoUNet } from '#renderer/engine/networks/open-video.ts';
import { finitePixels } from '#renderer/engine/pipeline/finite-pixels.ts';
import { euler } from '#renderer/engine/samplers/euler.ts';
import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import type { NoiseSource } from '#renderer/engine/samplers/random.ts';
import type { Predict } from '#renderer/engine/samplers/sampler.ts';
import { concatChannels, elements, mix, stack, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/** A film that is wanted. */
export interface FilmWish {
  /** Shown to CLIP as it is. */
  readonly picture: Raster;
  /** The same at the film's size: what the frames begin with. */
  readonly fitted: Raster;
  readonly frames: number;
  readonly steps: number;
  readonly framesPerSecond: number;
  /** How much moves, 0 … 255 ("motion bucket"); 127 is usual. */
  readonly motion: number;
  /** Noise that the picture gets, in deviations of -1…1; 0.02 is usual. */
  readonly imageNoise: number;
  /** Guidance of the first frame and of the last; the others lie between. */
  readonly guidance: { readonly first: number; readonly last: number };
  /** Frames that are decoded at once: they see each other, and take memory together. */
  readonly decodedAtOnce: number;
}

/** A network for as long as it is needed. */
export interface Lent<Network> {
  readonly network: Network;
  giveBack(): void;
}

/** The networks of a model for films, each lent when its turn comes: no two of the large ones need stand side by side. */
export interface FilmNetworks {
  readonly imageEncoder: () => Promise<Lent<ImageEncoder>>;
  readonly encoder: () => Promise<Lent<LatentEncoder>>;
  readonly unet: () => Promise<Lent<VideoUNet>>;
  readonly decoder: () => Promise<Lent<FilmDecoder>>;
}

export interface FilmRun {
  readonly networks: FilmNetworks;
  readonly schedule: NoiseSchedule;
  /** Drawn from twice: for the picture, then for the frames. */
  readonly noise: NoiseSource;
  readonly signal: AbortSignal;
}

export type FilmProgress =
  | { readonly kind: 'encoded'; readonly embeds: Tensor }
  /** The estimate of the clean latents (frames, 4, h, w). */
  | { readonly kind: 'step'; readonly step: number; readonly denoised: Tensor }
  | { readonly kind: 'latents'; readonly latents: Tensor }
  | { readonly kind: 'frames'; readonly pixels: Tensor; readonly frames: readonly Raster[] };

/**
 * The recipe of Stable Video Diffusion (https://arxiv.org/abs/2311.15127) as diffusers' pipeline has it: one picture
 * becomes a short film. Gives `encoded`, a `step` each, `latents`, and `frames` chunk by chunk.
 */
export async function* animate(run: FilmRun, wish: FilmWish): AsyncGenerator<FilmProgress, void, undefined> {
  const { networks, noise, schedule, signal } = run;
  // What CLIP sees in the picture, and the picture with some noise as latents: the middle of their distribution, not scaled.
  const embeds = await using(networks.imageEncoder(), async (encoder) => {
    return (await encoder.encode(filmPixels(pixelsOf(wish.picture), encoder.side))).embeds;
  });
  await yieldToEventLoop(signal);
  const pixels = pixelsOf(wish.fitted);
  const noisy = mix(1, pixels, wish.imageNoise, noise.randn(pixels.dims));
  const image = await using(networks.encoder(), async (encoder) => (await encoder.encode(noisy, signal)).mean);
  yield { kind: 'encoded', embeds };

  const [, channels = 0, height = 0, width = 0] = image.dims;
  const first = flat(noise.randn([1, wish.frames, channels, height, width]));
  const { network: unet, giveBack } = await networks.unet();
  let latents = first;
  try {
    const predict = guided(unet, { embeds, image, wish, signal });
    const options = { schedule, steps: wish.steps, sigmas: null, noise: () => first };
    for await (const { step, latents: moved, denoised } of euler.sample(predict, first, options)) {
      latents = moved;
      yield { kind: 'step', step, denoised };
    }
  } finally {
    giveBack();
  }
  yield { kind: 'latents', latents };
  yield* decoded(run, latents, wish.decodedAtOnce);
}

/** Chunks see nothing of each other, so that their seams may show; all at once gives what the reference does by itself. */
async function* decoded(
  { networks, signal }: FilmRun,
  latents: Tensor,
  atOnce: number,
): AsyncGenerator<FilmProgress, void, undefined> {
  const { network, giveBack } = await networks.decoder();
  try {
    const [count = 0, ...dims] = latents.dims;
    const size = elements(dims);
    for (let from = 0; from < count; from += atOnce) {
      await yieldToEventLoop(signal);
      const to = Math.min(from + atOnce, count);
      const chunk = tensor([to - from, ...dims], latents.data.subarray(from * size, to * size));
      const pixels = finitePixels(await network.decode(chunk));
      yield { kind: 'frames', pixels, frames: Array.from({ length: to - from }, (_, i) => rasterOf(pixels, i)) };
    }
  } finally {
    giveBack();
  }
}

interface Guided {
  readonly embeds: Tensor;
  /** Latents of the picture, (1, 4, h, w). */
  readonly image: Tensor;
  readonly wish: FilmWish;
  readonly signal: AbortSignal;
}

/**
 * Classifier-free guidance away from no picture at all, frame by frame from the first scale to the last; none where no
 * scale is above 1. The halves are two calls: one of both would take twice the memory and no less time.
 */
function guided(unet: VideoUNet, { embeds, image, wish, signal }: Guided): Predict {
  const { frames, guidance, framesPerSecond, motion, imageNoise } = wish;
  const every = (one: Tensor) => stack(Array.from({ length: frames }, () => one));
  const told = { numbers: [framesPerSecond - 1, motion, imageNoise] as const };
  const [seen, unseen] = [every(image), tensor([frames, ...image.dims.slice(1)])];
  const nothing = tensor(embeds.dims);
  const scales = between(guidance.first, guidance.last, frames);
  const ask = async (inputs: Pick<VideoInputs, 'latents' | 'embeds' | 'timestep'>) => {
    await yieldToEventLoop(signal);
    return unet.predict({ ...inputs, ...told });
  };
  return async (input, timestep) => {
    const cond = await ask({ latents: concatChannels([input, seen]), embeds, timestep });
    if (Math.max(guidance.first, guidance.last) <= 1) return cond;
    const uncond = await ask({ latents: concatChannels([input, unseen]), embeds: nothing, timestep });
    const size = uncond.data.length / frames;
    const data = uncond.data.map((value, i) => value + scales[Math.floor(i / size)]! * (cond.data[i]! - value));
    return { dims: uncond.dims, data };
  };
}

/** So many numbers from one to the other, both included; the first alone where there is one. */
function between(from: number, to: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => (i === 0 ? from : from + ((to - from) * i) / (count - 1)));
}

/** (1, n, …) -> (n, …) */
function flat({ dims, data }: Tensor): Tensor {
  return { dims: dims.slice(1), data };
}

async function using<Network, T>(lending: Promise<Lent<Network>>, use: (network: Network) => Promise<T>): Promise<T> {
  const { network, giveBack } = await lending;
  try {
    return await use(network);
  } finally {
    giveBack();
  }
}
