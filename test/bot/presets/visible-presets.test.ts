import { describe, expect, it } from 'vitest';
import { defaultStyle, isReadyMade, presetNamed, visiblePresets } from '#bot/presets/visible-presets.ts';
import { DEMO, REAL } from '#test/bot/presets/some-offer.ts';
import { somePreset } from '#test/bot/presets/some-preset.ts';

const own = [somePreset({ name: 'oil' }), somePreset({ name: 'fine', steps: 50 })];
const visible = visiblePresets(own, { models: [DEMO] });

describe('visiblePresets()', () => {
  it('lists the server’s own by name, then the ready-made ones that it has not replaced', () => {
    expect(visible.map((preset) => `${preset.name}${isReadyMade(preset) ? '*' : ''}`)).toEqual([
      'fine',
      'oil',
      'storybook*',
      'pixel-art*',
      'watercolor*',
      'blueprint*',
    ]);
  });
});

describe('presetNamed()', () => {
  it('finds a preset in upper or lower case', () => {
    expect(presetNamed(visible, ' FINE ')).toMatchObject({ steps: 50 });
    expect(presetNamed(visible, 'away')).toBeUndefined();
  });
});

describe('defaultStyle()', () => {
  it.each([
    ['what the server chose', 'oil', [DEMO], 'oil'],
    ['what the server chose, though it is gone', 'gone', [DEMO], 'gone'],
    ['plain where the server chose that', null, [DEMO], null],
    ['storybook for the demo model', undefined, [DEMO], 'storybook'],
    ['fast for a real model', undefined, [DEMO, REAL], 'fast'],
    ['plain where nothing is fast', undefined, [{ ...REAL, adapters: [] }], null],
  ])('is %s', (_title, chosen, models, expected) => {
    expect(defaultStyle(chosen, { presets: visiblePresets([], { models }) })).toBe(expected);
  });
});
