import type { Order, SettledOrder } from '#bot/domain/job.ts';
import type { BlobRef } from '#bot/domain/task.ts';

/**
 * An order for a picture to be made larger: there is nothing to be settled but that. It keeps the words that the
 * picture was drawn from, so that its panel says what it is of. `scale` 0 = as the renderer's network does it, `model` '' = its first.
 */
export function upscaleOrder(
  image: BlobRef,
  { scale, words, model, denoise }: { scale: number; words: string; model: string; denoise: number | null },
): SettledOrder {
  const order: Order = { prompt: words };
  const share = denoise === null ? {} : { denoise: { value: denoise } };
  return { order, style: null, task: { kind: 'upscale', image, model, scale, ...share }, notices: [] };
}
