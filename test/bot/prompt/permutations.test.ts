import { expect, it } from 'vitest';
import { permutations } from '#bot/prompt/permutations.ts';

it.each([
  ['a cat', ['a cat']],
  ['a {red, blue} cat', ['a red cat', 'a blue cat']],
  ['{a, b} {c, d}', ['a c', 'a d', 'b c', 'b d']],
  ['{{a, b} x, c}', ['a x', 'b x', 'c']],
  ['cat --ar {3:2, 1:1}', ['cat --ar 3:2', 'cat --ar 1:1']],
  ['{one\\, two, three}', ['one\\, two', 'three']],
  ['{red|blue} {a, b}', ['{red|blue} a', '{red|blue} b']],
  ['{a, b, }', ['a', 'b', '']],
])('%j becomes %j', (text, texts) => expect(permutations(text, 40)).toEqual({ texts, count: texts.length }));

it('counts more than it gives', () => {
  const { texts, count } = permutations('{a, b}'.repeat(40), 10);
  expect([texts.length, count]).toEqual([10, 2 ** 40]);
});
