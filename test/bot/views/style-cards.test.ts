import { describe, expect, it } from 'vitest';
import { readyMadePresets } from '#bot/presets/ready-made.ts';
import { styleCard, styleList, stylePages } from '#bot/views/style-cards.ts';
import { DEMO } from '#test/bot/presets/some-offer.ts';
import { somePreset } from '#test/bot/presets/some-preset.ts';
import { asMarkdown } from '#test/bot/text/in-english.ts';

const READER = { language: 'en', platform: 'discord' } as const;

describe('styleCard()', () => {
  it('shows all that a style settles', () => {
    const preset = somePreset({
      name: 'oil',
      description: 'Thick *paint*',
      template: 'oil of {prompt}',
      negative: 'photo',
      model: 'dream_like',
      adapters: [{ name: 'detail', weight: 0.8 }],
      sampler: 'dpmpp_2m',
      karras: true,
      steps: 30,
      guidance: 6.5,
      width: 512,
      height: 768,
      clipSkip: 1,
    });
    expect(asMarkdown(styleCard(preset, READER))).toEqual({
      heading: 'Style oil',
      paragraphs: ['Thick \\*paint\\*', '-# A style of this server'],
      fields: [
        { name: 'Prompt', value: 'oil of {prompt}' },
        { name: 'Not in the picture', value: 'photo' },
        { name: 'Model', value: 'dream\\_like' },
        { name: 'Adapters', value: 'detail:0.8' },
        { name: 'Settings', value: '30 steps · guidance 6.5 · sampler dpmpp\\_2m karras · 512×768 · clip skip 1' },
      ],
    });
  });

  it('leaves out what a style leaves to the model', () => {
    expect(asMarkdown(styleCard(somePreset({ name: 'a', width: 512 }), READER))).toEqual({
      heading: 'Style a',
      paragraphs: ['-# A style of this server'],
      fields: [
        { name: 'Prompt', value: '{prompt}' },
        { name: 'Settings', value: '512×usual' },
      ],
    });
  });

  it('tells a ready-made style', () => {
    const [storybook] = readyMadePresets([DEMO]);
    expect(asMarkdown(styleCard(storybook!, READER)).paragraphs).toEqual([
      'A storybook scene in 4 steps',
      '-# A ready-made style',
    ]);
  });
});

describe('styleList()', () => {
  it('lists styles and marks the usual one', () => {
    const presets = [somePreset({ name: 'a', description: 'First' }), somePreset({ name: 'b' })];
    expect(asMarkdown(styleList(presets, { defaultStyle: 'b', reader: READER }))).toEqual({
      heading: 'Styles',
      paragraphs: ['Without a name the style b is used; `plain` means no style.'],
      fields: [
        { name: 'a', value: 'First' },
        { name: 'b (usual)', value: 'No description' },
      ],
    });
  });

  it('says when there is none, no default, or too many', () => {
    expect(asMarkdown(styleList([], { defaultStyle: null, reader: READER })).paragraphs).toEqual([
      'There is no style yet; /style create makes one.',
    ]);
    const many = Array.from({ length: 45 }, (_, i) => somePreset({ name: `s${i}` }));
    const page = (asked: number) =>
      asMarkdown(styleList(many, { defaultStyle: null, reader: READER, pages: stylePages(many.length, asked) }));
    expect(page(1)).toMatchObject({
      paragraphs: ['Without a style the words are drawn as they are.', '45 styles, page 1 of 5.'],
      fields: { length: 10 },
    });
    for (const asked of [5, 99])
      expect(page(asked).fields.map(({ name }) => name)).toEqual(['s40', 's41', 's42', 's43', 's44']);
    expect(styleList(many, { defaultStyle: null, reader: READER }).fields).toHaveLength(45);
  });
});
