import { firstShape } from '#renderer/engine/checkpoint/derive-unet-config.ts';
import type { NetworkFiles } from '#renderer/engine/checkpoint/parts.ts';
import { unloadable } from '#renderer/engine/checkpoint/unloadable.ts';
import { message } from '#shared/text/failure.ts';

/** Refuses a model whose UNet reads text of another width than its text encoders, joined, give. */
export function requireTextWidth(
  { unet, textEncoders }: { readonly unet: NetworkFiles; readonly textEncoders: readonly NetworkFiles[] },
  model: string,
): void {
  const wanted = firstShape(unet.weights, /\.attn2\.to_k\.weight$/)?.[1];
  const widths = textEncoders.map(({ weights }) => firstShape(weights, /(^|\.)token_embedding\.weight$/)?.[1]);
  // A width that no weight tells is left to the networks, which name what they miss.
  if (wanted === undefined || widths.includes(undefined)) return;
  const known = widths.map((width) => width ?? 0);
  if (known.reduce((sum, width) => sum + width, 0) === wanted) return;
  throw unloadable(model, message('checkpoint.text-width', { wanted, widths: known }));
}
