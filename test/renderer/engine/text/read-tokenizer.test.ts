import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTokenizer } from '#renderer/engine/text/read-tokenizer.ts';
import { SMALL_TOKENIZER } from '#test/renderer/engine/text/small-tokenizer.ts';

const SENTENCE = 'a red house on the left, at night';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-tokenizer-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Copies files of the demo tokenizer. */
async function copy(...names: string[]): Promise<void> {
  for (const name of names) await cp(join(SMALL_TOKENIZER, name), join(folder, name));
}

async function write(name: string, value: unknown): Promise<void> {
  await writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
}

async function demoVocabulary(): Promise<{ vocab: Record<string, number>; merges: string[] }> {
  const vocab = JSON.parse(await readFile(join(SMALL_TOKENIZER, 'vocab.json'), 'utf8')) as Record<string, number>;
  const merges = (await readFile(join(SMALL_TOKENIZER, 'merges.txt'), 'utf8')).trim().split('\n').slice(1);
  return { vocab, merges };
}

describe('readTokenizer', () => {
  it('reads vocab.json with merges.txt', async () => {
    const tokenizer = await readTokenizer({ folder: SMALL_TOKENIZER, pad: null, vocabulary: 957 });
    expect([tokenizer.bos, tokenizer.eos, tokenizer.pad]).toEqual([955, 956, 956]);
    expect(tokenizer.encode(SENTENCE)).toHaveLength(9);
  });

  it.each([
    ['lines', (merges: string[]) => merges],
    ['pairs', (merges: string[]) => merges.map((merge) => merge.split(' '))],
  ])('reads tokenizer.json alone, with merges as %s', async (_name, shape) => {
    const { vocab, merges } = await demoVocabulary();
    await write('tokenizer.json', { added_tokens: [], model: { type: 'BPE', vocab, merges: shape(merges) } });
    const own = await readTokenizer({ folder: folder, pad: null, vocabulary: 957 });
    expect(own.encode(SENTENCE)).toEqual(
      (await readTokenizer({ folder: SMALL_TOKENIZER, pad: null, vocabulary: 957 })).encode(SENTENCE),
    );
    expect(own.eos).toBe(956);
  });

  it('finds special tokens that only added_tokens names', async () => {
    const { vocab, merges } = await demoVocabulary();
    const { '<|startoftext|>': start, '<|endoftext|>': end, ...words } = vocab;
    const added = [
      { id: start, content: '<|startoftext|>' },
      { id: end, content: '<|endoftext|>' },
    ];
    await write('tokenizer.json', { added_tokens: added, model: { type: 'BPE', vocab: words, merges } });
    expect((await readTokenizer({ folder: folder, pad: null, vocabulary: 957 })).bos).toBe(955);
  });

  it.each([
    ['text', '!'],
    ['an object', { content: '!', lstrip: false }],
  ])('takes the padding from special_tokens_map.json, given as %s', async (_name, pad) => {
    await copy('vocab.json', 'merges.txt', 'tokenizer_config.json');
    await write('special_tokens_map.json', { pad_token: pad });
    const tokenizer = await readTokenizer({ folder: folder, pad: null, vocabulary: 957 });
    expect([tokenizer.pad, tokenizer.eos]).toEqual([0, 956]);
  });

  it('takes the padding from tokenizer_config.json when there is no map', async () => {
    await copy('vocab.json', 'merges.txt');
    await write('tokenizer_config.json', { pad_token: '!' });
    expect((await readTokenizer({ folder: folder, pad: null, vocabulary: 957 })).pad).toBe(0);
  });

  it('uses the published vocabulary for a model without tokenizer', async () => {
    const tokenizer = await readTokenizer({ folder: join(folder, 'tokenizer'), pad: null, vocabulary: 49408 });
    expect(tokenizer.encode('a photo of a cat')).toEqual([320, 1125, 539, 320, 2368]);
  });

  it('says what to do when the published vocabulary does not fit', async () => {
    await expect(readTokenizer({ folder: folder, pad: null, vocabulary: 957 })).rejects.toThrow(
      /has neither vocab.json with merges.txt nor tokenizer.json, .* does not fit a text encoder of 957. Copy/,
    );
  });

  it('refuses a vocabulary that the text encoder does not know', async () => {
    await expect(readTokenizer({ folder: SMALL_TOKENIZER, pad: null, vocabulary: 900 })).rejects.toThrow(
      'Cannot use tokenizer: the text encoder has 900 tokens, but the vocabulary goes up to id 956',
    );
  });

  it.each([
    ['half a vocabulary', 'vocab.json', '{"a": 1', 'vocab.json is damaged, it is not JSON'],
    ['a list', 'vocab.json', '[]', 'vocab.json must be a JSON object'],
    ['a fraction', 'vocab.json', '{"a": 1.5}', 'vocab.json must give every token a whole number, given 1.5 for a'],
    ['a lonely merge', 'merges.txt', 't h\ne\n', 'merges.txt must list merges of two parts, given "e"'],
  ])('refuses %s', async (_name, file, text, message) => {
    await copy('vocab.json', 'merges.txt');
    await write(file, text);
    await expect(readTokenizer({ folder: folder, pad: null, vocabulary: 957 })).rejects.toThrow(
      `Cannot use tokenizer: ${message}`,
    );
  });

  it('refuses a tokenizer.json that is not BPE', async () => {
    await write('tokenizer.json', { model: { type: 'Unigram', vocab: [] } });
    await expect(readTokenizer({ folder: folder, pad: null, vocabulary: 49408 })).rejects.toThrow(
      'tokenizer.json must hold a BPE model',
    );
  });

  it('refuses vocab.json without merges.txt', async () => {
    await copy('vocab.json');
    await expect(readTokenizer({ folder: folder, pad: null, vocabulary: 49408 })).rejects.toThrow(
      'has vocab.json, but merges.txt is missing',
    );
  });
});
