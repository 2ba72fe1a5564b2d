import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexMerges } from '#renderer/engine/text/merge-table.ts';
import { publishedVocabulary } from '#renderer/engine/text/published-vocabulary.ts';
import { readTokenizer } from '#renderer/engine/text/read-tokenizer.ts';
import { countTokens, createTokenizer, type Vocabulary } from '#renderer/engine/text/tokenizer.ts';
import { SMALL_TOKENIZER } from '#test/renderer/engine/text/small-tokenizer.ts';

interface Tokens {
  readonly published: readonly { readonly text: string; readonly ids: readonly number[] }[];
  readonly demo: readonly { readonly text: string; readonly ids: readonly number[] }[];
}
const golden: Tokens = JSON.parse(readFileSync(new URL('../../../golden/tokens.json', import.meta.url), 'utf8'));

/** Vocabulary of transformers' own CLIP tokenizer test. */
const TOY = {
  ids: new Map(
    'l o w e r s t i d n lo l</w> w</w> r</w> t</w> low</w> er</w> lowest</w> newer</w> wider <unk> <|startoftext|> <|endoftext|>'
      .split(' ')
      .map((token, id) => [token, id] as const),
  ),
  merges: ['l o', 'lo w</w>', 'e r</w>'],
};

function vocabulary({ ids, merges }: { ids: ReadonlyMap<string, number>; merges: readonly string[] }): Vocabulary {
  const refuse = (line: string) => expect.fail(line);
  return { idOf: (token) => ids.get(token), merges: indexMerges(merges.join('\n'), refuse)! };
}

describe('the published vocabulary', async () => {
  const tokenizer = createTokenizer(await publishedVocabulary());

  it.each(golden.published)('encodes "$text" as transformers does', ({ text, ids }) => {
    expect(tokenizer.encode(text)).toEqual(ids);
  });

  it('knows its special tokens and its comma', () => {
    const { bos, eos, pad, comma } = tokenizer;
    expect({ bos, eos, pad, comma }).toEqual({ bos: 49406, eos: 49407, pad: 49407, comma: 267 });
  });

  it('with "!" for padding gives its id for each of them, as the second tokenizer of SDXL does', async () => {
    const second = await readTokenizer({ folder: null, pad: '!', vocabulary: 49408 });
    expect(second.encode('wow!! a!b')).toEqual([2781, 0, 0, 320, 0, 321]);
    expect([second.pad, tokenizer.encode('wow!!')]).toEqual([0, [2781, 748]]);
  });

  it('spells each token as its text has it', () => {
    const spelt = tokenizer
      .spell('A Steampunkish 猫<|endoftext|>')
      .map(({ text, endsWord }) => `${text}${endsWord ? ' ' : '+'}`);
    expect(spelt.join('')).toBe('a steam+punk+ish �+�+� <|endoftext|> ');
  });

  it('counts the tokens of a text without start and end', () => {
    expect(countTokens(tokenizer, 'an astronaut riding a horse')).toBe(5);
    expect(countTokens(tokenizer, '')).toBe(0);
  });

  it('gives ids of its vocabulary for any text, and the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const ids = tokenizer.encode(text);
        expect(ids.every((id) => Number.isInteger(id) && id >= 0 && id < 49408)).toBe(true);
        expect(tokenizer.spell(text).map(({ id }) => id)).toEqual(ids);
      }),
      { numRuns: 100 },
    );
  });
});

describe('createTokenizer', () => {
  it.each(golden.demo)('encodes "$text" with a small vocabulary as transformers does', async ({ text, ids }) => {
    expect((await readTokenizer({ folder: SMALL_TOKENIZER, pad: null, vocabulary: 957 })).encode(text)).toEqual(ids);
  });

  it('gives the unknown token for what the vocabulary cannot spell', () => {
    const special = { bos: '<|startoftext|>', eos: '<|endoftext|>', pad: '<|endoftext|>', unknown: '<unk>' };
    const tokenizer = createTokenizer(vocabulary(TOY), special);
    expect(tokenizer.encode('lower newer')).toEqual([10, 2, 16, 9, 3, 2, 16]);
    expect(tokenizer.encode('lower newer z')).toEqual([10, 2, 16, 9, 3, 2, 16, 20]);
    expect(tokenizer.comma).toBeNull();
  });

  it('refuses a vocabulary without its special tokens', () => {
    expect(() => createTokenizer(vocabulary({ ids: new Map([['a', 0]]), merges: [] }))).toThrow(
      'Cannot use tokenizer: its vocabulary must have the special token <|startoftext|>',
    );
  });
});
