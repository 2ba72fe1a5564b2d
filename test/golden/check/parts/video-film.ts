import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipVision } from '#renderer/engine/graph/nets/clip-vision.ts';
import { parseClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { parseVideoVaeConfig } from '#renderer/engine/graph/nets/video-vae.ts';
import { resizeLikePillow } from '#renderer/engine/image/pillow-resize.ts';
import type { Raster } from '#renderer/engine/image/raster.ts';
import { openEncoder } from '#renderer/engine/networks/open-encoder.ts';
import { openImageEncoder } from '#renderer/engine/networks/open-image-encoder.ts';
import { openFilmDecoder, openVideoUNet } from '#renderer/engine/networks/open-video.ts';
import { animate, type FilmNetworks } from '#renderer/engine/pipeline/animate.ts';
import { parseVideoSchedule } from '#renderer/engine/samplers/video-schedule.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { compareBytes, compareExactly, compareTensor, type GoldenBytes } from '#test/golden/check/compare.ts';
import { ON_CPU, UNREAD } from '#test/golden/check/networks.ts';
import type { Finding, GoldenFile } from '#test/golden/check/part.ts';
import { type GoldenTensor, withParameters } from '#test/renderer/engine/graph/golden.ts';

const NETWORK = { bound: 1e-4, relative: true };
const WHOLE_RUN = { bound: 2e-4, relative: true };

/** A recorded run of diffusers' pipeline. */
export interface GoldenFilm {
  readonly name: string;
  readonly picture: readonly [name: string, height: number, width: number];
  readonly args: Readonly<Record<string, number>>;
  readonly noise_calls: number;
  readonly image_embeds: GoldenTensor;
  readonly latents: GoldenTensor;
  readonly frames_u8: GoldenBytes;
}

/** What stands under `video`. */
export interface GoldenVideo {
  readonly unet: {
    readonly config: object;
    readonly keys: Readonly<Record<string, readonly number[]>>;
    readonly runs: readonly { readonly shape: readonly number[]; readonly t: number; readonly out: GoldenTensor }[];
  };
  readonly vae: {
    readonly config: object;
    readonly keys: Readonly<Record<string, readonly number[]>>;
    readonly moments: GoldenTensor;
    readonly decode: readonly { readonly frames: number; readonly out: GoldenTensor }[];
    readonly decode_chunk2: { readonly out: GoldenTensor };
  };
  readonly clip: { readonly config: object };
  readonly resize_antialias: readonly {
    readonly picture: string;
    readonly hw: readonly [number, number];
    readonly out: GoldenTensor;
  }[];
  readonly sched: readonly {
    readonly n: number;
    readonly config: object;
    readonly init_noise_sigma: number;
    readonly sigmas: readonly number[];
    readonly timesteps: readonly number[];
  }[];
  readonly trajectory_6: { readonly steps: readonly (readonly [number, number, number, number, readonly number[]])[] };
  readonly pipelines: readonly GoldenFilm[];
}

/** Draws as the recorded run did: what CLIP saw, the final latents, the frames, and how often noise was asked for. */
export async function compareFilm(
  file: GoldenFile,
  { video, film }: { readonly video: GoldenVideo; readonly film: GoldenFilm },
): Promise<readonly Finding[]> {
  const { recipe } = file;
  const { args } = film;
  const [name, ...hw] = film.picture;
  const picture = recipe.picture(name, hw);
  const size = { width: args.width!, height: args.height! };
  const fitted = await resizeLikePillow(picture, { ...size, filter: 'lanczos' });
  let calls = 0;
  const number = (key: string, usual: number) => args[key] ?? usual;
  const frames = number('num_frames', 0);
  const wish = {
    picture,
    fitted: fitted as Raster,
    frames,
    steps: number('num_inference_steps', 25),
    framesPerSecond: number('fps', 7),
    motion: number('motion_bucket_id', 127),
    imageNoise: number('noise_aug_strength', 0.02),
    guidance: { first: number('min_guidance_scale', 1), last: number('max_guidance_scale', 3) },
    decodedAtOnce: number('decode_chunk_size', frames),
  };
  return withNetworks(file, video, async (networks) => {
    const run = {
      networks,
      schedule: parseVideoSchedule(video.sched[0]!.config),
      noise: { randn: (dims: readonly number[]) => recipe.input(`noise:${calls++}`, dims) },
      signal: new AbortController().signal,
    };
    const findings: Finding[] = [];
    const rasters: Uint8Array[] = [];
    for await (const progress of animate(run, wish)) {
      if (progress.kind === 'encoded') {
        const embeds = { dims: film.image_embeds.shape, data: progress.embeds.data };
        findings.push(compareTensor('image_embeds', embeds, film.image_embeds, NETWORK));
      } else if (progress.kind === 'latents') {
        const latents = { dims: film.latents.shape, data: progress.latents.data };
        findings.push(compareTensor('latents', latents, film.latents, WHOLE_RUN));
      } else if (progress.kind === 'frames') rasters.push(...progress.frames.map(({ data }) => data));
    }
    return [
      ...findings,
      compareBytes('frames', Buffer.concat(rasters), film.frames_u8, 1),
      compareExactly('noise calls', calls, film.noise_calls),
    ];
  });
}

/** The file's small networks, opened for as long as they are used. */
function withNetworks<T>(
  { recipe }: GoldenFile,
  { unet, vae, clip }: GoldenVideo,
  use: (networks: FilmNetworks) => Promise<T>,
): Promise<T> {
  const clipConfig = parseClipVisionConfig(clip.config);
  const shapesOf = {
    unet: new Map(Object.entries(unet.keys)),
    vae: new Map(Object.entries(vae.keys)),
    clip: wantedWeights((weights) => buildClipVision(clipConfig, weights, UNREAD)),
  };
  const withWeights = <R>(shapes: ReadonlyMap<string, readonly number[]>, run: (weights: WeightMap) => Promise<R>) =>
    withParameters(shapes, run, recipe.parameter);
  // A session that is still closing when its files go takes the process along.
  const releases: Promise<void>[] = [];
  const lend = async <N extends { release(): Promise<void> }>(opening: Promise<N>) => {
    const network = await opening;
    return { network, giveBack: () => void releases.push(network.release()) };
  };
  return withWeights(shapesOf.clip, (clipWeights) =>
    withWeights(shapesOf.vae, (vaeWeights) =>
      withWeights(shapesOf.unet, async (unetWeights) => {
        const vaeConfig = parseVideoVaeConfig(vae.config);
        const result = await use({
          imageEncoder: () => lend(openImageEncoder(clipConfig, clipWeights, ON_CPU)),
          encoder: () => lend(openEncoder({ ...vae.config, use_quant_conv: vaeConfig.quantConv }, vaeWeights, ON_CPU)),
          unet: () => lend(openVideoUNet(unet.config, unetWeights, ON_CPU)),
          decoder: () => lend(openFilmDecoder(vae.config, vaeWeights, ON_CPU)),
        });
        await Promise.all(releases);
        return result;
      }),
    ),
  );
}
