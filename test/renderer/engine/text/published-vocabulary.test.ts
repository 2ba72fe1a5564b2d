import { expect, it } from 'vitest';
import { PUBLISHED_VOCABULARY_SIZE, publishedVocabulary } from '#renderer/engine/text/published-vocabulary.ts';

it('publishedVocabulary has every id once and the merges in order', async () => {
  const { ids, merges } = await publishedVocabulary();
  const sorted = Object.values(ids).sort((a, b) => a - b);
  expect(sorted).toEqual(Array.from({ length: PUBLISHED_VOCABULARY_SIZE }, (_, id) => id));
  expect(merges).toHaveLength(48894);
  expect(merges.slice(0, 3)).toEqual(['i n', 't h', 'a n']);
  expect(merges.every((merge, rank) => ids[merge.replace(' ', '')] === 512 + rank)).toBe(true);
});
