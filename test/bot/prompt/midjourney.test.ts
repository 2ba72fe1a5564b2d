import { describe, expect, it } from 'vitest';
import { foreignHabits, midjourneySetting } from '#bot/prompt/midjourney.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

const told = (text: string) => inEnglish(readPrompt(text).problems.map(({ message }) => message));

describe('settings of Midjourney', () => {
  it('are left out with their values, in one line', () => {
    const typed = 'a cat --v 6.1 --S 250 --q 2 --chaos 10 --iw 1.5 --sref https://x.test/a.png --niji --raw at night';
    const { text, flags, problems } = readPrompt(typed);
    expect(text).toBe('a cat at night');
    expect(flags).toEqual({});
    expect(inEnglish(problems.map(({ message }) => message))).toEqual([
      'Left out, as only Midjourney has them: --v --s --q --chaos --iw --sref --niji --raw',
    ]);
    expect(problems[0]).toMatchObject({ isPlain: true });
  });

  it.each([
    ['a cat --w 100', {}, ['Left out, as only Midjourney has them: --w']],
    ['a cat --w 512 --h 768', { width: 512, height: 768 }, []],
    ['a cat --h 768 --w 512', { width: 512, height: 768 }, []],
    ['a cat --width 512', { width: 512 }, []],
    ['a cat --tile walking', {}, ['Left out, as only Midjourney has them: --tile']],
    ['a cat --ar 3:2 --seed 7', { ratio: { width: 3, height: 2 }, seed: 7 }, []],
  ])('in %j leave %o', (text, flags, sentences) => {
    expect(readPrompt(text).flags).toEqual(flags);
    expect(told(text)).toEqual(sentences);
  });

  it('are known by all their names, and no word of ours is among them', () => {
    expect(midjourneySetting('Stylize')).toBe('number');
    for (const own of ['seed', 'steps', 'no', 'ar', 'style', 'h']) expect(midjourneySetting(own)).toBeUndefined();
  });
});

describe('habits of other programs', () => {
  it.each([
    ['hot dog::1.5 food::-1', ['“::1.5” weighs nothing here']],
    ['hot:: dog', ['“::” weighs nothing here']],
    ['https://example.org/cat.png as a painting', ['“https://example.org/cat.png” is drawn as letters']],
  ])('%j is told: %o', (text, sentences) => {
    expect(told(text)).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)));
  });

  it.each([
    'a [cat::0.5] sat',
    'a [red|blue] cat',
    'std::vector',
    'a snake_case__word',
    'a {cat}',
    'a {red|blue} __cat__',
    '16:9',
    'a: b',
  ])('%j is none', (text) => expect(told(text)).toEqual([]));

  it('take time in proportion to the length', () => {
    for (const unit of ['{a|', '::', '__a', 'http://', '{']) {
      expect(foreignHabits(unit.repeat(7000), []).length).toBeLessThanOrEqual(4);
    }
  });
});
