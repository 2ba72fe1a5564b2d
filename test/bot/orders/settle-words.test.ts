import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order } from '#bot/domain/job.ts';
import { joinWords, memberProblems, readMemberWords } from '#bot/orders/settle-words.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';
import { promptText } from '#test/bot/prompt/prompt-text.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

function readMember(order: Order, { charactersMax }: { charactersMax: number }) {
  const words = readMemberWords(order);
  const problems = memberProblems(order, { words, charactersMax });
  return problems.length > 0 ? { problems } : { words };
}

function join(prompt: string, { template = '{prompt}', negative = '', typed = '' } = {}) {
  const read = readMember({ prompt, negative: typed }, { charactersMax: 4000 });
  if ('problems' in read) throw new Error(inEnglish(read.problems).join());
  return joinWords(read.words, { template, negative, charactersMax: 4000, steps: 10 });
}

describe('readMember()', () => {
  it.each([
    '',
    '  ',
    '\u200b\u200d\ufeff',
    '\u2060 \u00ad',
    '\u3164',
    '\u2800\u2800',
    '\ufe0f',
    '\u{e0041}\u{e007f}',
    '\u0301\u0301',
  ])('finds nothing to draw in %j', (prompt) =>
    expect(readMember({ prompt }, { charactersMax: 4000 })).toMatchObject({ problems: [{ key: 'order.empty' }] }),
  );

  it.each(['x', '🎨', '한', '\u200bcat', '٣'])('finds something to draw in %j', (prompt) =>
    expect(readMember({ prompt }, { charactersMax: 4000 })).toHaveProperty('words'),
  );
});

describe('joinWords()', () => {
  const prompts: readonly [string, string, string][] = [
    ['a cat', '{prompt}', 'a cat'],
    [' a cat --seed 7 ', '{prompt}, oil', 'a cat, oil'],
    ['a ((red)) cat', '{prompt}, oil', 'a ((red)) cat, oil'],
    ['a (red cat', '({prompt}:1.2), oil', '(a (red cat:1.1):1.2), oil'],
    ['a cat) sat', '({prompt}:1.2), oil', '(a cat\\) sat:1.2), oil'],
    ['a cat\\', '({prompt}), oil', '(a cat), oil'],
    ['16:9', '({prompt}), oil', '(16:\\9), oil'],
    ['pay $& and $1', '{prompt}, oil', 'pay $& and $1, oil'],
    ['{prompt}', '{prompt}, oil', '{prompt}, oil'],
  ];
  it.each(prompts)('puts %j into %j', (prompt, template, text) =>
    expect(join(prompt, { template }).prompt.text).toBe(text),
  );

  it('lets emphasis around the place act on the words', () => {
    expect(join('a (red) cat', { template: '({prompt}:2), oil' }).prompt.prompt.chunks[0]!.spans).toEqual([
      { text: 'a ', weight: 2 },
      { text: 'red', weight: 2.2 },
      { text: ' cat', weight: 2 },
      { text: ', oil', weight: 1 },
    ]);
  });

  const negatives: readonly [string, string, string, string][] = [
    ['a', '', '', ''],
    ['a --no hands', 'blurry', 'dogs', 'blurry, dogs, hands'],
    ['a --no hands', '', '', 'hands'],
    ['a --no (hands', 'blurry (x', 'dogs)', 'blurry (x:1.1), dogs\\), (hands:1.1)'],
  ];
  it.each(negatives)('joins the negatives of %j, %j and %j', (prompt, negative, typed, text) => {
    expect(join(prompt, { negative, typed }).negative.text).toBe(text);
  });

  const changing: readonly [string, string, string][] = [
    ['a [cat|dog]', '({prompt}:1.2), oil', '(a [cat|dog]:1.2), oil'],
    ['a [cat|dog] (red', '({prompt}), oil', '(a [cat|dog] \\(red), oil'],
    ['a AND b:0.5', '{prompt}, oil', 'a, oil :1 AND b, oil :0.5'],
    ['a AND (b', '({prompt}) 16:9', '(a) 16:9 :1 AND ((b:1.1)) 16:9 :1'],
    ['poster 16:9', '[{prompt}:night:3]', '[poster 16\\:\\9:night:3]'],
    ['a <lora:x:1> cat', '{prompt}, oil', 'a <lora:x:1> cat, oil'],
  ];
  it.each(changing)('puts %j into %j, each part whole', (prompt, template, text) =>
    expect(join(prompt, { template }).prompt.text).toBe(text),
  );

  it('counts the steps', () => {
    const { subjects } = join('a [cat:dog:0.5]', { template: '{prompt}, oil' }).prompt.prompt;
    expect(subjects).toHaveLength(1);
    expect(subjects![0]!.variantOfStep).toEqual([0, 0, 0, 0, 0, 1]);
    expect(subjects![0]!.variants.map(({ chunks }) => chunks[0]!.spans[0]!.text)).toEqual(['a cat, oil', 'a dog, oil']);
  });

  it('lets a negative prompt change, but pull in one direction only', () => {
    const { subjects } = join('a', { negative: 'blurry', typed: '[x|y] AND z' }).negative.prompt;
    expect(subjects!.map(({ variants }) => variants.map(({ chunks }) => chunks[0]!.spans[0]!.text))).toEqual([
      ['blurry, x ,  z', 'blurry, y ,  z'],
    ]);
    const read = readMember({ prompt: 'a', negative: 'x AND y' }, { charactersMax: 100 });
    expect(inEnglish(read)).toMatchObject({
      words: { notices: ['AND does nothing in a negative prompt: its parts count together'] },
    });
  });

  it('refuses more texts than a renderer reads', () => {
    const options = Array.from({ length: 70 }, (_, i) => `w${i}`).join('|');
    const read = readMember({ prompt: `[${options}]` }, { charactersMax: 4000 });
    if ('problems' in read) throw new Error(inEnglish(read.problems).join());
    const style = { template: '{prompt}', negative: '', charactersMax: 4000 };
    expect(joinWords(read.words, { ...style, steps: 64 }).problems).toEqual([]);
    expect(inEnglish(joinWords(read.words, { ...style, steps: 65 }).problems)).toEqual([
      'Cannot read this prompt: in 65 steps it becomes 65 different texts with 185 characters; at most 64 with 64,000 ' +
        'can be read',
    ]);
  });

  it('keeps the meaning of the words in any place, and the words around them as they are', () => {
    fc.assert(
      fc.property(promptText, (text) => {
        const read = readPrompt(text).prompt;
        const words = read.chunks.flatMap(({ spans }) => spans);
        fc.pre('words' in readMember({ prompt: text }, { charactersMax: 4000 }));
        const { prompt } = join(text, { template: 'before ({prompt}:1) after' }).prompt;
        // A prompt that changes on its way, such as [words:2], has no single list of words.
        fc.pre(!prompt.subjects?.length);
        const spans = prompt.chunks.flatMap((chunk) => chunk.spans);
        const joined = (all: typeof spans) =>
          all
            .map((span) => span.text)
            .join('')
            .replace(/\s+/g, ' ');
        expect(joined(spans).replaceAll(' ', '')).toBe(`before${joined(words)}after`.replaceAll(' ', ''));
        expect(spans[0]!.text.startsWith('before ')).toBe(true);
        expect(spans.at(-1)).toMatchObject({ text: expect.stringMatching(/ after$/), weight: 1 });
      }),
      { numRuns: 1500, examples: [['[a--ar 3:2]'], ['a (red:1.4) house']] },
    );
  });
});
