import type { ValidRender } from '#renderer/engine/engine.ts';
import { breathe } from '#renderer/engine/pipeline/event-loop.ts';
import type { LoadedModel } from '#renderer/engine/pipeline/load-model.ts';
import { createNoise } from '#renderer/engine/samplers/random.ts';
import type { Predict, SamplerStep } from '#renderer/engine/samplers/sampler.ts';
import { samplerNamed } from '#renderer/engine/samplers/samplers.ts';
import { mix, row, stack, type Tensor } from '#renderer/engine/tensor.ts';
import { type Conditioning, encodePrompt } from '#renderer/engine/text/conditioning.ts';

/** What happens on the way to a picture. Tensors of several pictures have them along the first dimension. */
export type Progress =
  | { readonly kind: 'encoded' }
  /** `alone`: no other render shared this step's calls. */
  | { readonly kind: 'step'; readonly step: number; readonly denoised: Tensor; readonly alone: boolean }
  /** All steps are done: the final latents (count, 4, h, w), and how many calls of the network they took. */
  | { readonly kind: 'denoised'; readonly latents: Tensor; readonly calls: number }
  /** Pixels (1, 3, height, width) in -1…1. */
  | { readonly kind: 'picture'; readonly index: number; readonly seed: number; readonly pixels: Tensor };

/** Channels and size of latents in every family so far: a latent pixel stands for 8 x 8 pixels. */
const LATENT_CHANNELS = 4;
const LATENT_FACTOR = 8;

/** The recipe: words to hidden states, noise, steps, pixels. Aborting ends it before the next call of a network. */
export async function* textToImage(
  model: LoadedModel,
  render: ValidRender,
  signal: AbortSignal,
): AsyncGenerator<Progress, void, undefined> {
  // Encode the prompts. A negative prompt acts through guidance only.
  await breathe(signal);
  const isGuided = render.guidance > 1;
  const pair = { prompt: render.prompt, negative: isGuided ? render.negative : null };
  const conditioning = await encodePrompt(pair, {
    tokenizer: model.tokenizer,
    encoder: model.textEncoder,
    clipSkip: render.clipSkip,
  });
  yield { kind: 'encoded' };

  // Draw each picture's noise from its own seed, and give it its own sampler.
  const tally = { calls: new Set<number>(), alone: true };
  const predict = guidedPredict(model, { conditioning, guidance: render.guidance, count: render.count, tally, signal });
  const seeds = Array.from({ length: render.count }, (_, i) => (render.seed + i) % 2 ** 32);
  const runs = seeds.map((seed) => startSampler(model, render, { seed, predict }));

  // Take the steps, all pictures together.
  let latents: readonly Tensor[] = [];
  for (let step = 1; ; step++) {
    const steps = await nextOfAll(runs);
    if (!steps) break;
    latents = steps.map((one) => one.latents);
    yield { kind: 'step', step, denoised: stack(steps.map((one) => one.denoised)), alone: tally.alone };
  }
  yield { kind: 'denoised', latents: stack(latents), calls: tally.calls.size };

  // Decode one picture after the other: decoding takes the most memory.
  for (const [index, seed] of seeds.entries()) {
    await breathe(signal);
    yield { kind: 'picture', index, seed, pixels: await model.decoder.decode(latents[index]!) };
  }
}

function startSampler(
  model: LoadedModel,
  render: ValidRender,
  { seed, predict }: { seed: number; predict: Predict },
): AsyncGenerator<SamplerStep, void, undefined> {
  const source = createNoise(seed);
  const dims = [1, LATENT_CHANNELS, render.height / LATENT_FACTOR, render.width / LATENT_FACTOR];
  return samplerNamed(render.sampler).sample(predict, source.randn(dims), {
    schedule: model.schedule,
    steps: render.steps,
    karras: render.karras,
    noise: () => source.randn(dims),
  });
}

/** One step of every sampler at the same time, so that their questions share calls; null when they have ended. */
async function nextOfAll(runs: readonly AsyncGenerator<SamplerStep, void, undefined>[]): Promise<SamplerStep[] | null> {
  const results = await Promise.all(runs.map((run) => run.next()));
  const steps = results.flatMap((result) => (result.done ? [] : [result.value]));
  return steps.length === runs.length ? steps : null;
}

interface Guidance {
  readonly conditioning: Conditioning;
  readonly guidance: number;
  /** Pictures of this render. */
  readonly count: number;
  readonly tally: { readonly calls: Set<number>; alone: boolean };
  readonly signal: AbortSignal;
}

/** Classifier-free guidance (https://arxiv.org/abs/2207.12598): away from what the negative prompt asks for. */
function guidedPredict(model: LoadedModel, { conditioning, guidance, count, tally, signal }: Guidance): Predict {
  const { cond, uncond } = conditioning;
  return async (input, timestep) => {
    const ask = uncond
      ? { latents: stack([input, input]), timestep, context: stack([uncond, cond]) }
      : { latents: input, timestep, context: cond };
    const { output, call, pictures } = await model.unet.predict(ask, signal);
    tally.calls.add(call);
    tally.alone = pictures <= count;
    return uncond ? mix(1 - guidance, row(output, 0), guidance, row(output, 1)) : output;
  };
}
