import { describe, expect, it } from 'vitest';
import { completePrompt } from '#bot/studio/page/app/complete-prompt.ts';

const SOURCES = {
  styles: ['storybook', 'watercolor'],
  models: ['demo'],
  samplers: ['lcm', 'euler', 'euler_a'],
  adapters: ['ink', 'blueprint'],
  words: ['house', 'houses', 'castle'],
};

/** The caret is where the bar is. */
function completed(marked: string): readonly string[] {
  const at = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = completePrompt(text, at, SOURCES);
  return (found?.options ?? []).map((option) => text.slice(0, found!.from) + option + text.slice(found!.to));
}

describe('what a prompt may become', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ['words that the model knows', 'a hou|', ['a house', 'a houses']],
    ['a word in brackets', '(cas|:1.2)', ['(castle:1.2)']],
    ['adapters', '<lora:bl|', ['<lora:blueprint:1>']],
    ['settings', 'a house --samp|', ['a house --sampler ']],
    ['values of settings', '--sampler eu|', ['--sampler euler', '--sampler euler_a']],
    ['the plain style too', '--style pl|', ['--style plain']],
    ['nothing of what is complete', 'a castle|', []],
    ['nothing of one letter', 'a h|', []],
    ['nothing inside a word', 'ho|use', []],
    ['nothing of an unknown word', 'a drag|', []],
  ];
  it.each(cases)('is %s', (_what, marked, expected) => {
    expect(completed(marked)).toEqual(expected);
  });

  it('is no word where the model does not say what it knows', () => {
    expect(completePrompt('a hou', 5, { ...SOURCES, words: [] })).toBeNull();
  });
});
