import type { ValidRender } from '#renderer/engine/contract/task.ts';
import type { RunTimeLoras } from '#renderer/engine/networks/network.ts';
import { withLoras } from '#renderer/engine/networks/run-time-loras.ts';
import type { LoadedModel } from '#renderer/engine/residency/load-model.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { type Conditioning, encodePrompts } from '#renderer/engine/text/conditioning.ts';

/** What a model is told by a render. */
export interface PromptConditioning {
  readonly conditioning: Conditioning;
  /** The style that it is told in. */
  readonly loras: RunTimeLoras | null;
}

/** The render's prompts as this model reads them, with its style LoRAs; steps are counted over all passes. */
export async function conditionPrompts(
  { traits, text, styleLoras }: LoadedModel,
  render: ValidRender,
  { steps, signal }: { steps: number; signal: AbortSignal },
): Promise<PromptConditioning> {
  const { prompt, prompt2, negative, negative2, clipSkip, weighting } = render;
  const loras = await styleLoras(render.styleLoras);
  const encoders = text.encoders.map(({ tokenizer, encoder }, i) => ({
    tokenizer,
    encoder: loras ? withLoras(encoder, loras.textEncoders[i]!) : encoder,
  }));
  // A model with the second encoder alone (the SDXL refiner) reads what is meant for that one.
  const isSecondAlone = traits.timeIds > 0 && text.encoders.length === 1;
  const words = isSecondAlone ? (prompt2 ?? prompt) : prompt;
  const against = isSecondAlone ? (negative2 ?? negative) : negative;
  const pair = {
    prompt: words,
    negative: isGuided(render, traits) ? against : null,
    ...(prompt2 && { prompt2 }),
    ...(negative2 && { negative2 }),
  };
  const conditioning = await encodePrompts(pair, { ...text, encoders, clipSkip, weighting, steps, signal });
  return { conditioning, loras };
}

/** Whether the network is asked with the negative prompt too. */
function isGuided({ guidance, source }: ValidRender, { wantsGuidance, inChannels }: LoadedModel['traits']): boolean {
  const byImage = inChannels === 8 && source !== null && source.imageGuidance < 1;
  return guidance > 1 && !wantsGuidance && !byImage;
}

/**
 * What a network of the SDXL line is told about the picture, (1, 6) or (1, 5): original height and width, top and left
 * of the crop, and the target's height and width or, for a refiner, an aesthetic score. Null for other networks.
 */
export function timeIdsOf(
  { timeIds }: LoadedModel['traits'],
  { sizeConditioning: told }: ValidRender,
  size: { readonly width: number; readonly height: number },
): { readonly cond: Tensor; readonly uncond: Tensor } | null {
  if (timeIds === 0) return null;
  const original = told.original ?? size;
  const start = [original.height, original.width, told.crop.top, told.crop.left];
  const row = (ends: readonly number[]) => tensor([1, timeIds], Float32Array.from([...start, ...ends]));
  const target = [size.height, size.width];
  const { prompt, negative } = told.aesthetic;
  return timeIds === 6 ? { cond: row(target), uncond: row(target) } : { cond: row([prompt]), uncond: row([negative]) };
}
