import { z } from 'zod';
import type { LookWish } from '#bot/ports/job-service.ts';
import type { GivenPicture } from '#bot/ports/picture-intake.ts';
import { failure } from '#bot/text/say.ts';

/** What a page asks for a mask with. */
export interface SegmentInput extends Pick<Extract<LookWish, { task: 'segment' }>, 'points' | 'box' | 'masksMax'> {
  /** A picture that was taken in. */
  readonly image: GivenPicture;
  readonly requestKey?: string;
}

/** As renderers have it. */
const POINTS_MAX = 64;
const MASKS_MAX = 16;

const pixel = z.int().min(0).max(65_535);

const input = z.strictObject({
  image: z.strictObject({ sha256: z.string().max(64) }),
  points: z
    .array(z.strictObject({ x: pixel, y: pixel, outside: z.boolean().default(false) }))
    .max(POINTS_MAX)
    .default([]),
  box: z.strictObject({ left: pixel, top: pixel, right: pixel, bottom: pixel }).nullable().default(null),
  masksMax: z.int().min(0).max(MASKS_MAX).default(0),
  requestKey: z.string().min(1).max(64).optional(),
});

/** Reads pixels that are on a thing or not, and a box round it; without either everything is meant. Throws `invalid`. */
export function readSegmentInput(values: unknown): SegmentInput {
  const read = input.safeParse(values);
  if (!read.success) {
    const at = read.error.issues[0]?.path.join('.') ?? '';
    throw failure('invalid', 'input.segment', { at: at === '' ? 'image' : at });
  }
  const { requestKey, ...rest } = read.data;
  return { ...rest, ...(requestKey === undefined ? {} : { requestKey }) };
}
