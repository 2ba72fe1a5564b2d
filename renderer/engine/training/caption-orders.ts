import { createRandomNumbers, shuffled } from '#renderer/engine/training/random-numbers.ts';

/** Orders of a caption's parts that a training with shuffled captions draws from. */
export const CAPTION_ORDERS = 10;

/** Numbers of batches that no training comes to. */
const FROM = 2 ** 29;

/** Which order of a caption's parts is meant. */
export interface CaptionOrder {
  readonly seed: number;
  readonly number: number;
  /** Parts that stay in front where they are (kohya's `keep_tokens`). */
  readonly kept: number;
}

/**
 * A caption with its parts between commas in another order, as kohya's `shuffle_caption` has it; always the same one for
 * the same seed and number. What has one part to move stays as it is.
 */
export function captionInOrder(caption: string, { seed, number, kept }: CaptionOrder): string {
  const parts = caption.split(',').map((part) => part.trim());
  const [first, moved] = [parts.slice(0, kept), parts.slice(kept)];
  if (moved.length < 2) return caption;
  return [...first, ...shuffled(moved, createRandomNumbers(seed, FROM + number, 3))].join(', ');
}

/** Every form of a caption that such a training can come to. */
export function captionOrders(caption: string, { seed, kept }: Omit<CaptionOrder, 'number'>): readonly string[] {
  return Array.from({ length: CAPTION_ORDERS }, (_, number) => captionInOrder(caption, { seed, kept, number }));
}
