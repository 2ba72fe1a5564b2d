import sharp from 'sharp';
import type { ModelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildUNet } from '#renderer/engine/graph/nets/unet.ts';
import { parseUNetConfig } from '#renderer/engine/graph/nets/unet-config.ts';
import { buildVaeEncoder } from '#renderer/engine/graph/nets/vae.ts';
import { parseVaeConfig } from '#renderer/engine/graph/nets/vae-config.ts';
import type { TextEncoder } from '#renderer/engine/networks/network.ts';
import { openEncoder } from '#renderer/engine/networks/open-encoder.ts';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { followRecipe } from '#renderer/engine/pipeline/recipe.ts';
import type { LoadedControl, LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import { createStepBatcher } from '#renderer/engine/residency/step-batcher.ts';
import { parseNoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import type { NoiseSource } from '#renderer/engine/samplers/random.ts';
import { row, type Tensor } from '#renderer/engine/tensor.ts';
import type { Prompt } from '#shared/contract/messages.ts';
import { ON_CPU, POOLED_WIDTH, UNREAD } from '#test/golden/check/networks.ts';
import type { GoldenFile } from '#test/golden/check/part.ts';
import type { Recipe } from '#test/golden/check/recipe.ts';
import { withParameters } from '#test/renderer/engine/graph/golden.ts';
import { numberTokenizer } from '#test/renderer/engine/text/golden-encoders.ts';

/** What a recorded run of diffusers' pipelines draws with. */
export interface RunNetworks {
  /** Name in the file's UNets. */
  readonly unet: string;
  readonly vae: object;
  readonly controls: readonly LoadedControl[];
  /** None when left out. */
  readonly imageAdapters?: LoadedModel['imageAdapters'];
}

/** What it starts from, beside the render. */
export interface RunOptions {
  /** Pictures that are drawn at the same time, each with its own row of every input. */
  readonly batch: number;
  /** Latents (b, 4, h, w) that are given, so that nothing is drawn for them; null = the first draw is theirs. */
  readonly latents: Tensor | null;
}

/** What came out: the final latents (b, 4, h, w), and how often noise was asked for. */
export interface RunResult {
  readonly latents: readonly Tensor[];
  readonly noiseCalls: number;
}

const never = new AbortController().signal;

/** Draws as diffusers' pipelines do that are given prompts as hidden states, and noise by a hook. */
export async function runPipeline(
  file: GoldenFile,
  networks: RunNetworks,
  { render, ...options }: RunOptions & { readonly render: ValidRender },
): Promise<RunResult> {
  const { recipe } = file;
  const config = file.unets[networks.unet]!;
  const unetShapes = wantedWeights((w) => buildUNet(parseUNetConfig(config), w, UNREAD));
  const vaeShapes = wantedWeights((w) => buildVaeEncoder(parseVaeConfig(networks.vae), w, UNREAD));
  const run = (unetWeights: Parameters<typeof openUNet>[1]) =>
    withParameters(
      vaeShapes,
      async (vaeWeights) => {
        const unet = await openUNet(config, unetWeights, ON_CPU);
        const encoder = await openEncoder(networks.vae, vaeWeights, ON_CPU);
        const batcher = createStepBatcher(unet, { rowsMax: 8, area: 1e9 });
        const parts = {
          encoder,
          unet: batcher,
          controls: networks.controls,
          imageAdapters: networks.imageAdapters ?? [],
        };
        const drawn = Array.from({ length: options.batch }, (_, i) =>
          drawOne({ recipe, config, render, model: parts, picture: i, ...options }),
        );
        const results = await Promise.all(drawn);
        await unet.release();
        await encoder.release();
        return { latents: results.map(({ latents }) => latents), noiseCalls: results[0]!.noiseCalls };
      },
      recipe.parameter,
    );
  return withParameters(unetShapes, run, recipe.parameter);
}

interface OnePicture extends RunOptions {
  readonly recipe: Recipe;
  readonly config: Readonly<Record<string, unknown>>;
  readonly render: ValidRender;
  readonly model: Pick<LoadedModel, 'encoder' | 'unet' | 'controls' | 'imageAdapters'>;
  readonly picture: number;
}

async function drawOne(one: OnePicture): Promise<{ latents: Tensor; noiseCalls: number }> {
  const { source, calls } = noiseOf(one);
  const model = modelOf(one);
  const pool = { acquire: async () => model, noise: () => source, signal: never };
  for await (const progress of followRecipe(pool, one.render)) {
    if (progress.kind === 'denoised') return { latents: progress.latents, noiseCalls: calls() };
  }
  throw new Error('the recipe ended without latents');
}

/** The k-th draw is row i of `noise:k`; where latents are given, they stand in the place of the first. */
function noiseOf({ recipe, batch, latents, picture }: OnePicture): { source: NoiseSource; calls(): number } {
  let draws = 0;
  let isFirst = latents !== null;
  return {
    calls: () => draws,
    source: {
      randn(dims) {
        if (isFirst) {
          isFirst = false;
          return row(latents!, picture);
        }
        return row(recipe.input(`noise:${draws++}`, [batch, ...dims.slice(1)]), picture);
      },
    },
  };
}

function modelOf(one: OnePicture): LoadedModel {
  const { config, render, model } = one;
  const isXl = config.addition_embed_type !== undefined && config.addition_embed_type !== null;
  const nobody = { kind: 'colours', decode: () => Promise.reject(new Error('nothing is decoded here')) } as const;
  return {
    choice: render.model,
    traits: traitsOf(config, isXl),
    text: {
      encoders: [{ tokenizer: numberTokenizer(99), encoder: givenStates(one) }],
      states: isXl ? 'hidden' : 'normed',
      hasPooled: isXl,
      zerosForEmptyNegative: false,
      embeddings: null,
    },
    styleLoras: async () => null,
    schedule: parseNoiseSchedule(SCHEDULE),
    upscaler: null,
    decoder: nobody,
    preview: nobody,
    ...model,
  };
}

/** As engine.json's set-ups have it. */
const SCHEDULE = {
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  timestep_spacing: 'leading',
  steps_offset: 1,
  set_alpha_to_one: false,
  clip_sample: false,
};

function traitsOf(config: OnePicture['config'], isXl: boolean): ModelTraits {
  return {
    imageInput: Number(config.in_channels ?? 4) === 9 ? 'masked-image' : 'none',
    sizeConditioning: isXl ? 'target-size' : 'none',
    textEncoders: 'first',
    textStates: isXl ? 'hidden' : 'normed',
    readsPooledText: isXl,
    wantsGuidance: false,
    latentFactor: 8,
    latentSide: 16,
    latentSpace: 'golden',
    latentColours: 'sd',
  };
}

/** The words of the prompt, and of the negative one, by which the states that are given are told apart. */
export const GIVEN_PROMPTS = { prompt: promptOf('w1'), negative: promptOf('w2') };

function promptOf(text: string): Prompt {
  return { chunks: [{ spans: [{ text, weight: 1 }] }] };
}

function givenStates({ recipe, config, batch, picture }: OnePicture): TextEncoder {
  const width = Number(config.cross_attention_dim);
  const states = (name: string) => row(recipe.input(name, [batch, 77, width]), picture);
  const pooled = (name: string) => row(recipe.input(name, [batch, POOLED_WIDTH]), picture);
  return {
    width,
    layers: 4,
    async encode([ids = []]) {
      const isNegative = ids.includes(2);
      return isNegative
        ? { hidden: states('in:negative'), pooled: pooled('in:npooled') }
        : { hidden: states('in:prompt'), pooled: pooled('in:pooled') };
    },
  };
}

/** A model that is known by its name alone. */
export const GIVEN_MODEL = { name: 'golden', files: modelFilesAt('golden'), adapters: [] };

/** Pixels as a file. */
export function pngOf({
  width,
  height,
  data,
}: {
  width: number;
  height: number;
  data: Uint8Array;
}): Promise<Uint8Array> {
  const channels = data.length / (width * height);
  return sharp(data, { raw: { width, height, channels: channels as 1 | 3 } })
    .png()
    .toBuffer();
}
