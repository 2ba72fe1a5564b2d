import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishedVocabulary } from '#renderer/engine/text/published-vocabulary.ts';
import { createTokenizer } from '#renderer/engine/text/tokenizer.ts';
import { clipBpeTokenizer, libraryTokenizer } from '#test/renderer/engine/text/other-tokenizers.ts';

const { encode } = createTokenizer(await publishedVocabulary());

/** Pieces of prompts, joined with and without spaces. */
const pieces = fc.constantFrom(
  ...[
    'masterpiece',
    'LIGHTHOUSE',
    "don't",
    "we'll",
    "I'M",
    '8k',
    '(red:1.4)',
    ', ',
    '--',
    '...',
    '#tag',
    '@@',
    '3:2',
    '½',
    '²',
    '10',
  ],
  ...[
    'naïve',
    'café',
    'Straße',
    'ΟΔΟΣ',
    'İstanbul',
    'москва',
    '東京',
    'ラーメン',
    '서울',
    'مرحبا',
    'हिन्दी',
    'ไทย',
    '🎨',
    '👩‍🚀',
    '🏳️‍🌈',
    'e\u0301',
  ],
  ...[
    '\u00a0',
    '\t',
    '\n',
    '\u200b',
    '\ufeff',
    '\u3000',
    '\u0000',
    '\ud800',
    '<|endoftext|>',
    '<|startoftext|>',
    '<|ENDOFTEXT|>',
    '<|',
  ],
);
const text = fc.oneof(
  fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

describe('the published tokenizer', () => {
  /** The library takes a mark in capitals that stands alone for the mark; transformers does not. */
  it('equals the tokenizers library on any text', () => {
    const library = libraryTokenizer();
    fc.assert(
      fc.property(text, (given) => {
        fc.pre(!given.includes('<|ENDOFTEXT|>'));
        expect(encode(given)).toEqual(library(given));
      }),
      { numRuns: 2000 },
    );
  });

  /**
   * What clip-bpe-js is known to do otherwise: it reads HTML entities, cuts characters beyond U+00FF to their low byte
   * and takes those up to it for one byte, does not normalise, and encodes the marks by their letters' case.
   */
  it('equals clip-bpe-js on any printable ASCII without entities and marks', () => {
    const second = clipBpeTokenizer();
    const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 80 });
    fc.assert(
      fc.property(
        fc.oneof(
          ascii,
          fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(' ')),
        ),
        (given) => {
          fc.pre(/^[ -~]*$/.test(given) && !/&|<\|/.test(given));
          expect(encode(given)).toEqual(second(given));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('reads a word of any length in a moment', () => {
    const ids = encode('漢字仮名交じり文'.repeat(500));
    expect(ids.length).toBeGreaterThan(4000);
    expect(encode('a'.repeat(20_000)).length).toBeGreaterThan(100);
  });
});
