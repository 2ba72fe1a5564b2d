import type { ValidRender } from '#renderer/engine/contract/task.ts';
import type { LatentDistribution } from '#renderer/engine/networks/network.ts';
import { steeringFor } from '#renderer/engine/pipeline/control.ts';
import { denoise, type PictureRun, stepsTaken } from '#renderer/engine/pipeline/denoise.ts';
import { classifierFree, type GuideOptions } from '#renderer/engine/pipeline/guidance.ts';
import { binarised, latentMask, masked, merged } from '#renderer/engine/pipeline/mask.ts';
import {
  decodeAll,
  encoderOf,
  guideOptions,
  latentDims,
  startFrom,
  stepsOf,
} from '#renderer/engine/pipeline/passes.ts';
import { pictureNoises } from '#renderer/engine/pipeline/picture-noise.ts';
import type { ModelPool, RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { conditionPrompts } from '#renderer/engine/pipeline/prompt-conditioning.ts';
import { atAskedSize, inWholeLatents, resizedTo } from '#renderer/engine/pipeline/whole-latents.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import type { Start } from '#renderer/engine/samplers/sampler.ts';
import { concatChannels, type Tensor } from '#renderer/engine/tensor.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/** A picture, and what of it is to be drawn anew. */
export interface RepaintInput {
  /** (1, 3, h, w) in -1…1 */
  readonly pixels: Tensor;
  /** (1, 1, h, w): 1 = anew, 0 = kept. */
  readonly mask: Tensor;
  readonly strength: number;
}

/**
 * The recipe of inpainting and outpainting. An inpainting checkpoint reads the mask and the masked picture at every
 * step; for any other the latents outside the mask are set back, after each call, to the picture's at that noise.
 */
export async function* repaint(
  { acquire, noise, signal }: ModelPool,
  asked: ValidRender,
  { pixels, mask, strength }: RepaintInput,
): AsyncGenerator<RenderProgress, void, undefined> {
  const model = await acquire(asked.model);
  const render = inWholeLatents(asked, model.traits.latentFactor);
  const input = { pixels: resizedTo(render, pixels, 'bicubic'), mask: resizedTo(render, mask, 'bilinear'), strength };
  yield* atAskedSize(repaintLatents({ model, noise, signal }, render, input), asked);
}

async function* repaintLatents(
  { model, noise, signal }: Pick<ModelPool, 'noise' | 'signal'> & { readonly model: LoadedModel },
  render: ValidRender,
  { pixels, mask, strength }: RepaintInput,
): AsyncGenerator<RenderProgress, void, undefined> {
  const steps = stepsOf(model, render, { strength });
  yield { kind: 'planned', steps: stepsTaken(steps, render) };

  // Encode the prompts, the picture, and for networks that read it the picture without what is to be drawn.
  const conditioned = await conditionPrompts(model, render, { steps, signal });
  const steering = await steeringFor(model, { ...render, repainted: { pixels, mask } }, signal);
  const encoder = encoderOf(model);
  await yieldToEventLoop(signal);
  const picture = await encoder.encode(pixels, signal);
  const readsMask = model.traits.imageInput === 'masked-image';
  await yieldToEventLoop(signal);
  const rest = readsMask ? await encoder.encode(masked(pixels, binarised(mask)), signal) : null;
  yield { kind: 'encoded' };

  // Give each picture its noise, in diffusers' order of draws, and take the steps, all together.
  const dims = latentDims(model, render);
  const small = latentMask(mask, model.traits.latentFactor);
  const options = guideOptions(model, render, conditioned);
  const sources = pictureNoises(render, noise);
  const seeds = sources.map(({ seed }) => seed);
  const runs = sources.map((source) => {
    const draw = () => source.randn(dims);
    const first = () => source.start(dims);
    const start = (original: Tensor) => (strength < 1 ? startFrom(model, original, strength) : null);
    return rest
      ? runWithMask({ picture, rest, mask: binarised(small), draw, first, start, options })
      : runSetBack({ picture, mask: small, draw, first, start, options });
  });
  const latents = yield* denoise({ model, ...conditioned, steering, sampling: render, runs, stepsBefore: 0, signal });
  yield* decodeAll(model, latents, { seeds, signal });
}

interface RunInput {
  readonly picture: LatentDistribution;
  readonly mask: Tensor;
  readonly draw: () => Tensor;
  /** What it starts from, in place of a draw. */
  readonly first: () => Tensor;
  /** Null for full strength: then nothing but noise. */
  readonly start: (original: Tensor) => Start | null;
  readonly options: GuideOptions;
}

/** For inpainting checkpoints, which read the mask. The picture's own latents are drawn only where they are needed. */
function runWithMask({
  picture,
  rest,
  mask,
  draw,
  first,
  start,
  options,
}: RunInput & { rest: LatentDistribution }): PictureRun {
  const hasStart = start(picture.mean) !== null;
  const original = hasStart ? picture.sample(draw()) : null;
  const noise = first();
  const joined = concatChannels([mask, rest.sample(draw())]);
  const begin = original && start(original);
  return { noise, draw, guidance: classifierFree({ ...options, joined }), ...(begin && { start: begin }) };
}

/** For any other network: outside the mask the latents are set back after each step. */
function runSetBack({ picture, mask, draw, first, start, options }: RunInput): PictureRun {
  const original = picture.sample(draw());
  const noise = first();
  // diffusers draws for the masked picture here too, although this network never sees it.
  draw();
  const begin = start(original);
  return {
    noise,
    draw,
    guidance: classifierFree(options),
    replaceLatents: ({ latents, renoise }) => merged(renoise(original, noise), latents, mask),
    ...(begin && { start: begin }),
  };
}
