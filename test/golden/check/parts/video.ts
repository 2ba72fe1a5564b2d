import { buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { buildVideoUNet } from '#renderer/engine/graph/nets/video-unet.ts';
import { parseVideoUNetConfig } from '#renderer/engine/graph/nets/video-unet-config.ts';
import { buildVideoDecoder, parseVideoVaeConfig } from '#renderer/engine/graph/nets/video-vae.ts';
import { smallPicture } from '#renderer/engine/image/film-pixels.ts';
import { pixelsOf } from '#renderer/engine/image/raster.ts';
import { edmSchedule, edmSigmas } from '#renderer/engine/samplers/edm-path.ts';
import { euler } from '#renderer/engine/samplers/euler.ts';
import { parseVideoSchedule } from '#renderer/engine/samplers/video-schedule.ts';
import { scale, stack, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { compareNumbers, compareTensor } from '#test/golden/check/compare.ts';
import { runNet } from '#test/golden/check/networks.ts';
import {
  type Finding,
  type GoldenCase,
  type GoldenFile,
  type GoldenPart,
  recordedAt,
} from '#test/golden/check/part.ts';
import { compareFilm, type GoldenVideo } from '#test/golden/check/parts/video-film.ts';

const NETWORK = { bound: 1e-4, relative: true };

/** Stable Video Diffusion; control.json. */
export const VIDEO_PART: GoldenPart = {
  format: 'control',
  key: 'video',
  cases(file) {
    const video = recordedAt<GoldenVideo>(file, 'video');
    const ifRecorded = <T>(key: keyof GoldenVideo, cases: () => readonly T[]) => (video[key] ? cases() : []);
    return [
      ...ifRecorded('unet', () => unetCases(file, video)),
      ...ifRecorded('vae', () => vaeCases(file, video)),
      ...ifRecorded('trajectory_6', () => scheduleCases(file, video)),
      ...(video.resize_antialias ?? []).map(
        (one): GoldenCase => ({
          name: `resize_antialias ${one.picture}`,
          run: async () => [
            compareTensor('', smallPicture(pixelsOf(file.recipe.picture(one.picture, one.hw)), 224), one.out, NETWORK),
          ],
        }),
      ),
      ...(video.pipelines ?? []).map(
        (film): GoldenCase => ({ name: `pipelines ${film.name}`, run: () => compareFilm(file, { video, film }) }),
      ),
    ];
  },
};

function unetCases(file: GoldenFile, { unet }: GoldenVideo): readonly GoldenCase[] {
  const config = parseVideoUNetConfig(unet.config);
  return unet.runs.map(({ shape, t, out }, i) => ({
    name: `unet ${i}`,
    async run() {
      const [batch = 0, frames = 0, channels = 0, height = 0, width = 0] = shape;
      const all = file.recipe.input('in:sample', shape);
      const context = file.recipe.input('in:ctx', [batch, 1, config.contextWidth]);
      const size = all.data.length / batch;
      const films: Tensor[] = [];
      for (let film = 0; film < batch; film++) {
        const sample = tensor([frames, channels, height, width], all.data.slice(film * size, (film + 1) * size));
        const embeds = context.data.slice(film * config.contextWidth, (film + 1) * config.contextWidth);
        films.push(
          await runNet(
            {
              build: (weights, options) => buildVideoUNet(config, weights, options),
              feeds: {
                sample,
                timestep: tensor([1], Float32Array.of(t)),
                image_embeds: tensor([1, 1, config.contextWidth], embeds),
                time_ids: tensor([1, 3], Float32Array.of(6, 127, 0.02)),
              },
              output: 'velocity',
            },
            file.recipe,
          ),
        );
      }
      const joined = stack(films);
      return [compareTensor('', { dims: out.shape, data: joined.data }, out, NETWORK)];
    },
  }));
}

function vaeCases(file: GoldenFile, { vae }: GoldenVideo): readonly GoldenCase[] {
  const config = parseVideoVaeConfig(vae.config);
  const decode = async (frames: number, from: number, to: number) => {
    const [, channels = 0, height = 0, width = 0] = [
      0,
      4,
      vae.decode[0]!.out.shape[2]! / 8,
      vae.decode[0]!.out.shape[3]! / 8,
    ];
    const latents = file.recipe.input('in:z', [frames, channels, height, width]);
    const size = latents.data.length / frames;
    return runNet(
      {
        build: (weights, options) => buildVideoDecoder(config, weights, options),
        feeds: { latents: tensor([to - from, channels, height, width], latents.data.slice(from * size, to * size)) },
        output: 'frames',
      },
      file.recipe,
    );
  };
  return [
    {
      name: 'vae moments',
      async run() {
        const [, , height = 0, width = 0] = vae.moments.shape;
        const moments = await runNet(
          {
            build: (weights, options) => buildVaeEncoder(config, weights, options),
            feeds: { picture: file.recipe.input('in:img', [1, 3, 8 * height, 8 * width], 1) },
            output: 'moments',
          },
          file.recipe,
        );
        return [compareTensor('', moments, vae.moments, NETWORK)];
      },
    },
    ...vae.decode.map(({ frames, out }) => ({
      name: `vae decode ${frames}`,
      run: async () => [compareTensor('', await decode(frames, 0, frames), out, NETWORK)],
    })),
    {
      name: 'vae decode_chunk2',
      run: async () => [
        compareTensor('', stack([await decode(4, 0, 2), await decode(4, 2, 4)]), vae.decode_chunk2.out, NETWORK),
      ],
    },
  ];
}

function scheduleCases(file: GoldenFile, { sched, trajectory_6 }: GoldenVideo): readonly GoldenCase[] {
  const tables = sched.map(({ n, config, timesteps, sigmas, init_noise_sigma }) => ({
    name: `sched ${n}`,
    run: async () => {
      const schedule = parseVideoSchedule(config);
      const plan = euler.plan({ schedule, steps: n, sigmas: null });
      const levels = edmSigmas(schedule.edm!, { steps: n, sigmas: 'default', last: () => 0 });
      const share = (values: ArrayLike<number>) => Array.from(values, (value, i) => value / Math.max(1e-3, sigmas[i]!));
      const first = edmSchedule(schedule.edm!, levels).initialSigma! / init_noise_sigma;
      return [
        compareNumbers('timesteps', plan.timesteps, timesteps, 1e-6),
        compareNumbers('sigmas', share(levels), share(sigmas), 2e-6),
        compareNumbers('first', [first], [1], 1e-6),
      ];
    },
  }));
  const walk = async () => {
    const dims = [1, 4, 8, 8];
    const first = file.recipe.input('in:latent', dims);
    const findings: Finding[] = [];
    const schedule = parseVideoSchedule(sched[0]!.config);
    let call = 0;
    const inputs: Tensor[] = [];
    const predict = async (input: Tensor) => {
      inputs.push(input);
      return file.recipe.input(`eps:${call++}`, dims);
    };
    const options = { schedule, steps: 6, sigmas: null, noise: () => first };
    for await (const { step, latents } of euler.sample(predict, first, options)) {
      const [, scaled, sum, mean, some] = trajectory_6.steps[step - 1]!;
      const at = [0, 85, 170, 255].map((place) => latents.data[place]!);
      const total = ({ data }: Tensor) => data.reduce((all, value) => all + value, 0);
      const weight = Math.max(1, mean);
      findings.push(
        compareNumbers(
          `step ${step}`,
          scale(1 / weight, tensor([4], Float32Array.from(at))).data,
          some.map((value) => value / weight),
          2e-5,
        ),
        compareNumbers(
          `sums ${step}`,
          [total(inputs.at(-1)!) / 256, total(latents) / 256 / weight],
          [scaled / 256, sum / 256 / weight],
          2e-5,
        ),
      );
    }
    return findings;
  };
  return [...tables, { name: 'trajectory_6', run: walk }];
}
