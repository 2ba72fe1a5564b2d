import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWordPieces, wordPieces } from '#renderer/engine/text/word-pieces.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { checkCase } from '#test/golden/check/check-case.ts';
import { BLIP_PART } from '#test/golden/check/parts/blip.ts';

const scratch = scratchFolder();
const VOCABULARY = ['[UNK]', '[CLS]', '[SEP]', 'a', '##b', 'b'];

describe('word pieces', () => {
  it('are those of transformers’ BERT tokenizer, and read back as it writes them', () =>
    checkCase(BLIP_PART, 'wordpiece'));

  it('come from vocab.txt, or from tokenizer.json with its added tokens', async () => {
    writeFileSync(join(scratch, 'vocab.txt'), `${VOCABULARY.join('\r\n')}\r\n`);
    expect((await readWordPieces(scratch)).encode('AB b')).toEqual([1, 3, 4, 5, 2]);
    const vocab = Object.fromEntries(VOCABULARY.slice(2).map((piece, i) => [piece, i + 2]));
    const added_tokens = VOCABULARY.slice(0, 2).map((content, id) => ({ content, id }));
    const folder = join(scratch, 'none');
    await expect(readWordPieces(folder)).rejects.toThrow('Cannot use tokenizer: its vocabulary must be of word pieces');
    writeFileSync(join(scratch, 'tokenizer.json'), JSON.stringify({ model: { vocab }, added_tokens }));
    writeFileSync(join(scratch, 'vocab.txt'), 'a\nb\n');
    await expect(readWordPieces(scratch)).rejects.toThrow('[UNK], [CLS] and [SEP]');
  });

  it('take a word of more letters than any has for one that is unknown', () => {
    const { encode } = wordPieces(VOCABULARY);
    expect(encode(`a ${'b'.repeat(100_000)} ab`)).toEqual([1, 3, 0, 3, 4, 2]);
  });
});
