import { describe, expect, it } from 'vitest';
import { FLAG_WORDS } from '#bot/prompt/flag-words.ts';
import { helpCard } from '#bot/views/help-card.ts';
import { asMarkdown } from '#test/bot/text/in-english.ts';

const card = (demonstration: boolean, platform: 'discord' | 'studio' = 'discord') =>
  asMarkdown(helpCard({ demonstration, reader: { language: 'en', platform } }));
const text = (card: { heading: string; paragraphs: string[]; fields: { name: string; value: string }[] }) =>
  [card.heading, ...card.paragraphs, ...card.fields.flatMap(({ name, value }) => [name, value])].join('\n');

describe('helpCard()', () => {
  it('says how to add a real model while there is only the demonstration', () => {
    const shown = card(true);
    const { name, value } = shown.fields.at(-1)!;
    expect(name).toBe('About these pictures');
    expect(value).toMatch(/^They come from a tiny model for demonstration\. It knows 200 things, /);
    expect(value).toContain('For real pictures the operator runs `npm run models -- pull sd15`');
    expect(value).toContain('puts model files into the folder `models`');
    expect(text(card(false))).not.toContain('demonstration');
    // The studio has a button for it, and a field to write in.
    const studio = card(true, 'studio');
    expect(studio.fields.at(-1)!.value).toContain('press “Get Stable Diffusion 1.5”');
    expect(studio.paragraphs.join()).toMatch(/^Write a few words and press `Enter`/);
    expect(text(studio)).not.toContain('/imagine');
  });

  it('explains buttons where there are some', () => {
    const names = (platform: 'discord' | 'studio') => card(false, platform).fields.map((each) => each.name);
    expect(names('discord')).toEqual([
      'Words',
      'Settings, anywhere in the prompt',
      'Under a picture',
      'Styles and the queue',
    ]);
    expect(names('studio')).toEqual(['Words', 'Settings, anywhere in the prompt', 'Styles and the queue']);
  });

  it.each(FLAG_WORDS.map((word) => word.key))('names a setting for %s', (key) => {
    const { names } = FLAG_WORDS.find((word) => word.key === key)!;
    expect(names.some((name) => text(card(true)).includes(`--${name}`))).toBe(true);
  });

  it('fits into one message', () => {
    const shown = card(true);
    expect(text(shown).length).toBeLessThan(3500);
    for (const { value } of shown.fields) expect(value.length).toBeLessThanOrEqual(1024);
  });
});
