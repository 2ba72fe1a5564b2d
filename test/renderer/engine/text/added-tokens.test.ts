import { describe, expect, it } from 'vitest';
import { type AddedToken, tokenSplitter } from '#renderer/engine/text/added-tokens.ts';

function token(content: string, id: number, flags: Partial<AddedToken> = {}): AddedToken {
  return { content, id, lstrip: false, rstrip: false, singleWord: false, normalized: false, ...flags };
}

describe('tokenSplitter', () => {
  it.each<[string, AddedToken[], string, (string | number)[]]>([
    ['cuts at each of them', [token('!', 0)], 'a!!b!', ['a', 0, 0, 'b', 0]],
    ['takes the longer of two at one place', [token('<a', 1), token('<a>', 2)], '<a><a', [2, 1]],
    ['takes white space along to the left', [token('x', 1, { lstrip: true })], 'a \u0085x b', ['a', 1, ' b']],
    ['takes white space along to the right', [token('x', 1, { rstrip: true })], 'a x\n b', ['a ', 1, 'b']],
    ['leaves a byte order mark where it is', [token('x', 1, { lstrip: true })], '\ufeffx', ['\ufeff', 1]],
    ['finds whole words only', [token('x', 1, { singleWord: true })], 'x ax x_ 𝐚x x.', [1, ' ax x_ 𝐚x ', 1, '.']],
    ['reads no pattern in a token', [token('.*', 1)], 'a.*', ['a', 1]],
  ])('%s', (_name, tokens, text, parts) => {
    expect(tokenSplitter(tokens)!(text)).toEqual(parts);
  });

  it('is none without tokens', () => {
    expect([tokenSplitter([]), tokenSplitter([token('', 1)])]).toEqual([null, null]);
  });
});
