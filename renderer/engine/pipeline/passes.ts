import type { ValidRender } from '#renderer/engine/contract/task.ts';
import type { LatentEncoder, RunTimeLoras } from '#renderer/engine/networks/network.ts';
import { planOptions, type Sampling } from '#renderer/engine/pipeline/denoise.ts';
import { finitePixels } from '#renderer/engine/pipeline/finite-pixels.ts';
import type { GuideOptions } from '#renderer/engine/pipeline/guidance.ts';
import type { ImageConditions } from '#renderer/engine/pipeline/image-prompts.ts';
import type { RenderProgress } from '#renderer/engine/pipeline/progress.ts';
import { sizeConditioningOf } from '#renderer/engine/pipeline/prompt-conditioning.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import type { PlanOptions, Start } from '#renderer/engine/samplers/sampler.ts';
import { samplerNamed } from '#renderer/engine/samplers/samplers.ts';
import { stack, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';
import { failure } from '#shared/text/failure.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Dimensions (1, 4, h, w) of the latents of a picture. */
export function latentDims({ traits }: LoadedModel, { width, height }: Size): readonly number[] {
  return [1, 4, height / traits.latentFactor, width / traits.latentFactor];
}

/** What guidance goes by in a pass, without any further channels; at the render's size if no other is given. */
export function guideOptions(
  model: LoadedModel,
  render: ValidRender,
  { loras, images, size = render }: PassConditions,
): GuideOptions {
  const { traits } = model;
  const { guidance, guidanceRescale } = render;
  const sizes = sizeConditioningOf(traits, render, size);
  const [, , height = 0, width = 0] = latentDims(model, size);
  const pictures = images?.at({ height, width }) ?? null;
  const { wantsGuidance } = traits;
  return { guidance, guidanceRescale, sizes, wantsGuidance, loras, images: pictures, joined: null };
}

interface PassConditions {
  readonly loras: RunTimeLoras | null;
  readonly images: ImageConditions | null;
  readonly size?: Size;
}

/** A start from latents. Full consistency models take all their steps within the share, as in diffusers. */
export function startFrom({ traits }: LoadedModel, original: Tensor, strength: number): Start {
  return { original, strength, within: traits.wantsGuidance };
}

/** Steps that a pass will take. Throws `invalid` where it cannot be sampled. `strength` null = from noise. */
export function stepsOf(
  model: LoadedModel,
  sampling: Sampling,
  { strength = null, part }: { strength?: number | null; part?: PlanOptions['part'] } = {},
): number {
  // Only the strength counts for a plan, not the latents.
  const start = strength === null ? null : startFrom(model, tensor([0]), strength);
  const options = { ...planOptions(model, sampling), ...(start && { start }), ...(part && { part }) };
  return samplerNamed(sampling.sampler).plan(options).steps;
}

/** The parts of the way that a render's model and its refiner go, as options to be spread. */
export function partsOf({ refiner }: ValidRender): { base: PlanOptions['part']; refiner: PlanOptions['part'] } {
  if (!refiner) return { base: undefined, refiner: undefined };
  return { base: { to: refiner.highNoiseFraction }, refiner: { from: refiner.highNoiseFraction } };
}

/** The encoder of a model whose need said that pictures are encoded. */
export function encoderOf({ choice, encoder }: LoadedModel): LatentEncoder {
  if (encoder) return encoder;
  throw failure('internal', 'network.no-encoder', { model: choice.name });
}

/** The end of every recipe: final latents to pixels, one picture after the other, because decoding takes the most memory. */
export async function* decodeAll(
  model: LoadedModel,
  latents: readonly Tensor[],
  { seeds, signal }: { seeds: readonly number[]; signal: AbortSignal },
): AsyncGenerator<RenderProgress, void, undefined> {
  yield { kind: 'denoised', latents: stack(latents) };
  for (const [index, seed] of seeds.entries()) {
    await yieldToEventLoop(signal);
    const pixels = finitePixels(await model.decoder.decode(latents[index]!, signal));
    yield { kind: 'picture', index, seed, pixels };
  }
}
