import { describe, expect, it } from 'vitest';
import { adapterScale } from '#renderer/engine/adapters/adapter-scale.ts';
import type { AdapterSettings } from '#renderer/engine/adapters/adapter-settings.ts';

const settings = (alpha: number | null, isRankStabilised = false): AdapterSettings => ({
  alphaOf: () => alpha,
  isRankStabilised: () => isRankStabilised,
  method: null,
  notes: [],
});

describe('adapterScale', () => {
  it.each([
    ['alpha / rank', { alpha: 2, settings: settings(null) }, 0.5],
    ['1 without alpha', { alpha: null, settings: settings(null) }, 1],
    ['1 with alpha 0', { alpha: 0, settings: settings(null) }, 1],
    ['the alpha of the settings', { alpha: null, settings: settings(8) }, 2],
    ["the file's own alpha first", { alpha: 1, settings: settings(8) }, 0.25],
    ['alpha / sqrt(rank) with rsLoRA', { alpha: null, settings: settings(8, true) }, 4],
  ])('is %s', (_name, given, expected) => {
    expect(adapterScale({ module: 'unet.a', rank: 4, ...given })).toBe(expected);
  });
});
