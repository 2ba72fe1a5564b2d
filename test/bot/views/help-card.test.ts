import { describe, expect, it } from 'vitest';
import { FLAG_WORDS } from '#bot/prompt/flag-words.ts';
import { helpCard } from '#bot/views/help-card.ts';

const text = (card: ReturnType<typeof helpCard>) =>
  [card.heading, ...card.paragraphs, ...card.fields.flatMap(({ name, value }) => [name, value])].join('\n');

describe('helpCard()', () => {
  it('says how to add a real model while there is only the demonstration', () => {
    const card = helpCard({ demonstration: true, platform: 'discord' });
    const { name, value } = card.fields.at(-1)!;
    expect(name).toBe('About these pictures');
    expect(value).toMatch(/^They come from a tiny model for demonstration\. It knows houses, /);
    expect(value).toContain('For real pictures the operator runs `npm run models -- pull sd15`');
    expect(value).toContain('puts model files into the folder `models`');
    expect(text(helpCard({ demonstration: false, platform: 'discord' }))).not.toContain('demonstration');
  });

  it('explains buttons where there are some', () => {
    const names = (platform: 'discord' | 'studio') =>
      helpCard({ demonstration: false, platform }).fields.map((each) => each.name);
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
    expect(
      names.some((name) => text(helpCard({ demonstration: true, platform: 'discord' })).includes(`--${name}`)),
    ).toBe(true);
  });

  it('fits into one message', () => {
    const card = helpCard({ demonstration: true, platform: 'discord' });
    expect(text(card).length).toBeLessThan(3500);
    for (const { value } of card.fields) expect(value.length).toBeLessThanOrEqual(1024);
  });
});
