import { z } from 'zod';
import { PROMPT_CHARS_MAX } from '#bot/commands/imagine-options.ts';
import { VARIATIONS } from '#bot/ports/job-service.ts';

/** Characters of a picture as base64. */
const PICTURE_CHARS_MAX = 36 * 2 ** 20;

const PROMPT = z.string().max(PROMPT_CHARS_MAX);
const NAME = z.string().min(1).max(200);

/** Which picture: one of a job's, or one that is sent along. */
const PICTURE = {
  job: NAME.optional().describe('The job that drew it'),
  index: z.int().min(0).optional().describe('Which of its pictures, from 0'),
  image: z.string().max(PICTURE_CHARS_MAX).optional().describe('Another picture, as base64'),
};

/** New pictures from words. */
export const DRAW = z.strictObject({
  prompt: PROMPT.describe('What is to be seen'),
  negative_prompt: PROMPT.optional().describe('What is not'),
  style: NAME.optional().describe('A style of the server'),
  model: NAME.optional(),
  sampler: NAME.optional(),
  width: z.int().optional().describe('Pixels'),
  height: z.int().optional().describe('Pixels'),
  steps: z.int().optional(),
  guidance: z.number().optional(),
  seed: z.int().optional().describe('The same seed and words draw the same picture'),
  count: z.int().min(1).optional().describe('Pictures'),
});

/** A picture drawn anew. */
export const VARY = z.strictObject({
  ...PICTURE,
  how: z.enum(VARIATIONS).describe('subtle and strong change it; zooms, sides and square draw more round it'),
  prompt: PROMPT.optional().describe('Other words than its own; needed for a picture that is sent along'),
});

/** A picture made larger. */
export const UPSCALE = z.strictObject({
  ...PICTURE,
  scale: z.int().min(0).max(8).optional().describe('How many times as large; as the network does it when left out'),
});

/** A picture put into words. */
export const DESCRIBE = z.strictObject(PICTURE);

/** Nothing is asked with it. */
export const QUEUE = z.strictObject({});

/** Which picture somebody means. */
export type PictureInput = z.infer<typeof DESCRIBE>;
