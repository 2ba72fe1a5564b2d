import { describe, expect, it } from 'vitest';
import { byInstruction, classifierFree, type GuideOptions } from '#renderer/engine/pipeline/guidance.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import type { PromptEmbeds, StepConditioning } from '#renderer/engine/text/conditioning.ts';

const options: GuideOptions = {
  guidance: 3,
  guidanceRescale: 0,
  sizes: null,
  wantsGuidance: false,
  loras: null,
  images: null,
  joined: null,
};

function filled(dims: readonly number[], value: number): Tensor {
  const result = tensor(dims);
  result.data.fill(value);
  return result;
}

const embeds = (value: number): PromptEmbeds => ({ context: filled([1, 2, 3], value), pooled: filled([1, 2], value) });
const conditioned = (weights: readonly number[], uncond: boolean): StepConditioning => ({
  conds: weights.map((weight, i) => ({ weight, embeds: embeds(i + 1) })),
  uncond: uncond ? embeds(-1) : null,
});
const input = filled([1, 4, 2, 2], 0.5);

/** Outputs of the rows, one number each, and what they are combined to. */
function combined(request: { combine: (output: Tensor) => Tensor }, values: readonly number[]): number {
  const output = tensor([values.length, 4, 2, 2]);
  for (const [i, value] of values.entries()) output.data.fill(value, i * 16, (i + 1) * 16);
  const { dims, data } = request.combine(output);
  expect(dims).toEqual([1, 4, 2, 2]);
  return data[7]!;
}

describe('classifier-free guidance', () => {
  it('predicts for the prompt and the negative, and goes away from the negative', () => {
    const request = classifierFree(options)(input, conditioned([1], true));
    expect(request.rows.latents.dims).toEqual([2, 4, 2, 2]);
    expect([0, 6].map((at) => request.rows.conditions.encoder_hidden_states!.data[at])).toEqual([1, -1]);
    expect(request.rows.conditions.text_embeds!.dims).toEqual([2, 2]);
    expect(combined(request, [5, 2])).toBe(2 + 3 * (5 - 2));
  });

  it('takes the prompt alone as it is', () => {
    const request = classifierFree(options)(input, conditioned([0.3], false));
    expect(request.rows.latents.dims).toEqual([1, 4, 2, 2]);
    expect(combined(request, [5])).toBe(5);
  });

  it('lets each subject pull with its weight', () => {
    const request = classifierFree(options)(input, conditioned([1, -0.5], true));
    expect(request.rows.latents.dims[0]).toBe(3);
    expect(combined(request, [5, 7, 2])).toBe(2 + 3 * (1 * (5 - 2) - 0.5 * (7 - 2)));
  });

  it('takes the weighted mean of subjects where there is no negative', () => {
    expect(combined(classifierFree(options)(input, conditioned([1, 3], false)), [4, 8])).toBe(7);
  });

  it('says in one sentence that weights which add up to nothing cannot be a mean', () => {
    const request = classifierFree(options)(input, conditioned([1, -1], false));
    expect(() => combined(request, [4, 8])).toThrow('the weights of subjects must not add up to 0');
  });

  it('gives each row its own size conditioning', () => {
    const sizes = { cond: filled([1, 5], 6), uncond: filled([1, 5], 2.5) };
    const { rows } = classifierFree({ ...options, sizes })(input, conditioned([1], true));
    expect([0, 5].map((at) => rows.conditions.time_ids!.data[at])).toEqual([6, 2.5]);
  });

  it('gives a network that wants it the scale, counted from no guidance', () => {
    const { rows } = classifierFree({ ...options, wantsGuidance: true, guidance: 8 })(input, conditioned([1], false));
    expect(rows.conditions.guidance).toEqual(tensor([1, 1], Float32Array.of(7)));
  });

  it('joins further channels to every row', () => {
    const { rows } = classifierFree({ ...options, joined: filled([1, 5, 2, 2], 9) })(input, conditioned([1], true));
    expect(rows.latents.dims).toEqual([2, 9, 2, 2]);
    expect([rows.latents.data[15], rows.latents.data[16], rows.latents.data[36 + 15]]).toEqual([0.5, 9, 0.5]);
  });
});

describe('guidance by prompt and image', () => {
  const image = filled([1, 4, 2, 2], 7);

  it('has three rows: with both, with the image, with neither', () => {
    const request = byInstruction(options, image, 1.5)(input, conditioned([1], true));
    const { latents, conditions } = request.rows;
    expect(latents.dims).toEqual([3, 8, 2, 2]);
    expect([0, 1, 2].map((row) => latents.data[row * 32 + 16])).toEqual([7, 7, 0]);
    expect([0, 1, 2].map((row) => conditions.encoder_hidden_states!.data[row * 6])).toEqual([1, -1, -1]);
    expect(combined(request, [5, 4, 2])).toBe(2 + 3 * (5 - 4) + 1.5 * (4 - 2));
  });

  it('has one row without guidance', () => {
    const request = byInstruction(options, image, 1.5)(input, conditioned([1], false));
    expect(request.rows.latents.dims).toEqual([1, 8, 2, 2]);
    expect(combined(request, [5])).toBe(5);
  });
});
