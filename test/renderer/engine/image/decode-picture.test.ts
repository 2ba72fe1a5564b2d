import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeMask, decodePicture, resizePicture } from '#renderer/engine/image/decode-picture.ts';

/** Left half red, right half blue. */
function halves(width: number, height: number): Sharp {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const isLeft = Math.floor(i / 3) % width < width / 2;
    return (i % 3 === 0 && isLeft) || (i % 3 === 2 && !isLeft) ? 255 : 0;
  });
  return sharp(data, { raw: { width, height, channels: 3 } });
}

const at = ({ width, data }: { width: number; data: Uint8Array }, x: number, y: number) => [
  ...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
];

describe('decodePicture', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('opens %s', async (format) => {
    const file = await halves(64, 32).toFormat(format, { quality: 100 }).toBuffer();
    const raster = await decodePicture('image', file, { width: 64, height: 32 });
    expect(raster.data).toHaveLength(64 * 32 * 3);
    expect(at(raster, 5, 5)[0]).toBeGreaterThan(240);
    expect(at(raster, 60, 5)[2]).toBeGreaterThan(240);
  });

  it('keeps the numbers of a picture that has the size already', async () => {
    const bytes = Uint8Array.from({ length: 16 * 8 * 3 }, (_, i) => (i * 37) % 256);
    const file = await sharp(bytes, { raw: { width: 16, height: 8, channels: 3 } })
      .png()
      .toBuffer();
    expect(new Uint8Array((await decodePicture('image', file, { width: 16, height: 8 })).data)).toEqual(bytes);
  });

  it('fills the size and keeps the middle', async () => {
    const raster = await decodePicture('image', await halves(64, 32).png().toBuffer(), { width: 16, height: 32 });
    expect([at(raster, 2, 16)[0], at(raster, 13, 16)[2]]).toEqual([255, 255]);
  });

  it('turns as EXIF says', async () => {
    const file = await halves(64, 32).jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer();
    const raster = await decodePicture('image', file, { width: 32, height: 64 });
    expect(at(raster, 16, 5)[0]).toBeGreaterThan(240);
    expect(at(raster, 16, 60)[2]).toBeGreaterThan(240);
  });

  it('lays transparency on white, and grey comes as three channels', async () => {
    const clear = { create: { width: 8, height: 8, channels: 4 as const, background: { r: 9, g: 9, b: 9, alpha: 0 } } };
    const size = { width: 8, height: 8 };
    expect(at(await decodePicture('image', await sharp(clear).png().toBuffer(), size), 3, 3)).toEqual([255, 255, 255]);
    const grey = await sharp(new Uint8Array(64).fill(77), { raw: { ...size, channels: 1 } })
      .png()
      .toBuffer();
    expect(at(await decodePicture('image', grey, size), 3, 3)).toEqual([77, 77, 77]);
  });

  it('refuses other formats, broken files and too many pixels in one sentence', async () => {
    const size = { width: 8, height: 8 };
    const gif = await halves(8, 8).gif().toBuffer();
    await expect(decodePicture('image', gif, size)).rejects.toThrow('Cannot decode the image: it must be a whole PNG');
    const png = await halves(64, 64).png().toBuffer();
    await expect(decodePicture('image', png.subarray(0, png.length - 60), size)).rejects.toMatchObject({
      code: 'invalid',
    });
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>');
    await expect(decodePicture('image', svg, size)).rejects.toThrow('its format is svg');
    const huge = Buffer.from(png);
    huge.writeUInt32BE(100_000, 16);
    await expect(decodePicture('image', huge, size)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('never fails with anything but a sentence', async () => {
    const png = await halves(16, 16).png().toBuffer();
    await fc.assert(
      fc.asyncProperty(fc.nat(png.length - 1), fc.nat(255), async (place, byte) => {
        const file = Buffer.from(png);
        file[place] = byte;
        const done = await decodePicture('image', file, { width: 8, height: 8 }).then(
          () => 'decoded',
          (thrown) => thrown.code,
        );
        expect(['decoded', 'invalid']).toContain(done);
      }),
      { numRuns: 40 },
    );
  });
});

describe('decodeMask', () => {
  it('says how light each pixel is; transparency is black', async () => {
    const size = { width: 4, height: 2 };
    const bytes = Uint8Array.of(255, 255, 255, 0, 0, 0, 255, 255, 255, 0, 0, 0);
    const file = await sharp(Buffer.concat([bytes, bytes]), { raw: { ...size, channels: 3 } })
      .png()
      .toBuffer();
    expect([...(await decodeMask('mask', file, size)).data]).toEqual([255, 0, 255, 0, 255, 0, 255, 0]);
    const clear = { create: { ...size, channels: 4 as const, background: { r: 255, g: 255, b: 255, alpha: 0 } } };
    expect([...(await decodeMask('mask', await sharp(clear).png().toBuffer(), size)).data]).toEqual(Array(8).fill(0));
  });
});

describe('resizePicture', () => {
  it('gives another size', async () => {
    const raster = { width: 2, height: 2, data: new Uint8Array(12).fill(90) };
    const { width, height, data } = await resizePicture(raster, { width: 6, height: 4 });
    expect([width, height, data.length, data[20]]).toEqual([6, 4, 72, 90]);
  });
});
