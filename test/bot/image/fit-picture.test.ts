import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { exifText } from '#bot/image/exif-text.ts';
import { fitPicture, standInFor } from '#bot/image/fit-picture.ts';
import { encodePng } from '#renderer/engine/image/png.ts';

const SETTINGS = 'a lighthouse, “夜”\nSteps: 4, Sampler: LCM, Seed: 7';

/** Noise, which hardly gets smaller in any file. */
function noisePng(side: number, settings = SETTINGS): Promise<Uint8Array> {
  const data = new Uint8Array(randomBytes(side * side * 3));
  return encodePng({ data, width: side, height: side }, { parameters: settings });
}

const signed = (file: Uint8Array) => file;

describe('fitPicture()', () => {
  it('keeps the full size and the settings, in no more bytes than there may be', async () => {
    const png = await noisePng(256);
    const bytesMax = Math.floor(png.length / 3);
    const fitted = (await fitPicture(png, { bytesMax, signed }))!;
    expect(fitted.mime).toBe('image/webp');
    expect(fitted.data.length).toBeLessThanOrEqual(bytesMax);
    const { width, height, format } = await sharp(fitted.data).metadata();
    expect({ width, height, format }).toEqual({ width: 256, height: 256, format: 'webp' });
    expect(exifText(fitted.data)).toBe(SETTINGS);
  });

  it('takes the best quality that fits', async () => {
    const png = await noisePng(128);
    const roomy = (await fitPicture(png, { bytesMax: png.length, signed }))!;
    const tight = (await fitPicture(png, { bytesMax: roomy.data.length - 1, signed }))!;
    expect(tight.data.length).toBeLessThan(roomy.data.length);
  });

  it('makes a JPEG of a side that is too long for WebP', async () => {
    const png = await encodePng({ data: new Uint8Array(16_500 * 8 * 3), width: 16_500, height: 8 }, {});
    const fitted = (await fitPicture(png, { bytesMax: 100_000, signed }))!;
    expect(fitted.mime).toBe('image/jpeg');
    expect(await sharp(fitted.data).metadata()).toMatchObject({ width: 16_500, height: 8, format: 'jpeg' });
  });

  it('has a smaller one stand in that fits, the smallest where nothing is known to be taken', async () => {
    const png = await noisePng(320);
    const { data } = (await standInFor(png, { bytesMax: 55_000, signed }))!;
    expect(data.length).toBeLessThanOrEqual(55_000);
    expect(await sharp(data).metadata()).toMatchObject({ format: 'webp', width: 256 });
    const least = (await standInFor(png, { bytesMax: 0, signed }))!;
    expect(await sharp(least.data).metadata()).toMatchObject({ width: 128 });
    expect(await standInFor(new Uint8Array([1]), { bytesMax: 0, signed })).toBeNull();
  });

  it('gives none where no quality fits, and none of what is no picture', async () => {
    expect(await fitPicture(await noisePng(128), { bytesMax: 200, signed })).toBeNull();
    expect(await fitPicture(new Uint8Array([1, 2, 3]), { bytesMax: 1000, signed })).toBeNull();
  });
});
