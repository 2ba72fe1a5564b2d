import { describe, expect, it } from 'vitest';
import { adapterScale, adapterSettings } from '#renderer/engine/adapters/adapter-scale.ts';

const settings = adapterSettings({
  lora_adapter_metadata: JSON.stringify({
    'unet.r': 4,
    'unet.lora_alpha': 8,
    'unet.alpha_pattern': { 'attn1.to_q': 2 },
    'text_encoder.lora_alpha': 8,
    'text_encoder.use_rslora': true,
  }),
});

describe('adapterScale', () => {
  it.each([
    ['alpha / rank', { module: 'lora_unet_x', rank: 4, alpha: 2, settings: {} }, 0.5],
    ['1 without alpha', { module: 'lora_unet_x', rank: 4, alpha: null, settings: {} }, 1],
    ['1 with alpha 0', { module: 'lora_unet_x', rank: 4, alpha: 0, settings: {} }, 1],
    ['the alpha of the settings', { module: 'unet.a.to_k', rank: 4, alpha: null, settings }, 2],
    ['the alpha of a pattern', { module: 'unet.b.attn1.to_q', rank: 4, alpha: null, settings }, 0.5],
    ["the file's own alpha first", { module: 'unet.a.to_k', rank: 4, alpha: 1, settings }, 0.25],
    ['alpha / sqrt(rank) with rsLoRA', { module: 'text_encoder.a', rank: 4, alpha: null, settings }, 4],
  ])('is %s', (_name, given, expected) => {
    expect(adapterScale(given)).toBe(expected);
  });
});

describe('adapterSettings', () => {
  it.each([[{}], [{ lora_adapter_metadata: '{broken' }], [{ lora_adapter_metadata: 'null' }]])(
    'is empty for %j',
    (metadata) => {
      expect(adapterSettings(metadata as Record<string, string>)).toEqual({});
    },
  );
});
