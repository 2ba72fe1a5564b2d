import type { TaskOf } from '#bot/domain/task.ts';
import { isXl } from '#bot/training/training-plan.ts';
import type { Description, Model } from '#shared/contract/messages.ts';

/** Numbers of a family's UNet and of all its text encoders, in billions, as they were published. */
const SIZES: Readonly<Record<string, { readonly unet: number; readonly text: number }>> = {
  sd15: { unet: 0.86, text: 0.12 },
  sd21: { unet: 0.87, text: 0.34 },
  sdxl: { unet: 2.57, text: 0.82 },
  ssd1b: { unet: 1.33, text: 0.82 },
  vega: { unet: 0.75, text: 0.82 },
};

/**
 * Bytes that a step keeps for its way back, for each pixel of a batch: 2.5 GiB were measured of Stable Diffusion 1.5 at
 * 512 pixels, and as much for each pixel was reckoned of SDXL at 1024.
 */
const KEPT_BYTES = 10 * 2 ** 10;

/** Less than this is not worth saying. */
const LITTLE_GIB = 1;

/**
 * GiB that a training holds at least, beside what is drawn with: the UNet, text encoders where words or they are
 * trained, and what a step keeps for its way back. Null where that is little, or nothing is known of the family.
 */
export function trainingMemory(
  { method, side, batch, trainText = false, precision }: TaskOf<'train'>,
  { family, demonstration = false }: Pick<Model, 'family' | 'demonstration'>,
  described: readonly Pick<Description, 'device'>[],
): number | null {
  const sizes = SIZES[family];
  if (!sizes || demonstration) return null;
  const isUsuallyHalf = isXl(family) && described.some(({ device }) => device?.provider === 'cuda');
  const isHalf = precision === undefined ? isUsuallyHalf : precision === 'float16';
  const numbers = sizes.unet + (trainText || method !== 'lora' ? sizes.text : 0);
  const bytes = (4e9 * numbers + KEPT_BYTES * batch * side * side) / (isHalf ? 2 : 1);
  const gib = Math.round(bytes / 2 ** 30);
  return gib < LITTLE_GIB ? null : gib;
}
