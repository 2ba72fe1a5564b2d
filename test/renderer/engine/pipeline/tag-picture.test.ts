import { describe, it } from 'vitest';
import { checkCase } from '#test/golden/check/check-case.ts';
import { BOORU_PART } from '#test/golden/check/parts/booru.ts';

describe('tags', () => {
  it('are as likely as in DeepDanbooru’s port to torch', () => checkCase(BOORU_PART, 'out_128x128'));

  it('become a text as A1111 writes it, with each of its options', () => checkCase(BOORU_PART, 'tag_text'));

  it.each(['q1', 'q2', 'q3'])('are of a picture in a square whose edges are drawn out, byte for byte: %s', (name) =>
    checkCase(BOORU_PART, `canvas ${name}`),
  );
});
