import { describe, expect, it } from 'vitest';
import type { EncodeOptions, TextEncoder } from '#renderer/engine/networks/network.ts';
import { tensor } from '#renderer/engine/tensor.ts';
import { encodePrompts, type PromptEmbeds, type PromptEncoding } from '#renderer/engine/text/conditioning.ts';
import { readTokenizer } from '#renderer/engine/text/read-tokenizer.ts';
import type { Prompt, Subject } from '#shared/contract/messages.ts';
import { SMALL_TOKENIZER } from '#test/renderer/engine/text/small-tokenizer.ts';

const tokenizer = await readTokenizer({ folder: SMALL_TOKENIZER, pad: null, vocabulary: 957 });

/** Hidden states that show which ids were read: [id, skip] at every position; pooled: the second id. */
function createEncoder(
  width = 2,
): TextEncoder & { readonly calls: { ids: readonly number[]; options: EncodeOptions }[] } {
  const calls: { ids: readonly number[]; options: EncodeOptions }[] = [];
  return {
    calls,
    width,
    layers: 4,
    async encode(ids, options) {
      for (const own of ids) calls.push({ ids: own, options });
      const values = ids.flat().flatMap((id) => [id, options.skip, ...Array<number>(width - 2).fill(9)]);
      const pooled = Float32Array.from(ids.flatMap((own) => [own[1]!, options.skip]));
      return {
        hidden: tensor([ids.length, 77, width], Float32Array.from(values)),
        pooled: tensor([ids.length, 2], pooled),
      };
    },
  };
}

function text(words: string, weight = 1): Prompt {
  return { chunks: [{ spans: [{ text: words, weight }] }] };
}

function subject(weight: number, variants: readonly string[], variantOfStep: readonly number[] = []): Subject {
  return { weight, variants: variants.map((words) => text(words)), variantOfStep };
}

const long = (windows: number) => text('red '.repeat((windows - 1) * 75 + 1));

function encoding(changes: Partial<PromptEncoding> = {}): PromptEncoding {
  return {
    encoders: [{ tokenizer, encoder: createEncoder() }],
    clipSkip: 1,
    steps: 4,
    weighting: 'a1111',
    states: 'normed',
    hasPooled: false,
    zerosForEmptyNegative: false,
    embeddings: null,
    ...changes,
  };
}

async function encode(prompt: Prompt, negative: Prompt | null, changes: Partial<PromptEncoding> = {}) {
  const { conds, uncond } = (await encodePrompts({ prompt, negative }, encoding(changes))).at(1);
  return { cond: conds[0]!.embeds, uncond: uncond! };
}

/** The ids that window i was made of. */
function window({ context }: PromptEmbeds, i: number): number[] {
  return Array.from({ length: 77 }, (_, at) => context.data[(i * 77 + at) * context.dims[2]!]!);
}

/** The first token of the prompt at each step. */
const ID = Object.fromEntries(['red', 'blue', 'house'].map((word) => [word, tokenizer.encode(word)[0]!]));
const said = (embeds: PromptEmbeds) => Object.keys(ID).find((word) => ID[word] === window(embeds, 0)[1]) ?? null;

