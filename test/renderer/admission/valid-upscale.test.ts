import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { admittedTasks, validTask } from '#renderer/admission/valid-task.ts';
import { validUpscale } from '#renderer/admission/valid-upscale.ts';
import type { CatalogUpscaler } from '#renderer/models/upscalers.ts';
import { someOffer } from '#test/renderer/admission/some-request.ts';

const upscaler: CatalogUpscaler = {
  name: 'large',
  file: '/models/upscalers/large.pth',
  kind: 'rrdb',
  scale: 4,
  bytes: 1,
  licence: null,
  noisy: null,
};
const offer = { ...someOffer, models: { ...someOffer.models, upscalers: [{ ...upscaler, name: 'quick' }, upscaler] } };
const grey = { create: { width: 30, height: 20, channels: 3 as const, background: '#808080' } };

/** A PNG of a size that nothing is drawn for: its header, and nothing behind. */
function header(width: number, height: number, bits = 8): Uint8Array {
  const bytes = Buffer.alloc(64);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes[24] = bits;
  return bytes;
}

describe('validUpscale', () => {
  it('takes the first upscaler and its scale where none is named', async () => {
    const image = await sharp(grey).png().toBuffer();
    expect(validUpscale({ image, model: '', scale: 0 }, offer)).toMatchObject({
      kind: 'upscale',
      upscaler: { name: 'quick', file: '/models/upscalers/large.pth', blend: null },
      scale: null,
    });
    // A float that crossed the wire.
    expect(validUpscale({ image, model: 'large', scale: 1.2000000476837158 }, offer)).toMatchObject({
      upscaler: { name: 'large' },
      scale: 1.2,
    });
  });

  it('blends in so much of the twin that keeps noise as is to stay of it', async () => {
    const image = await sharp(grey).png().toBuffer();
    const general = { ...upscaler, name: 'general', file: '/m/general.pth', noisy: '/m/general-wdn.pth' };
    const here = { ...offer, models: { ...offer.models, upscalers: [...offer.models.upscalers, general] } };
    const denoised = (value: number, model = '') => validUpscale({ image, model, scale: 0, denoise: { value } }, here);
    const blend = { file: '/m/general-wdn.pth', share: 0.75 };
    expect(denoised(0.25).upscaler).toEqual({ name: 'general', file: '/m/general.pth', blend });
    expect(denoised(0, 'general').upscaler.blend?.share).toBe(1);
    expect(denoised(1).upscaler).toEqual({ name: 'general', file: '/m/general.pth', blend: null });
    expect(() => denoised(2)).toThrow(/denoise must be a number from 0 to 1, given 2/);
    expect(() => denoised(0.5, 'large')).toThrow(/how much upscaler large denoises: only general can/);
    expect(() => denoised(0.5, 'huge')).toThrow('upscalers here are quick, large, general');
    expect(() => validUpscale({ image, model: '', scale: 0, denoise: { value: 0.5 } }, offer)).toThrow(
      /how much upscaler quick denoises: no file beside it keeps noise/,
    );
  });

  it.each([
    [
      '200 megapixels',
      { image: header(20_000, 10_000) },
      'Cannot use the picture: it must be from 1 to 40000000 pixels, given 20000x10000',
    ],
    [
      'a result too large',
      { image: header(5_000, 5_000) },
      'result must be from 1 to 67108864 pixels, given 20000x20000',
    ],
    [
      '16 bits a channel',
      { image: header(20, 10, 16) },
      'Cannot use the picture: at most 8 bits a channel, given more',
    ],
    ['another file', { image: Buffer.from('GIF89a') }, /it must be a PNG, JPEG or WebP file/],
    ['no picture', { image: new Uint8Array() }, /it must be a PNG, JPEG or WebP file, given none/],
    ['a scale beyond', { scale: 9 }, /scale must be a number from 1 to 8, given 9/],
    ['a scale below', { scale: 0.5 }, /scale must be a number from 1 to 8, given 0\.5/],
    ['an upscaler that is not here', { model: 'huge' }, 'upscalers here are quick, large'],
  ])('refuses %s by one sentence', (_, change, sentence) => {
    expect(() => validUpscale({ image: header(30, 20), model: 'large', scale: 0, ...change }, offer)).toThrow(sentence);
  });

  it('refuses an animation', async () => {
    const frames = { raw: { width: 4, height: 8, channels: 3 as const, pageHeight: 4 } };
    const image = await sharp(Buffer.alloc(96, 7).fill(200, 48), frames).webp({ loop: 0 }).toBuffer();
    expect(() => validUpscale({ image, model: '', scale: 0 }, offer)).toThrow(/one frame, given an animation/);
  });
});

describe('a renderer', () => {
  it('offers to upscale only where it has an upscaler', () => {
    expect(admittedTasks(someOffer)).toEqual(['draw', 'train', 'preprocess']);
    expect(admittedTasks(offer)).toEqual(['draw', 'upscale', 'train', 'preprocess']);
    const request = {
      jobId: 'a',
      attempt: 1,
      epoch: 1,
      task: 'upscale',
      upscale: { image: header(3, 2), model: '', scale: 0 },
    };
    expect(() => validTask(request as never, someOffer)).toThrow(/Cannot upscale here: this renderer can draw/);
  });
});
