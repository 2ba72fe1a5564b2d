import { describe, expect, it } from 'vitest';
import type { TextEncoder } from '#renderer/engine/networks/network.ts';
import { encodePrompts, type PromptEncoding } from '#renderer/engine/text/conditioning.ts';
import type { Prompt } from '#shared/contract/messages.ts';
import { expectGolden, parameter } from '#test/renderer/engine/graph/golden.ts';
import { numberTokenizer, withGoldenEncoder, words } from '#test/renderer/engine/text/golden-encoders.ts';

const EOS = 99;
const WINDOW = [98, 3, 10, 17, 24, ...Array.from({ length: 72 }, () => EOS)];

function prompt(text: string | null): Prompt {
  return { chunks: text === null ? [] : [{ spans: [{ text, weight: 1 }] }] };
}

function encodingOf(encoders: readonly TextEncoder[], changes: Partial<PromptEncoding> = {}): PromptEncoding {
  return {
    encoders: encoders.map((encoder, i) => ({ encoder, tokenizer: numberTokenizer(i === 0 ? EOS : 0) })),
    clipSkip: 0,
    steps: 1,
    weighting: 'a1111',
    states: 'normed',
    hasPooled: false,
    zerosForEmptyNegative: false,
    embeddings: null,
    ...changes,
  };
}

describe('openTextEncoder', () => {
  it('masks positions as the attention mask of transformers', () =>
    withGoldenEncoder('l_quick_gelu', async (encoder) => {
      const masked = words.masked.positions.map((position) => ({ window: 0, position }));
      const normed = await encoder.encode([WINDOW], { skip: 0, states: 'normed', masked });
      expectGolden(normed.hidden, words.masked.last_hidden_state);
      const hidden = await encoder.encode([WINDOW], { skip: 1, states: 'hidden', masked });
      expectGolden(hidden.hidden, words.masked.hidden_m2);
    }));

  it('masks nothing in other windows', () =>
    withGoldenEncoder('l_quick_gelu', async (encoder) => {
      const options = { skip: 0, states: 'normed' } as const;
      const plain = await encoder.encode([WINDOW], options);
      const both = await encoder.encode([WINDOW, WINDOW], { ...options, masked: [{ window: 0, position: 2 }] });
      const second = both.hidden.data.slice(77 * 32);
      expect(Math.max(...second.map((value, i) => Math.abs(value - plain.hidden.data[i]!)))).toBeLessThan(1e-5);
    }));
});

describe('encodePrompts', () => {
  it.each(words.sd)(
    'equals diffusers for one encoder with clip skip $clip_skip',
    ({ clip_skip: clipSkip, ...expected }) =>
      withGoldenEncoder('l_quick_gelu', async (encoder) => {
        const pair = { prompt: prompt('w3 w10 w17'), negative: prompt('w5') };
        const { conds, uncond } = (await encodePrompts(pair, encodingOf([encoder], { clipSkip }))).at(1);
        expectGolden(conds[0]!.embeds.context, expected.prompt);
        expectGolden(uncond!.context, expected.negative);
        expect([conds[0]!.embeds.pooled, uncond!.pooled]).toEqual([null, null]);
      }),
  );

  it.each(words.sdxl)('equals diffusers for two encoders: $clip_skip, $second, $negative, $zeros', (one) =>
    withGoldenEncoder('l_quick_gelu', (first) =>
      withGoldenEncoder('g_gelu_proj', async (second) => {
        const encoding = encodingOf([first, second], {
          clipSkip: one.clip_skip,
          states: 'hidden',
          hasPooled: true,
          zerosForEmptyNegative: one.zeros,
        });
        // diffusers: none is zeros or the empty text, an empty text is the empty text.
        const pair = { prompt: prompt('w3 w10 w17'), negative: prompt(one.negative) };
        const second2 = one.second === null ? {} : { prompt2: prompt(one.second) };
        const { conds, uncond } = (await encodePrompts({ ...pair, ...second2 }, encoding)).at(1);
        expectGolden(conds[0]!.embeds.context, one.out[0]);
        expectGolden(uncond!.context, one.out[1]);
        expectGolden(conds[0]!.embeds.pooled!, one.out[2]);
        expectGolden(uncond!.pooled!, one.out[3]);
      }),
    ),
  );

  it.each(words.compel)(
    'equals compel for the fragments "$name", states $states',
    ({ states, fragments, weights, out }) =>
      withGoldenEncoder('l_quick_gelu', async (encoder) => {
        const spans = fragments.map((text, i) => ({ text, weight: weights[i]! }));
        const encoding = encodingOf([encoder], { states, weighting: 'compel' });
        const { conds } = (await encodePrompts({ prompt: { chunks: [{ spans }] }, negative: null }, encoding)).at(1);
        expectGolden(conds[0]!.embeds.context, out, 2e-4);
      }),
  );

  it('puts the vectors of a textual inversion where its word stands', () =>
    withGoldenEncoder('l_quick_gelu', async (encoder) => {
      const vectors = [0, 1].map((i) => parameter(`vector ${i}`, [32, 1]));
      const embeddings = { words: new Map([['w50 w51', [vectors]]]) };
      const encoding = encodingOf([encoder], { embeddings, hasPooled: true });
      const { conds } = (await encodePrompts({ prompt: prompt('w3 w50 w51 w24'), negative: null }, encoding)).at(1);
      expectGolden(conds[0]!.embeds.context, words.spliced.last_hidden_state);
      expectGolden(conds[0]!.embeds.pooled!, words.spliced.pooler_output);
    }));
});