describe('encodePrompts', () => {
  it('gives the hidden states of the encoder untouched for a short prompt without weights', async () => {
    const { cond, uncond } = await encode(text('a red house'), text(''));
    const ids = [955, ...tokenizer.encode('a red house'), ...Array.from({ length: 73 }, () => 956)];
    expect(cond.context).toEqual((await createEncoder().encode([ids], { skip: 1, states: 'normed' })).hidden);
    expect(uncond.context.dims).toEqual([1, 77, 2]);
    expect(window(uncond, 0)[1]).toBe(956);
  });

  it('gives no negative when none is asked for', async () => {
    expect((await encode(long(2), null)).uncond).toBeNull();
  });

  it('leaves layers out for the prompt only, as diffusers does', async () => {
    const { cond, uncond } = await encode(text('red'), text('red'));
    expect([cond.context.data[1], uncond.context.data[1]]).toEqual([1, 0]);
    const hidden = await encode(text('red'), text('red'), { states: 'hidden' });
    expect([hidden.cond.context.data[1], hidden.uncond.context.data[1]]).toEqual([2, 1]);
  });

  it('joins the windows of a long prompt along the tokens', async () => {
    const { cond, uncond } = await encode(long(3), text(''));
    expect([cond.context.dims, uncond.context.dims]).toEqual([
      [1, 231, 2],
      [1, 231, 2],
    ]);
  });

  it('repeats the shorter one when that comes out even', async () => {
    const { uncond } = await encode(long(4), text('blue', 1));
    expect(window(uncond, 3)).toEqual(window(uncond, 0));
    expect(said(uncond)).toBe('blue');
  });

  it('fills with the empty prompt when it does not, on either side', async () => {
    const { cond } = await encode(long(2), long(3));
    expect(window(cond, 2)).toEqual([955, ...Array.from({ length: 76 }, () => 956)]);
    const { uncond } = await encode(long(3), long(2));
    expect(window(uncond, 2)).toEqual(window(cond, 2));
  });

  it('weighs each window by itself', async () => {
    const { cond } = await encode({ chunks: [...text('red', 1.5).chunks, ...text('red').chunks] }, null);
    const plain = (await encode(text('red'), null)).cond.context;
    const second = cond.context.data.slice(77 * 2);
    expect([...second]).toEqual([...plain.data]);
    const [before, after] = [plain.data, cond.context.data];
    expect(after[2]! / after[0]!).toBeCloseTo((1.5 * before[2]!) / before[0]!, 5);
  });

  it('stops when the signal has aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(encode(text('red'), null, { signal })).rejects.toThrow('enough');
  });
});

describe('encodePrompts with two encoders', () => {
  const two = (changes: Partial<PromptEncoding> = {}) => {
    const encoders = [2, 3].map((width, i) => ({
      tokenizer: i === 0 ? tokenizer : { ...tokenizer, pad: 0 },
      encoder: createEncoder(width),
    }));
    return encoding({ encoders, hasPooled: true, states: 'hidden', clipSkip: 0, ...changes });
  };

  it('joins their widths, each with its own padding, and pools with the last, first window', async () => {
    const { conds } = (await encodePrompts({ prompt: long(2), negative: null }, two())).at(1);
    const { context, pooled } = conds[0]!.embeds;
    expect([context.dims, pooled!.dims]).toEqual([
      [1, 154, 5],
      [1, 2],
    ]);
    expect([...context.data.slice(5 * 80, 5 * 81)]).toEqual([956, 1, 0, 1, 9]);
    expect([...pooled!.data]).toEqual([ID.red, 1]);
  });

  it('reads another prompt with the second, filled to the same windows', async () => {
    const pair = { prompt: text('red'), prompt2: long(2), negative: text('blue'), negative2: text('house') };
    const { conds, uncond } = (await encodePrompts(pair, two())).at(1);
    const { context } = conds[0]!.embeds;
    expect(context.dims).toEqual([1, 154, 5]);
    // Behind its own window the first encoder reads an empty one.
    expect([context.data[5], context.data[5 * 78], context.data[5 * 78 + 2]]).toEqual([ID.red, 956, ID.red]);
    expect([uncond!.context.data[5], uncond!.context.data[7]]).toEqual([ID.blue, ID.house]);
  });

  it.each([
    ['zeros without a negative prompt', { chunks: [] }, true, [0, 0]],
    ['the empty text where the model says so', { chunks: [] }, false, [955, 956]],
    ['the empty text where it was asked for', text(''), true, [955, 956]],
  ])('takes %s', async (_name, negative, zerosForEmptyNegative, expected) => {
    const { uncond } = (await encodePrompts({ prompt: text('red'), negative }, two({ zerosForEmptyNegative }))).at(1);
    expect([uncond!.context.data[0], uncond!.pooled!.data[0]]).toEqual(expected);
    expect([uncond!.context.dims, uncond!.pooled!.dims]).toEqual([
      [1, 77, 5],
      [1, 2],
    ]);
  });
});

