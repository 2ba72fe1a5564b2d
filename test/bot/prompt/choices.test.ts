import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChoicePart, choiceMarks, hasChoices, readChoices } from '#bot/prompt/choices.ts';
import { promptText } from '#test/bot/prompt/prompt-text.ts';

/** A part in short: `some 1-1 [red|blue]`. */
function short(text: string, part: ChoicePart): string {
  switch (part.kind) {
    case 'text':
      return text.slice(part.from, part.to);
    case 'list':
      return `list ${part.name}`;
    case 'each':
    case 'some': {
      const options = part.options.map(
        ({ weight, parts }) => `${weight} ${parts.map((one) => short(text, one)).join('+')}`,
      );
      return part.kind === 'each'
        ? `each [${options.join('|')}]`
        : `some ${part.least}-${part.most}${part.between === ', ' ? '' : part.between} [${options.join('|')}]`;
    }
  }
}

describe('what a prompt leaves open', () => {
  it.each([
    ['a cat', ['a cat']],
    ['', []],
    ['a {red|blue} cat', ['a ', 'some 1-1 [1 red|1 blue]', ' cat']],
    ['{3::red|.5::blue|}', ['some 1-1 [3 red|0.5 blue|1 ]']],
    ['{2$$a|b|c}', ['some 2-2 [1 a|1 b|1 c]']],
    ['{1-2$$ and $$a|b}', ['some 1-2 and  [1 a|1 b]']],
    ['{2-$$a|b|c}', ['some 2-3 [1 a|1 b|1 c]']],
    ['{-2$$a|b|c}', ['some 1-2 [1 a|1 b|1 c]']],
    ['{2$$__animal__}', ['some 2-2 [1 list animal]']],
    ['{a|{b|c}}', ['some 1-1 [1 a|1 some 1-1 [1 b|1 c]]']],
    ['{red, blue} cat', ['each [1 red|1  blue]', ' cat']],
    ['{(red, blue:1.2), green}', ['each [1 (red, blue:1.2)|1  green]']],
    ['{[dog|cat], bird}', ['each [1 [dog|cat]|1  bird]']],
    ['__Hair_Color__, __colors/*__', ['list Hair_Color', ', ', 'list colors/*']],
  ])('%j is %j', (text, parts) => {
    expect(readChoices(text).map((part) => short(text, part))).toEqual(parts);
  });

  it.each([
    '{prompt}',
    '{cat}',
    '{{best quality}}',
    '\\{a|b}',
    '\\__animal__',
    'snake__case__word',
    '__',
    '____',
    '{a|b',
    'a|b}',
    '{a\\|b}',
  ])('%j is letters', (text) => expect(hasChoices(readChoices(text))).toBe(false));

  it('is marked where it is no word', () => {
    const text = 'a {2::red|{dark|light} blue} __animal__';
    const marked = choiceMarks(readChoices(text)).map(({ from, to }) => text.slice(from, to));
    expect(marked).toEqual(['{2::', '|', '{', '|', '}', '}', '__animal__']);
  });

  it('covers the text without gaps, whatever it is', () => {
    fc.assert(
      fc.property(openText, (text) => {
        const parts = readChoices(text);
        expect(parts.map(({ from, to }) => text.slice(from, to)).join('')).toBe(text);
        expect(parts.every(({ from }, i) => from === (parts[i - 1]?.to ?? 0))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

/** Texts full of braces, bars and names of lists. */
const openText = fc
  .array(
    fc.oneof(
      fc.constantFrom('{', '}', '|', ',', '$$', '2$$', '3::', '__', '__a__', '(', ')', '[', ']', '\\', 'red'),
      promptText,
    ),
    {
      maxLength: 20,
    },
  )
  .map((parts) => parts.join(''));
