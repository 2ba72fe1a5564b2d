import type { ValidRender } from '#renderer/engine/contract/task.ts';
import type { RunTimeLoras } from '#renderer/engine/networks/network.ts';
import { withLoras } from '#renderer/engine/networks/run-time-loras.ts';
import { conditionImages, type ImageConditions } from '#renderer/engine/pipeline/image-prompts.ts';
import type { LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { type Conditioning, encodePrompts } from '#renderer/engine/text/conditioning.ts';

/** A render's prompts as its networks read them. */
export interface PromptConditioning {
  readonly conditioning: Conditioning;
  /** The style LoRAs, which every call of the UNet is given too. */
  readonly loras: RunTimeLoras | null;
  /** Pictures beside the words; null for none. */
  readonly images: ImageConditions | null;
}

/** The render's prompts as this model reads them, with its style LoRAs; steps are counted over all passes. */
export async function conditionPrompts(
  model: LoadedModel,
  render: ValidRender,
  { steps, signal }: { steps: number; signal: AbortSignal },
): Promise<PromptConditioning> {
  const { traits, text, styleLoras } = model;
  const { prompt, prompt2, negative, negative2, clipSkip, weighting } = render;
  const loras = await styleLoras(render.styleLoras);
  const encoders = text.encoders.map(({ tokenizer, encoder }, i) => ({
    tokenizer,
    encoder: loras ? withLoras(encoder, loras.textEncoders[i]!) : encoder,
  }));
  // A model with the second encoder alone (the SDXL refiner) reads what is meant for that one.
  const isSecondAlone = traits.textEncoders === 'second';
  const positive = isSecondAlone ? (prompt2 ?? prompt) : prompt;
  const against = isSecondAlone ? (negative2 ?? negative) : negative;
  const pair = {
    prompt: positive,
    negative: isGuided(render, traits) ? against : null,
    ...(prompt2 && { prompt2 }),
    ...(negative2 && { negative2 }),
  };
  const conditioning = await encodePrompts(pair, { ...text, encoders, clipSkip, weighting, steps, signal });
  return { conditioning, loras, images: await conditionImages(model, render, signal) };
}

/** Whether the network also predicts for the negative prompt. */
function isGuided({ guidance, source }: ValidRender, { wantsGuidance, imageInput }: LoadedModel['traits']): boolean {
  const byImage = imageInput === 'image' && source !== null && source.imageGuidance < 1;
  return guidance > 1 && !wantsGuidance && !byImage;
}

/**
 * What a network of the SDXL line reads about the picture's size, (1, 6) or (1, 5): original height and width, top and
 * left of the crop, and the target's height and width or, for a refiner, an aesthetic score. Null for other networks.
 */
export function sizeConditioningOf(
  { sizeConditioning }: LoadedModel['traits'],
  { sizeConditioning: wish }: ValidRender,
  size: { readonly width: number; readonly height: number },
): { readonly cond: Tensor; readonly uncond: Tensor } | null {
  if (sizeConditioning === 'none') return null;
  const original = wish.original ?? size;
  const start = [original.height, original.width, wish.crop.top, wish.crop.left];
  const row = (...ends: number[]) => {
    const numbers = Float32Array.of(...start, ...ends);
    return tensor([1, numbers.length], numbers);
  };
  if (sizeConditioning === 'target-size') {
    const both = row(size.height, size.width);
    return { cond: both, uncond: both };
  }
  const { prompt, negative } = wish.aesthetic;
  return { cond: row(prompt), uncond: row(negative) };
}
