import { firstShape } from '#renderer/engine/checkpoint/derive-unet-config.ts';
import type { NetworkFiles } from '#renderer/engine/checkpoint/parts.ts';
import { Failure } from '#shared/failure.ts';

/** Refuses a model whose UNet reads text of another width than its text encoders, joined, give. */
export function requireTextWidth(
  { unet, textEncoders }: { readonly unet: NetworkFiles; readonly textEncoders: readonly NetworkFiles[] },
  model: string,
): void {
  const wanted = firstShape(unet.weights, /\.attn2\.to_k\.weight$/)?.[1];
  const widths = textEncoders.map(({ weights }) => firstShape(weights, /(^|\.)token_embedding\.weight$/)?.[1]);
  // A width that no weight tells is left to the networks, which name what they miss.
  if (wanted === undefined || widths.includes(undefined)) return;
  const given = widths.reduce<number>((sum, width) => sum + (width ?? 0), 0);
  if (given === wanted) return;
  const shown = widths.length > 1 ? `${widths.join(' + ')} = ${given}` : given;
  throw new Failure(
    'invalid',
    `Cannot load model ${model}: its UNet reads text ${wanted} wide, given text encoders of ${shown}. ` +
      'They belong to different models, or one is missing',
  );
}
