import { describe, expect, it } from 'vitest';
import { readTemplate } from '#bot/presets/template.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

describe('readTemplate()', () => {
  it.each([
    ['', '{prompt}'],
    ['  ', '{prompt}'],
    ['{prompt}', '{prompt}'],
    ['({prompt}:1.2), oil', '({prompt}:1.2), oil'],
    ['oil', '{prompt}, oil'],
    ['an em dash —like this— is fine, {prompt}', 'an em dash —like this— is fine, {prompt}'],
  ])('keeps %j as %j', (typed, value) => expect(readTemplate(typed)).toMatchObject({ value, problems: [] }));

  it.each(['{prompt}{prompt}', '{prompt} --no hands', '—seed 7 {prompt}', '{prompt} --what'])('refuses %j', (typed) => {
    expect(inEnglish(readTemplate(typed))).toMatchObject({
      value: null,
      problems: [expect.stringMatching(/^Cannot use this template/)],
    });
  });
});
