import { PROMPT_CHARS_MAX } from '#bot/commands/imagine-options.ts';
import type { Input } from '#bot/commands/option.ts';
import { plainMessage } from '#shared/text/message.ts';

const SAID = { description: plainMessage('') } as const;
const NAME = { kind: 'text', charactersMax: 200, ...SAID } as const;

function oneOf<const Value extends string>(...values: readonly Value[]) {
  return { kind: 'choice', choices: values.map((value) => ({ value, label: plainMessage(value) })), ...SAID } as const;
}

/** What all ways to a picture may be asked with; the last ones are ours. Of qualities and backgrounds there is one each. */
export const COMMON_FIELDS = {
  model: NAME,
  n: { kind: 'integer', min: 1, max: 10, ...SAID },
  size: NAME,
  response_format: oneOf('url', 'b64_json'),
  output_format: oneOf('png', 'jpeg', 'webp'),
  quality: oneOf('auto', 'standard'),
  background: oneOf('auto', 'opaque'),
  moderation: oneOf('auto'),
  user: NAME,
  stream: { kind: 'boolean', ...SAID },
  partial_images: { kind: 'integer', min: 0, max: 3, ...SAID },
  negative_prompt: { kind: 'text', charactersMax: PROMPT_CHARS_MAX, ...SAID },
  seed: { kind: 'integer', ...SAID },
  steps: { kind: 'integer', ...SAID },
  guidance: { kind: 'number', ...SAID },
  sampler: NAME,
  style: NAME,
} as const;

/** `POST /v1/images/generations`. */
export const GENERATION_FIELDS = {
  prompt: { kind: 'text', required: true, charactersMax: PROMPT_CHARS_MAX, ...SAID },
  ...COMMON_FIELDS,
} as const;

/** `POST /v1/images/edits` beside its files. */
export const EDIT_FIELDS = { ...GENERATION_FIELDS, strength: { kind: 'number', ...SAID } } as const;

/** `POST /v1/images/variations` beside its file. */
export const VARIATION_FIELDS = {
  ...COMMON_FIELDS,
  prompt: { kind: 'text', charactersMax: PROMPT_CHARS_MAX, ...SAID },
  strength: { kind: 'number', ...SAID },
} as const;

/** What any of them was asked with. */
export type ImageFields = Omit<Input<typeof VARIATION_FIELDS>, 'prompt'> & { readonly prompt: string };
