import { PROMPT_CHARS_MAX } from '#bot/commands/imagine-options.ts';
import type { Input } from '#bot/commands/option.ts';
import { plainMessage } from '#shared/text/message.ts';

const SAID = { description: plainMessage('') } as const;

/** Characters of a picture's field: 25 MB as base64. */
const PICTURE_CHARS_MAX = 36 * 2 ** 20;

/** Names are checked against what there is, so that any short text may come this far. */
const NAME = { kind: 'text', charactersMin: 1, charactersMax: 200, ...SAID } as const;

/** What `POST /api/draw` takes. What the numbers may be is up to who settles the order. */
export const DRAW_FIELDS = {
  prompt: { kind: 'text', required: true, charactersMax: PROMPT_CHARS_MAX, ...SAID },
  negative_prompt: { kind: 'text', charactersMax: PROMPT_CHARS_MAX, ...SAID },
  style: NAME,
  model: NAME,
  samples: { kind: 'integer', min: 1, ...SAID },
  scheduler: NAME,
  num_inference_steps: { kind: 'integer', ...SAID },
  guidance_scale: { kind: 'number', ...SAID },
  strength: { kind: 'number', ...SAID },
  high_noise_fraction: { kind: 'number', ...SAID },
  seed: { kind: 'integer', ...SAID },
  img_width: { kind: 'integer', ...SAID },
  img_height: { kind: 'integer', ...SAID },
  refiner: { kind: 'boolean', ...SAID },
  base64: { kind: 'boolean', ...SAID },
  image: { kind: 'text', charactersMin: 1, charactersMax: PICTURE_CHARS_MAX, ...SAID },
  mask: { kind: 'text', charactersMin: 1, charactersMax: PICTURE_CHARS_MAX, ...SAID },
  wait: { kind: 'boolean', ...SAID },
} as const;

/** What was asked for. */
export type DrawFields = Input<typeof DRAW_FIELDS>;
