import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promptAt } from '#bot/prompt/prompt-at.ts';
import { readWords } from '#bot/prompt/read-prompt.ts';
import { readScript } from '#bot/prompt/script.ts';
import type { ScriptPart } from '#bot/prompt/syntax.ts';
import type { Prompt } from '#shared/contract/messages.ts';
import { changingText } from '#test/bot/prompt/prompt-text.ts';

const STEPS = 10;

/** What a subject says at each step, words alone. */
function spoken({ chunks, subjects = [] }: Prompt, index = 0): string[] {
  const words = (all: Prompt['chunks']) => all.flatMap(({ spans }) => spans.map(({ text }) => text)).join('');
  const subject = subjects[index];
  if (!subject) return Array.from({ length: STEPS }, () => words(chunks));
  const { variants, variantOfStep } = subject;
  return Array.from({ length: STEPS }, (_, i) =>
    words(variants[variantOfStep[i] ?? variantOfStep.at(-1) ?? 0]!.chunks),
  );
}

/** A1111's form: the last step of each text. */
function schedule(text: string): [number, string][] {
  const parts = readScript(text).subjects[0]!.parts;
  const raw = Array.from({ length: STEPS }, (_, i) => rawAt(parts, i + 1));
  return raw.flatMap((one, i) => (one === raw[i + 1] ? [] : [[i + 1, one] as [number, string]]));
}

/** The text before brackets are read, told again from the tree. */
function rawAt(parts: readonly ScriptPart[], step: number): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      if (part.kind === 'alternate') return rawAt(part.options[(step - 1) % part.options.length]!, step);
      const last = Math.trunc(part.when.isShare ? part.when.value * STEPS : part.when.value);
      return rawAt(step <= last ? part.before : part.after, step);
    })
    .join('');
}

