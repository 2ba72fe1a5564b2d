import type { TypedPreset } from '#bot/presets/valid-preset.ts';

/** The settings that an edit can give back to the model, by name, and what they are then. */
export const SETTING_RESETS = {
  description: { description: null },
  template: { template: null },
  negative: { negative: null },
  model: { model: null },
  adapters: { adapters: null },
  sampler: { sampler: null, karras: null },
  karras: { karras: null },
  spacing: { spacing: null },
  steps: { steps: null },
  guidance: { guidance: null },
  size: { size: null, width: null, height: null },
  'clip-skip': { clipSkip: null },
  control: { control: null },
  'like-strength': { likeStrength: null },
} as const satisfies Readonly<Record<string, Omit<TypedPreset, 'name'>>>;

export type ResettableSetting = keyof typeof SETTING_RESETS;
