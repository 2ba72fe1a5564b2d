import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPictureHeader } from '#renderer/admission/picture-header.ts';

const image = () => sharp({ create: { width: 300, height: 41, channels: 3, background: '#808080' } });
const clear = () =>
  sharp({ create: { width: 300, height: 41, channels: 4, background: { r: 1, g: 2, b: 3, alpha: 0.5 } } });

describe('the header of a picture file', () => {
  it.each([
    ['png', () => image().png()],
    ['jpeg', () => image().jpeg()],
    ['jpeg', () => image().jpeg({ progressive: true }).withMetadata({ orientation: 6 })],
    ['webp', () => image().webp()],
    ['webp', () => image().webp({ lossless: true })],
    ['webp', () => clear().webp({ quality: 50 })],
    ['png', () => clear().png()],
  ] as const)('of a %s says its size', async (format, make) => {
    expect(readPictureHeader(await make().toBuffer())).toEqual({
      format,
      width: 300,
      height: 41,
      bits: 8,
      isAnimated: false,
    });
  });

  it('says how many bits a channel has, and whether a PNG moves', async () => {
    const png = await image().png().toBuffer();
    expect(readPictureHeader(await image().toColourspace('rgb16').png().toBuffer())).toMatchObject({ bits: 16 });
    // The chunk that makes a PNG an animation (APNG), after the header's 8 + 25 bytes.
    const control = Buffer.from('000000086163544c000000020000000000000000', 'hex');
    const moving = Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]);
    expect(readPictureHeader(moving)).toMatchObject({ width: 300, isAnimated: true });
  });

  it('is null for anything else', async () => {
    expect(readPictureHeader(await image().gif().toBuffer())).toBeNull();
    expect(readPictureHeader(new Uint8Array())).toBeNull();
    expect(readPictureHeader(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeNull();
    const jpeg = await image().jpeg().toBuffer();
    for (const length of [1, 3, 20, 60]) expect(readPictureHeader(jpeg.subarray(0, length))).toBeNull();
  });

  it('never throws', () => {
    const starts = [[0xff, 0xd8, 0xff], [...Buffer.from('RIFF1234WEBPVP8X')], [0x89, 0x50, 0x4e, 0x47]];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 80 }), (start, rest) => {
        const header = readPictureHeader(Uint8Array.of(...start, ...rest));
        expect(header === null || header.width >= 0).toBe(true);
      }),
    );
  });
});
