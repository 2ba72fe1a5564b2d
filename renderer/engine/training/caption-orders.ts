import { createRandomNumbers, shuffled } from '#renderer/engine/training/random-numbers.ts';

/** Orders of a caption's parts that a training with shuffled captions draws from. */
export const CAPTION_ORDERS = 10;

/** Numbers of batches that no training comes to. */
const FROM = 2 ** 29;

/**
 * A caption with its parts between commas in another order, as kohya's `shuffle_caption` has it; always the same one for
 * the same seed and number. What has one part stays as it is.
 */
export function captionInOrder(
  caption: string,
  { seed, number }: { readonly seed: number; readonly number: number },
): string {
  const parts = caption.split(',').map((part) => part.trim());
  if (parts.length < 2) return caption;
  return shuffled(parts, createRandomNumbers(seed, FROM + number, 3)).join(', ');
}

/** Every form of a caption that such a training can come to. */
export function captionOrders(caption: string, seed: number): readonly string[] {
  return Array.from({ length: CAPTION_ORDERS }, (_, number) => captionInOrder(caption, { seed, number }));
}
