import { describe, expect, it } from 'vitest';
import { validNegative, validPrompt } from '#renderer/admission/valid-prompt.ts';
import type { Limits, Prompt, Subject } from '#shared/contract/messages.ts';
import { message } from '#shared/text/failure.ts';

const PROMPT = message('field.prompt');
const NEGATIVE = message('field.negative');

const limits: Limits = {
  sideMin: 64,
  sideMax: 2048,
  sideMultiple: 8,
  pixelsMax: 2 ** 22,
  stepsMax: 10,
  countMax: 4,
  guidanceMax: 50,
  promptCharsMax: 100,
  adaptersMax: 8,
  queueMax: 8,
  graceMs: 1000,
};
const text = (words: string) => ({ chunks: [{ spans: [{ text: words, weight: 1 }] }] });
const weighing = (weight: number) => ({ chunks: [{ spans: [{ text: 'a', weight }] }] });
const subject = (changes: Partial<Subject> = {}): Subject => ({
  weight: 1,
  variants: [text('a')],
  variantOfStep: [],
  ...changes,
});
const many = (...subjects: readonly Subject[]): Prompt => ({ chunks: [], subjects });
const times = <One>(count: number, one: One): One[] => Array.from({ length: count }, () => one);

describe('validPrompt', () => {
  it.each<[string, Prompt | null, Prompt]>([
    ['nothing', null, { chunks: [] }],
    ['a plain prompt', text('a'), text('a')],
    ['no subjects', { ...text('a'), subjects: [] }, text('a')],
    [
      'subjects',
      many(subject({ variantOfStep: [0, 0] }), subject({ weight: -10 })),
      many(subject({ variantOfStep: [0, 0] }), subject({ weight: -10 })),
    ],
  ])('takes %s', (_name, given, expected) => {
    expect(validPrompt(PROMPT, given, limits)).toEqual(expected);
  });

  it.each<[string, Prompt]>([
    ['prompt must be at most 100 characters, given 101', text('x'.repeat(101))],
    ['prompt must be either chunks or subjects, given both', { ...text('a'), subjects: [subject()] }],
    ["prompt's weight must be a number from -10 to 10, given 1e+38", weighing(1e38)],
    ["prompt's weight must be a number from -10 to 10, given -10.5", weighing(-10.5)],
    ["prompt's weight must be a number from -10 to 10, given NaN", weighing(Number.NaN)],
    ['prompt must be at most 8 subjects, given 9', many(...times(9, subject()))],
    ["prompt's subject weight must be a number from -10 to 10, given NaN", many(subject({ weight: Number.NaN }))],
    ["prompt's subject weight must be a number from -10 to 10, given 11", many(subject({ weight: 11 }))],
    ["prompt's subject must be at least one variant, given 0", many(subject({ variants: [] }))],
    ['prompt must be at most 64 variants, given 65', many(subject({ variants: times(65, text('a')) }))],
    ['prompt must be at most 20 steps of variants, given 21', many(subject({ variantOfStep: times(21, 0) }))],
    ["prompt's variant of step must be from 0 to 0, given 1", many(subject({ variantOfStep: [0, 1] }))],
    ["prompt's variant of step must be from 0 to 0, given 0.5", many(subject({ variantOfStep: [0.5] }))],
    [
      'prompt must be at most 1600 characters in all variants, given 1616',
      many(subject({ variants: times(16, text('x'.repeat(101))) })),
    ],
    [
      'prompt must be at most 512 chunks in all variants, given 640',
      many(subject({ variants: times(64, { chunks: times(10, { spans: [] }) }) })),
    ],
    ['prompt must be at most 32 chunks, given 33', many(subject({ variants: [{ chunks: times(33, { spans: [] }) }] }))],
  ])('says %s', (message, given) => {
    expect(() => validPrompt(PROMPT, given, limits)).toThrow(`Cannot render: ${message}`);
  });
});

describe('validNegative', () => {
  it('takes one subject, not two', () => {
    expect(validNegative(NEGATIVE, many(subject()), limits)).toEqual(many(subject()));
    expect(() => validNegative(NEGATIVE, many(subject(), subject()), limits)).toThrow(
      'Cannot render: negative prompt must be at most 1 subject, given 2',
    );
  });
});
