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

  it('are one fast style for a real model with an LCM-LoRA', () => {
    expect(readyMadePresets([REAL])).toMatchObject([
      { name: 'fast', model: 'dreamlike', adapters: [{ name: 'lcm-lora-sdv1-5', weight: 1 }], steps: 4, guidance: 1 },
    ]);
  });

  it('are none for a real model without one, or for nothing', () => {
    expect(names([{ ...REAL, adapters: [] }])).toEqual([]);
    expect(names([])).toEqual([]);
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
