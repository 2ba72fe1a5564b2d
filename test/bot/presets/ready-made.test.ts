import { describe, expect, it } from 'vitest';
import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { readyMadePresets } from '#bot/presets/ready-made.ts';
import { validPreset } from '#bot/presets/valid-preset.ts';
import { DEMO, LIMITS, REAL, SAMPLERS } from '#test/bot/presets/some-offer.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

const names = (models: Parameters<typeof readyMadePresets>[0]) => readyMadePresets(models).map((preset) => preset.name);

describe('readyMadePresets()', () => {
  it('are the styles of the demo model where there is only that', () => {
    expect(names([DEMO])).toEqual(['storybook', 'fine', 'pixel-art', 'line-drawing', 'watercolor', 'blueprint']);
  });

  it('are a fast style and the starters for a real model with an LCM-LoRA', () => {
    const [fast, ...starters] = readyMadePresets([REAL]);
    const lcm = { model: 'dreamlike', adapters: [{ name: 'lcm-lora-sdv1-5', weight: 1 }] };
    expect(fast).toMatchObject({ name: 'fast', ...lcm, steps: 4, guidance: 1 });
    expect(starters).toHaveLength(13);
  });

  it.each([
    ['sd15', 25, 7],
    ['sd21', 25, 7.5],
    ['sdxl', 30, 6],
    ['ssd1b', 25, 9],
    ['vega', 25, 9],
  ])('are thirteen looks with the numbers of %s', (family, steps, guidance) => {
    const starters = readyMadePresets([{ ...REAL, family, adapters: [] }]);
    expect(starters.map(({ name }) => name)).toEqual([
      ...['base', 'photo', 'cinematic', 'cartoon', 'line-art', 'low-poly', 'oil', 'watercolor', 'charcoal', 'pastel'],
      ...['pixel-art', 'anime', 'isometric'],
    ]);
    for (const starter of starters)
      expect(starter).toMatchObject({ steps, guidance, sampler: 'dpmpp_2m', karras: true });
  });

  it('leave the numbers to a model of few steps, and are none where nothing draws from words', () => {
    const defaults = { steps: 4, guidance: 1, sampler: '', karras: false, clipSkip: 0 };
    const [base] = readyMadePresets([{ ...REAL, defaults, adapters: [] }]);
    expect(base).toMatchObject({ name: 'base', steps: null, guidance: null, sampler: null });
    expect(names([{ ...REAL, needs: ['a picture'], adapters: [] }])).toEqual([]);
    expect(names([{ ...REAL, family: 'sdxl-refiner', adapters: [] }])).toEqual([]);
    expect(names([])).toEqual([]);
  });

  it('are the real model’s where both have one of a name', () => {
    const all = names([REAL, DEMO]);
    expect(new Set(all).size).toBe(all.length);
    expect(readyMadePresets([REAL, DEMO]).find(({ name }) => name === 'watercolor')).toMatchObject({ model: null });
  });

  it('leave out what the demo model has no adapter for', () => {
    expect(names([{ ...DEMO, adapters: [] }])).toEqual(['fine']);
  });

  it('pass the check that members’ presets go through', () => {
    const offer = { models: [DEMO, REAL], samplers: SAMPLERS, limits: LIMITS };
    for (const preset of readyMadePresets(offer.models)) {
      const { description, ...settings } = inEnglish(preset);
      expect(validPreset({ ...preset, description }, offer)).toEqual({
        ok: true,
        preset: { ...settings, description },
        notices: [],
      });
      expect(preset.name).not.toBe(PLAIN_STYLE);
    }
  });
});
