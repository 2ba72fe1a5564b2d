import { basename } from 'node:path';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import type { ComfyDrawing } from '#renderer/engine/image/comfy-graph.ts';
import { sigmaSpacing } from '#renderer/engine/pipeline/denoise.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import type { NoiseSchedule } from '#renderer/engine/samplers/noise-schedule.ts';
import type { Prompt } from '#shared/contract/messages.ts';

/** What of a model decides how it draws. */
export type ComfyModel = Pick<LoadedModel, 'traits' | 'schedule' | 'text'>;

/** Our samplers that add no noise on the way and take the same steps there, by ComfyUI's names. */
const SAMPLERS: Readonly<Record<string, string>> = {
  euler: 'euler',
  heun: 'heun',
  lms: 'lms',
  kdpm2: 'dpm_2',
  dpmpp_2m: 'dpmpp_2m',
};

/** A CLIP window; how longer texts are cut differs between programs. */
const TOKENS_MAX = 75;

/** What ComfyUI, its page or the reader of settings would take for more than letters. */
const SYNTAX = /[[\]{}<>|\\]|\/\/|\/\*|embedding:|\b(?:AND|BREAK)\b/;

/**
 * The render of one picture as ComfyUI's own nodes draw it; null where a setting has no counterpart there, or one that
 * draws otherwise: pictures to start from, weights, noise that is added on the way, parts from other files.
 */
export function comfyDrawing(
  render: ValidRender,
  { seed, model }: { readonly seed: number; readonly model: ComfyModel },
): ComfyDrawing | null {
  const { checkpoint } = render.model.files;
  const sampler = SAMPLERS[render.sampler];
  const scheduler = schedulerOf(render, model);
  const prompt = plainText(render.prompt, { render, model });
  const negative = plainText(render.negative, { render, model });
  const isFile = /\.(safetensors|ckpt)$/i.test(checkpoint);
  if (!isFile || !sampler || !scheduler || prompt === null || negative === null) return null;
  if (!isPlain(render) || !isUsual(model)) return null;
  const isZero = negative === '' && model.text.zerosForEmptyNegative;
  const { width, height, steps, guidance } = render;
  return {
    checkpoint: basename(checkpoint),
    loras: [...render.model.adapters, ...render.styleLoras].map(({ file, weight, textWeight = weight }) => {
      return { file: basename(file), weight, textWeight };
    }),
    ...{ prompt, negative: isZero ? null : negative },
    ...{ width, height, seed, steps, guidance, sampler, scheduler },
  };
}

/** Whether it has nothing of what only this program does in this way. */
function isPlain(render: ValidRender): boolean {
  const { source, hires, refiner, variation, tile, stop, eta, prompt2, negative2, sizeConditioning } = render;
  const { original, crop } = sizeConditioning;
  const added = [source, hires, refiner, variation, tile, stop, eta, prompt2, negative2, original];
  const pictures = render.imagePrompts.length + render.control.units.length + (render.ownAdapters?.length ?? 0);
  return (
    added.every((each) => each === null || each === undefined || each === false) &&
    pictures === 0 &&
    crop.left === 0 &&
    crop.top === 0 &&
    render.model.files.vae === null &&
    render.clipSkip === 0 &&
    render.guidanceRescale === 0 &&
    // Below 1 guidance is off here and reversed there.
    render.guidance >= 1
  );
}

/** Whether the model draws as ComfyUI takes any of its kind to draw: from words, predicting noise as it was trained. */
function isUsual({ traits, schedule }: ComfyModel): boolean {
  const { alphasCumprod: levels, sigmaRange } = schedule;
  return (
    traits.imageInput === 'none' &&
    !traits.wantsGuidance &&
    traits.sizeConditioning !== 'aesthetic-score' &&
    schedule.edm === null &&
    schedule.predictionType === 'epsilon' &&
    levels.length === 1000 &&
    // Of betas from 0.00085 to 0.012, linear in their roots.
    Math.abs(levels.at(-1)! - 0.00466) < 1e-4 &&
    Math.abs(levels[0]! - 0.99915) < 1e-5 &&
    sigmaRange.min === null &&
    sigmaRange.max === null &&
    isUsualSolver(schedule)
  );
}

function isUsualSolver({ finalSigmas, clipSampleRange, thresholding, ...solver }: NoiseSchedule): boolean {
  const isPlain = finalSigmas === 'zero' && clipSampleRange === null && thresholding === null;
  const isSecond =
    solver.solverOrder === 2 && solver.solverType !== 'heun' && solver.lambdaMin === Number.NEGATIVE_INFINITY;
  return isPlain && isSecond;
}

/** ComfyUI's name for where the steps lie (comfy/samplers.py); null = none lies there. */
function schedulerOf(render: ValidRender, model: ComfyModel): string | null {
  const { schedule } = model;
  const spacing = render.spacing ?? schedule.timestepSpacing ?? 'linspace';
  const isMultistep = render.sampler === 'dpmpp_2m';
  const rule = sigmaSpacing(model, render);
  // The solver spaces all levels of the training, the others those of their timesteps.
  if (rule === 'karras') return isMultistep || spacing === 'linspace' ? 'karras' : null;
  if (rule !== 'default') return null;
  if (spacing === 'trailing') return 'simple';
  if (spacing === 'linspace') return isMultistep ? 'sgm_uniform' : 'normal';
  const isEven = schedule.alphasCumprod.length % render.steps === 0 && schedule.stepsOffset === 1;
  return isEven && !isMultistep ? 'ddim_uniform' : null;
}

/** A text whose every word weighs the same and that one window holds; null for any other. */
function plainText(
  { chunks, subjects = [] }: Prompt,
  { render, model }: { readonly render: ValidRender; readonly model: ComfyModel },
): string | null {
  const spans = chunks.flatMap((chunk) => chunk.spans);
  if (subjects.length > 0 || chunks.length > 1 || spans.some(({ weight }) => weight !== 1)) return null;
  const text = spans.map((span) => span.text).join('');
  const words = text.toLowerCase();
  const isNamed = render.model.files.embeddings.some(({ name }) => words.includes(name.toLowerCase()));
  const fits = model.text.encoders.every(({ tokenizer }) => tokenizer.encode(text).length <= TOKENS_MAX);
  return SYNTAX.test(text) || isNamed || !fits ? null : text;
}
