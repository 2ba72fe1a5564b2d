import { describe, expect, it } from 'vitest';
import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { chooseStyle } from '#bot/orders/settle-choices.ts';
import { readyMadePresets } from '#bot/presets/ready-made.ts';
import { fitToModel } from '#bot/presets/starters.ts';
import { validPreset } from '#bot/presets/valid-preset.ts';
import { DEMO, LIMITS, REAL, SAMPLERS } from '#test/bot/presets/some-offer.ts';
import { somePreset } from '#test/bot/presets/some-preset.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

const names = (models: Parameters<typeof readyMadePresets>[0]) => readyMadePresets(models).map((preset) => preset.name);

describe('readyMadePresets()', () => {
  it('are the styles of the demo model where there is only that', () => {
    expect(names([DEMO])).toEqual(['storybook', 'fine', 'pixel-art', 'watercolor', 'blueprint']);
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

  it('have the numbers of a model of few steps, and are none where nothing draws from words', () => {
    const defaults = { steps: 4, guidance: 0, sampler: '', karras: false, clipSkip: 0 };
    const [base] = readyMadePresets([{ ...REAL, defaults, adapters: [] }]);
    expect(base).toMatchObject({ name: 'base', sampler: 'lcm', steps: 4, guidance: 1, width: REAL.defaultWidth });
    const turbo = { ...defaults, sampler: 'euler', spacing: 'trailing', steps: 1 };
    const [other] = readyMadePresets([{ ...REAL, family: 'sdxl', defaults: turbo, adapters: [] }]);
    expect(other).toMatchObject({ sampler: 'euler', karras: false, spacing: 'trailing', steps: 1, guidance: 1 });
    expect(names([{ ...REAL, needs: ['a picture'], adapters: [] }])).toEqual([]);
    expect(names([{ ...REAL, family: 'sdxl-refiner', adapters: [] }])).toEqual([]);
    expect(names([])).toEqual([]);
  });

  it('fit the model that draws them, whichever there are beside it', () => {
    const large = { ...REAL, name: 'large', family: 'sdxl', defaultWidth: 1024, defaultHeight: 1024, adapters: [] };
    const starter = readyMadePresets([REAL, large]).find(({ name }) => name === 'oil')!;
    expect(starter).toMatchObject({ steps: 25, width: REAL.defaultWidth, height: REAL.defaultHeight });
    expect(fitToModel(starter, large)).toMatchObject({ steps: 30, guidance: 6, width: 1024, height: 1024 });
    const sources = { presets: [starter], defaultStyle: null, models: [REAL, large], samplers: SAMPLERS };
    const chosen = chooseStyle(sources, { style: 'oil', model: 'large' });
    expect(chosen).toMatchObject({ preset: { steps: 30, width: 1024 }, model: { name: 'large' } });
    const own = somePreset({ name: 'own', steps: 3 });
    expect(fitToModel(own, large)).toBe(own);
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
      const { description, followsModel: _, ...settings } = inEnglish(preset);
      expect(validPreset({ ...preset, description }, offer)).toEqual({
        ok: true,
        preset: { ...settings, description, hidden: false },
        notices: [],
      });
      expect(preset.name).not.toBe(PLAIN_STYLE);
    }
  });
});