describe('encodePrompts with changing prompts', () => {
  it('tells every step its variant, and equal steps the same object', async () => {
    const prompt = { chunks: [], subjects: [subject(1, ['red', 'blue'], [0, 0, 1])] };
    const conditioning = await encodePrompts({ prompt, negative: text('house') }, encoding());
    const steps = [1, 2, 3, 4, 9].map((step) => conditioning.at(step));
    expect(steps.map(({ conds }) => said(conds[0]!.embeds))).toEqual(['red', 'red', 'blue', 'blue', 'blue']);
    expect(steps[0]).toBe(steps[1]);
    expect(steps[2]).toBe(steps[4]);
    expect(steps.every(({ uncond }) => uncond === steps[0]!.uncond)).toBe(true);
  });

  it('encodes every distinct window once', async () => {
    const encoder = createEncoder();
    const prompt = { chunks: [], subjects: [subject(1, ['red', 'blue', 'red'], [0, 1, 2, 0]), subject(2, ['blue'])] };
    await encodePrompts({ prompt, negative: null }, encoding({ encoders: [{ tokenizer, encoder }] }));
    expect(encoder.calls.map(({ ids }) => ids[1])).toEqual([ID.red, ID.blue]);
  });

  it('gives each subject with its weight, all of the same length', async () => {
    const prompt = {
      chunks: [],
      subjects: [subject(1, ['red', 'blue '.repeat(80)], [0, 1]), subject(-0.5, ['house'])],
    };
    const conditioning = await encodePrompts({ prompt, negative: text('') }, encoding());
    const { conds, uncond } = conditioning.at(1);
    expect(conds.map(({ embeds, weight }) => [said(embeds), weight])).toEqual([
      ['red', 1],
      ['house', -0.5],
    ]);
    const all = [...conds, ...conditioning.at(2).conds].map(({ embeds }) => embeds.context.dims);
    expect([...all, uncond!.context.dims]).toEqual(Array.from({ length: 5 }, () => [1, 154, 2]));
  });

  it('changes the negative, too', async () => {
    const negative = { chunks: [], subjects: [subject(1, ['red', 'blue'], [0, 1])] };
    const conditioning = await encodePrompts({ prompt: text('house'), negative }, encoding());
    expect([1, 2].map((step) => said(conditioning.at(step).uncond!))).toEqual(['red', 'blue']);
    expect(conditioning.at(1).conds[0]!.embeds).toBe(conditioning.at(2).conds[0]!.embeds);
  });

  it('gives the second encoder one prompt for every subject, or one each', async () => {
    const encoders = [createEncoder(), createEncoder()].map((encoder) => ({ tokenizer, encoder }));
    const prompt = { chunks: [], subjects: [subject(1, ['red']), subject(1, ['blue'])] };
    const heard = async (prompt2: Prompt) => {
      const { conds } = (await encodePrompts({ prompt, prompt2, negative: null }, encoding({ encoders }))).at(1);
      return conds.map(({ embeds }) => embeds.context.data[4 + 2]);
    };
    expect(await heard(text('house'))).toEqual([ID.house, ID.house]);
    expect(await heard({ chunks: [], subjects: [subject(1, ['house']), subject(1, ['red'])] })).toEqual([
      ID.house,
      ID.red,
    ]);
    const three = { chunks: [], subjects: [subject(1, ['red']), subject(1, ['red']), subject(1, ['red'])] };
    await expect(heard(three)).rejects.toThrow('it must have one part, or 2 as the first has, given 3');
  });
});
