import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from '#shared/text/failure.ts';
import { shownMessage, shownText } from '#shared/text/shown.ts';

describe('shownText', () => {
  it.each([
    ['unet.conv_in.weight', 'unet.conv_in.weight'],
    ['Grüße aus 東京 🎨', 'Grüße aus 東京 🎨'],
    ['a\u001b[2Jb', 'a\\u001b[2Jb'],
    ['two\r\nlines', 'two lines'],
    ['a\u202egnp.exe', 'a\\u202egnp.exe'],
    ['half \ud83d an emoji', 'half \\ud83d an emoji'],
    ['@everyone and @HERE, <@&12> <@!3> <@4>', '\\u0040everyone and \\u0040HERE, <\\u0040&12> <\\u0040!3> <\\u00404>'],
    ['mail@example.org', 'mail@example.org'],
  ])('%j is shown as %j', (text, shown) => {
    expect(shownText(text)).toBe(shown);
  });

  it('keeps both ends of what is too long', () => {
    expect(shownText(`${'a'.repeat(5_000_000)}.weight`, 30)).toMatch(/^a{19}…a{3}\.weight$/);
  });

  it('bounds and tames every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 10, max: 200 }), (text, limit) => {
        const shown = shownText(text, limit);
        expect(shown.length).toBeLessThanOrEqual(limit);
        expect(shown).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]|@everyone|@here/u);
      }),
    );
  });
});

describe('shownMessage', () => {
  it('bounds texts and lists, and leaves what is in them readable', () => {
    const { values } = shownMessage({
      key: 'x',
      values: { key: 'k'.repeat(9_000), shape: Array(300_000).fill(1), n: 5 },
    });
    expect(values.n).toBe(5);
    expect(String(values.key).length).toBe(400);
    expect(values.shape).toEqual([...Array(24).fill(1), '…']);
  });

  it('is what failures of files are made with', () => {
    const given = failure('invalid', 'network.weight-shape', {
      network: 'unet',
      key: 'conv\u0007_in',
      wanted: [1],
      given: Array(100_000).fill(1),
    });
    expect(given.message).toContain('conv\\u0007_in');
    expect(given.message.length).toBeLessThan(200);
    expect(JSON.stringify(given.said).length).toBeLessThan(300);
  });
});
