import { describe, expect, it } from 'vitest';
import type { TextEncoder } from '#renderer/engine/pipeline/networks.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { encodePrompt } from '#renderer/engine/text/conditioning.ts';
import { readTokenizer } from '#renderer/engine/text/read-tokenizer.ts';
import type { Prompt } from '#shared/rpc/messages.ts';
import { DEMO_TOKENIZER } from '#test/renderer/engine/text/demo-tokenizer.ts';

const tokenizer = await readTokenizer(DEMO_TOKENIZER, 915);

/** Hidden states that show which ids were read: [id, clipSkip] at every position. */
const encoder: TextEncoder = {
  async encode(ids, clipSkip) {
    const values = ids.flat().flatMap((id) => [id, clipSkip]);
    return tensor([ids.length, 77, 2], Float32Array.from(values));
  },
};

function text(words: string, weight = 1): Prompt {
  return { chunks: [{ spans: [{ text: words, weight }] }] };
}

const long = (windows: number) => text('red '.repeat((windows - 1) * 75 + 1));

async function encode(prompt: Prompt, negative: Prompt | null) {
  return encodePrompt({ prompt, negative }, { tokenizer, encoder, clipSkip: 1 });
}

/** The ids that window i was made of. */
function window(x: Tensor | null, i: number): number[] {
  return Array.from({ length: 77 }, (_, at) => x!.data[(i * 77 + at) * 2]!);
}

describe('encodePrompt', () => {
  it('gives the hidden states of the encoder untouched for a short prompt without weights', async () => {
    const { cond, uncond } = await encode(text('a red house'), text(''));
    const ids = [913, ...tokenizer.encode('a red house'), ...Array.from({ length: 73 }, () => 914)];
    expect(cond).toEqual(await encoder.encode([ids], 1));
    expect(uncond!.dims).toEqual([1, 77, 2]);
    expect(window(uncond, 0)[1]).toBe(914);
  });

  it('gives no negative when none is asked for', async () => {
    expect((await encode(long(2), null)).uncond).toBeNull();
  });

  it('leaves layers out for the prompt only, as diffusers does', async () => {
    const { cond, uncond } = await encode(text('red'), text('red'));
    expect([cond.data[1], uncond!.data[1]]).toEqual([1, 0]);
  });

  it('joins the windows of a long prompt along the tokens', async () => {
    const { cond, uncond } = await encode(long(3), text(''));
    expect([cond.dims, uncond!.dims]).toEqual([
      [1, 231, 2],
      [1, 231, 2],
    ]);
  });

  it('repeats the shorter one when that comes out even', async () => {
    const { uncond } = await encode(long(4), text('blue', 1));
    expect(window(uncond, 3)).toEqual(window(uncond, 0));
    expect(window(uncond, 0)[1]).toBe(tokenizer.encode('blue')[0]);
  });

  it('fills with the empty prompt when it does not, on either side', async () => {
    const { cond } = await encode(long(2), long(3));
    expect(window(cond, 2)).toEqual([913, ...Array.from({ length: 76 }, () => 914)]);
    const { uncond } = await encode(long(3), long(2));
    expect(window(uncond, 2)).toEqual(window(cond, 2));
  });

  it('weighs each window by itself', async () => {
    const { cond } = await encode({ chunks: [...text('red', 1.5).chunks, ...text('red').chunks] }, null);
    const plain = (await encode(text('red'), null)).cond;
    const second = cond.data.slice(77 * 2);
    expect([...second]).toEqual([...plain.data]);
    expect(cond.data[2]! / cond.data[0]!).toBeCloseTo((1.5 * plain.data[2]!) / plain.data[0]!, 5);
  });
});
