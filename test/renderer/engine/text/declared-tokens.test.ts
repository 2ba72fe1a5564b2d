import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDeclaredTokens } from '#renderer/engine/text/declared-tokens.ts';
import { readTokenizer } from '#renderer/engine/text/read-tokenizer.ts';
import { SMALL_TOKENIZER } from '#test/renderer/engine/text/small-tokenizer.ts';

interface Case {
  readonly pad: number;
  readonly files: Readonly<Record<string, unknown>>;
  readonly ids: readonly (readonly number[])[];
}
const golden: { readonly texts: readonly string[]; readonly cases: Readonly<Record<string, Case>> } = JSON.parse(
  await readFile(new URL('../../../golden/added-tokens.json', import.meta.url), 'utf8'),
);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-declared-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  for (const name of ['vocab.json', 'merges.txt']) await cp(join(SMALL_TOKENIZER, name), join(folder, name));
  for (const [name, value] of Object.entries(files)) {
    await writeFile(join(folder, `${name}.json`), JSON.stringify(value));
  }
}

describe('declared tokens are split off first, as transformers does', () => {
  it.each(Object.entries(golden.cases))('%s', async (_name, { files, pad, ids }) => {
    await write(files);
    const tokenizer = await readTokenizer({ folder, pad: null, vocabulary: 1000 });
    expect(tokenizer.pad).toBe(pad);
    expect(golden.texts.map((text) => [text, tokenizer.encode(text)])).toEqual(
      golden.texts.map((text, i) => [text, ids[i]]),
    );
  });
});

describe('readDeclaredTokens', () => {
  it.each([
    ['an id that is none', { added_tokens: { cat: 'nine' } }, 'added_tokens.json must give every token a whole number'],
    ['a token without text', { tokenizer_config: { extra_special_tokens: [7] } }, 'must be a text of at most 1000'],
    ['a text without end', { special_tokens_map: { pad_token: 'a'.repeat(1001) } }, 'must be a text of at most 1000'],
    [
      'more tokens than anyone has trained',
      { added_tokens: Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`<${i}>`, i])) },
      'at most 10000 added tokens, given 10003',
    ],
  ])('refuses %s', async (_name, files, reason) => {
    await write(files);
    await expect(readDeclaredTokens(folder, null)).rejects.toThrow(reason);
  });

  it('refuses a token that the text encoder does not know, by its name', async () => {
    await write({ special_tokens_map: { pad_token: '[PAD]' } });
    await expect(readTokenizer({ folder, pad: null, vocabulary: 957 })).rejects.toThrow(
      'Cannot use tokenizer: its token [PAD] has id 957, but the text encoder has 957 tokens',
    );
    expect((await readTokenizer({ folder, pad: null, vocabulary: 958 })).pad).toBe(957);
  });

  it('takes an empty name for none', async () => {
    await write({ tokenizer_config: { pad_token: '', sep_token: null, add_bos_token: true } });
    const { special, tokens } = await readDeclaredTokens(folder, null);
    const named = tokens.map(({ content }) => content);
    expect([special.pad, named]).toEqual(['<|endoftext|>', ['<|startoftext|>', '<|endoftext|>']]);
  });
});