describe('promptAt()', () => {
  /** The doctests of A1111's modules/prompt_parser.py. */
  it.each<[string, [number, string][]]>([
    ['test', [[10, 'test']]],
    [
      'a [b:3]',
      [
        [3, 'a '],
        [10, 'a b'],
      ],
    ],
    [
      'a [b: 3]',
      [
        [3, 'a '],
        [10, 'a b'],
      ],
    ],
    [
      'a [[[b]]:2]',
      [
        [2, 'a '],
        [10, 'a [[b]]'],
      ],
    ],
    [
      '[(a:2):3]',
      [
        [3, ''],
        [10, '(a:2)'],
      ],
    ],
    [
      'a [b : c : 1] d',
      [
        [1, 'a b  d'],
        [10, 'a  c  d'],
      ],
    ],
    [
      'a[b:[c:d:2]:1]e',
      [
        [1, 'abe'],
        [2, 'ace'],
        [10, 'ade'],
      ],
    ],
    ['a [unbalanced', [[10, 'a [unbalanced']]],
    [
      'a [b:.5] c',
      [
        [5, 'a  c'],
        [10, 'a b c'],
      ],
    ],
    [
      'a [{b|d{:.5] c',
      [
        [5, 'a  c'],
        [10, 'a {b|d{ c'],
      ],
    ],
    [
      '((a][:b:c [d:3]',
      [
        [3, '((a][:b:c '],
        [10, '((a][:b:c d'],
      ],
    ],
    [
      '[a|(b:1.1)]',
      [
        [1, 'a'],
        [2, '(b:1.1)'],
        [3, 'a'],
        [4, '(b:1.1)'],
        [5, 'a'],
        [6, '(b:1.1)'],
        [7, 'a'],
        [8, '(b:1.1)'],
        [9, 'a'],
        [10, '(b:1.1)'],
      ],
    ],
    [
      '[fe|]male',
      [
        [1, 'female'],
        [2, 'male'],
        [3, 'female'],
        [4, 'male'],
        [5, 'female'],
        [6, 'male'],
        [7, 'female'],
        [8, 'male'],
        [9, 'female'],
        [10, 'male'],
      ],
    ],
    [
      '[fe|||]male',
      [
        [1, 'female'],
        [4, 'male'],
        [5, 'female'],
        [8, 'male'],
        [9, 'female'],
        [10, 'male'],
      ],
    ],
    [
      'a [b::3]',
      [
        [3, 'a b'],
        [10, 'a '],
      ],
    ],
    ['a [b:c:-3]', [[10, 'a c']]],
    ['a [b:c:99]', [[10, 'a b']]],
    ['a \\[b:3\\]', [[10, 'a \\[b:3\\]']]],
    [
      'a [b\\:c:3]',
      [
        [3, 'a '],
        [10, 'a b\\:c'],
      ],
    ],
    ['a [b:c:d:3]', [[10, 'a [b:c:d:3]']]],
    ['a [b:(c]:3]', [[10, 'a [b:(c]:3]']]],
  ])('reads %j as A1111 does', (text, expected) => {
    expect(schedule(text)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ['a \\[b:3\\]', ['a [b:3]']],
    ['[a\\|b|c]', ['a|b', 'c']],
    ['(16:9)', ['16']],
    ['a [(b:1.3) c:2]', ['a ', 'a ', 'a b c']],
    ['(a [b|c] d:1.5)', ['a b d', 'a c d']],
  ])('says of %j, step by step', (text, expected) => {
    const said = spoken(promptAt(readWords(text).script, { steps: STEPS }));
    expect(said.slice(0, expected.length)).toEqual(expected);
  });

  it('reads brackets round and in what changes', () => {
    const { subjects } = promptAt(readWords('(a [(b:2):c:1] d:1.5)').script, { steps: 4 });
    expect(subjects).toEqual([
      {
        weight: 1,
        variantOfStep: [0, 1],
        variants: [
          {
            chunks: [
              {
                spans: [
                  { text: 'a ', weight: 1.5 },
                  { text: 'b', weight: 3 },
                  { text: ' d', weight: 1.5 },
                ],
              },
            ],
          },
          { chunks: [{ spans: [{ text: 'a c d', weight: 1.5 }] }] },
        ],
      },
    ]);
  });

  it('is a plain prompt where nothing changes', () => {
    expect(promptAt(readWords('a (red:1.4) cat BREAK b').script, { steps: 4 })).toEqual({
      chunks: [
        {
          spans: [
            { text: 'a ', weight: 1 },
            { text: 'red', weight: 1.4 },
            { text: ' cat', weight: 1 },
          ],
        },
        { spans: [{ text: 'b', weight: 1 }] },
      ],
    });
  });

  it('gives each subject its weight and its own changes', () => {
    const { chunks, subjects } = promptAt(readWords('a [b|c] AND d :-0.5').script, { steps: 3 });
    expect(chunks).toEqual([]);
    expect(subjects!.map(({ weight, variantOfStep, variants }) => [weight, variantOfStep, variants.length])).toEqual([
      [1, [0, 1, 0], 2],
      [-0.5, [], 1],
    ]);
  });

  it.each<[string, number, number, string[]]>([
    ['a [b:.5] c', 4, 2, ['a  c', 'a  c', 'a b c', 'a b c', 'a b c', 'a b c']],
    ['a [b:1.5] c', 4, 2, ['a  c', 'a  c', 'a  c', 'a  c', 'a  c', 'a b c']],
    ['a [b:5] c', 4, 2, ['a  c', 'a  c', 'a  c', 'a  c', 'a  c', 'a b c']],
    ['[a|b|c]', 4, 2, ['a', 'b', 'c', 'a', 'a', 'b']],
  ])('counts a second pass of %j on', (text, steps, secondSteps, expected) => {
    expect(spoken(promptAt(readWords(text).script, { steps, secondSteps })).slice(0, 6)).toEqual(expected);
  });

  it('says something at every step, keeps no two equal texts apart by chance, and never throws', () => {
    fc.assert(
      fc.property(changingText, fc.integer({ min: 1, max: 12 }), (text, steps) => {
        const { chunks, subjects = [] } = promptAt(readWords(text).script, { steps });
        if (subjects.length > 0) expect(chunks).toEqual([]);
        for (const { variants, variantOfStep, weight } of subjects) {
          expect(variants.length).toBeGreaterThan(0);
          expect(variantOfStep.length).toBeLessThanOrEqual(steps);
          expect(new Set(variantOfStep.length > 0 ? variantOfStep : [0]).size).toBe(variants.length);
          expect(Math.abs(weight)).toBeLessThanOrEqual(10);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
