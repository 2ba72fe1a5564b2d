import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { validRender } from '#renderer/admission/valid-request.ts';
import type { ModelTraits } from '#renderer/engine/checkpoint/model-traits.ts';
import type { DrawTask, Source } from '#shared/contract/tasks.ts';
import { offerWith, someFacts, someSpec } from '#test/renderer/admission/some-request.ts';

const png = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
const image = await png(8);
const nothing = new Uint8Array();
const plain: Source = { image, strength: 0.5, mask: nothing, margins: null, imageGuidance: 0 };
const margins = { left: 64, top: 0, right: 0, bottom: 8 };
const base: DrawTask = { ...someSpec, adapters: [], steps: 4 };

type ImageInput = ModelTraits['imageInput'];

function valid(source: Partial<Source> | null, imageInput: ImageInput = 'none') {
  const offer = offerWith({ ...someFacts, imageInput });
  return validRender({ ...base, source: source && { ...plain, ...source } }, offer).source;
}

function refused(source: Partial<Source> | null, sentence: string, imageInput: ImageInput = 'none') {
  expect(() => valid(source, imageInput)).toThrow(expect.objectContaining({ code: 'invalid', message: sentence }));
}

describe('the picture that a render starts from', () => {
  it('is none, an image, an image with a mask, or an image with margins', () => {
    expect(valid(null)).toBeNull();
    expect(valid({})).toEqual({
      image,
      strength: 0.5,
      mask: null,
      margins: null,
      imageGuidance: 1.5,
      pasteBack: null,
    });
    expect(valid({ mask: image })?.mask).toEqual(image);
    expect(valid({ margins, strength: 1 })?.margins).toEqual(margins);
    expect(valid({ margins: { left: 0, top: 0, right: 0, bottom: 0 } })?.margins).toBeNull();
    expect(valid({ imageGuidance: 1.2000000476837158 }, 'image')?.imageGuidance).toBe(1.2);
  });

  it('keeps what is not drawn anew as it is, when asked to', () => {
    const pasteBack = { feather: 12 };
    expect(valid({ mask: image, pasteBack })?.pasteBack).toEqual(pasteBack);
    expect(valid({ margins, strength: 1, pasteBack: { feather: 0 } })?.pasteBack).toEqual({ feather: 0 });
    refused({ pasteBack }, 'Cannot render: pasting back must be beside a mask or margins, given neither');
    refused(
      { mask: image, pasteBack: { feather: 257 } },
      'Cannot render: feather must be a whole number from 0 to 256, given 257',
    );
  });

  it('is what the model was made for', () => {
    const model = 'Cannot render with model demo:';
    refused(null, `${model} it was made for inpainting and needs an image with a mask, given no image`, 'masked-image');
    refused(
      {},
      `${model} it was made for inpainting and needs a mask or margins, given an image alone`,
      'masked-image',
    );
    refused(null, `${model} it edits a picture by instruction and needs an image, given none`, 'image');
    refused({ mask: image }, `${model} it edits whole pictures, given a mask or margins`, 'image');
    expect(valid({ mask: image }, 'masked-image')).not.toBeNull();
    expect(() => validRender(base, offerWith({ ...someFacts, sizeConditioning: 'aesthetic-score' }))).toThrow(
      'it refines what another model',
    );
  });

  it('is a file that can be opened', async () => {
    refused({ image: nothing }, 'Cannot render: source must be an image, with or without a mask, given none');
    refused(
      { image: nothing, mask: image },
      'Cannot render: source must be an image, with or without a mask, given a mask alone',
    );
    refused(
      { image: Uint8Array.of(1, 2, 3) },
      'Cannot render: image must be a PNG, JPEG or WebP file, given 3 bytes of something else',
    );
    refused(
      { mask: Uint8Array.of(1) },
      'Cannot render: mask must be a PNG, JPEG or WebP file, given 1 bytes of something else',
    );
    const huge = Buffer.from(image);
    huge.writeUInt32BE(10_000, 16);
    huge.writeUInt32BE(10_000, 20);
    refused({ image: huge }, 'Cannot render: image must be from 1 to 40000000 pixels, given 10000x10000');
    refused(
      { image: new Uint8Array(9 * 2 ** 20) },
      'Cannot render: image must be at most 8388608 bytes, given 9437184',
    );
  });

  it('is taken with a strength that leaves a step', () => {
    for (const strength of [0, -1, 1.5, Number.NaN]) {
      refused({ strength }, `Cannot render: strength must be a number above 0, up to 1, given ${strength}`);
    }
    refused(
      { strength: 0.2 },
      'Cannot render: strength must be at least 0.25 with 4 steps, or no step is left, given 0.2',
    );
    expect(valid({ strength: 0.25 })?.strength).toBe(0.25);
  });

  it('has a mask or margins, and margins that leave room for it', () => {
    refused({ mask: image, margins }, 'Cannot render: source must be with a mask or with margins, given both');
    const wide = { ...margins, left: 500, right: 8 };
    refused({ margins: wide }, 'Cannot render: margins must be so small that 8 pixels of width are left, given 4');
  });
});
