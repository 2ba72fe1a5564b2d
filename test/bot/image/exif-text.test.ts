import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { exifText, withExifText } from '#bot/image/exif-text.ts';
import { inFormat } from '#bot/image/in-format.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { sourceMark, XMP_TEXT } from '#renderer/engine/image/source-mark.ts';

const TEXT = 'a “café” at night, 夜\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1';
const picture = (channels: 3 | 4 = 3) => sharp({ create: { width: 37, height: 21, channels, background: '#a408' } });

describe('settings in a picture’s Exif comment', () => {
  it.each([
    ['a JPEG', () => picture().jpeg().toBuffer()],
    ['a WebP', () => picture().webp().toBuffer()],
    ['a WebP without losses that is transparent', () => picture(4).webp({ lossless: true }).toBuffer()],
    ['a WebP with transparency, whose first chunk is there already', () => picture(4).webp().toBuffer()],
  ])('are read as they were written, in any letters, and the picture is the same: %s', async (_what, make) => {
    const bare = await make();
    const said = withExifText(bare, TEXT);
    expect([exifText(bare), exifText(said)]).toEqual([null, TEXT]);
    const { width, height, hasAlpha, exif } = await sharp(said).metadata();
    expect([width, height, hasAlpha]).toEqual([37, 21, (await sharp(bare).metadata()).hasAlpha]);
    expect(exif!.includes(Buffer.from('UNICODE\0'))).toBe(true);
    expect(await sharp(said).raw().toBuffer()).toEqual(await sharp(bare).raw().toBuffer());
  });

  it('are understood as others write them: little-endian, in ASCII, in either order of bytes', async () => {
    const ascii = await picture()
      .withExif({ IFD2: { UserComment: 'Steps: 4, Sampler: LCM' } })
      .jpeg()
      .toBuffer();
    expect(exifText(ascii)).toBe('Steps: 4, Sampler: LCM');
    const said = Buffer.from(withExifText(await picture().jpeg().toBuffer(), 'Steps'));
    const at = said.indexOf('UNICODE\0') + 8;
    said.subarray(at, at + 10).swap16();
    expect(exifText(said)).toBe('Steps');
  });

  it('come along into other formats, and are nothing where a file is damaged', async () => {
    const raster = { width: 2, height: 2, data: new Uint8Array(12) };
    const png = await encodePng(raster, { parameters: TEXT, [XMP_TEXT]: sourceMark('trainedAlgorithmicMedia') });
    for (const format of ['jpeg', 'webp'] as const) {
      const file = await inFormat(png, { format, signed: (data) => data });
      expect(exifText(file)).toBe(TEXT);
      expect((await sharp(file).metadata()).xmp?.toString()).toContain('digitalsourcetype/trainedAlgorithmicMedia"');
    }
    const jpeg = withExifText(await picture().jpeg().toBuffer(), TEXT);
    for (let length = 0; length < 60; length++)
      expect(exifText(jpeg.subarray(0, length))).toSatisfy(
        (text: string | null) => text === null || typeof text === 'string',
      );
  });
});
