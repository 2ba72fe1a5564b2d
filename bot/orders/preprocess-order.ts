import type { Order, SettledOrder } from '#bot/domain/job.ts';
import type { BlobRef } from '#bot/domain/task.ts';

interface PreprocessSettings {
  readonly method: string;
  readonly low: number;
  readonly high: number;
  /** What its panel says that it is of. */
  readonly words: string;
}

/** An order for the control picture of a picture, at the picture's own size: there is nothing to be settled but that. */
export function preprocessOrder(image: BlobRef, { method, low, high, words }: PreprocessSettings): SettledOrder {
  const order: Order = { prompt: words };
  const task = { kind: 'preprocess', image, method, side: 0, low, high } as const;
  return { order, style: null, task, notices: [] };
}
