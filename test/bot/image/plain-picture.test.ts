import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { plainPicture } from '#bot/image/plain-picture.ts';

const red = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#c03020' } });

describe('a picture that is taken in', () => {
  it('is read whatever its kind, by what is in the file', async () => {
    const image = red(40, 24);
    const files = [image.png(), image.jpeg(), image.webp(), image.gif(), image.avif()];
    for (const file of files) {
      expect(await plainPicture(await file.toBuffer())).toMatchObject({ mime: 'image/png', width: 40, height: 24 });
    }
  });

  it('is turned as its EXIF says, and brings no metadata along', async () => {
    const exif = { IFD0: { Artist: 'somebody' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } };
    const file = await red(40, 24).withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect((await sharp(file).metadata()).orientation).toBe(6);
    const { data, width, height } = await plainPicture(file);
    expect([width, height]).toEqual([24, 40]);
    const metadata = await sharp(data).metadata();
    expect([metadata.exif, metadata.icc, metadata.xmp, metadata.orientation]).toEqual(Array(4).fill(undefined));
  });

  it('has eight bits a channel and no side beyond what is drawn', async () => {
    const deep = await red(3000, 30).toColourspace('rgb16').png().toBuffer();
    const { data, width, height } = await plainPicture(deep);
    expect([width, height]).toEqual([2048, 20]);
    expect((await sharp(data).metadata()).depth).toBe('uchar');
  });

  it('is a JPEG where a PNG would be too heavy', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 90 } as const;
    const file = await sharp({ create: { width: 1600, height: 1600, channels: 3, background: '#000', noise } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    expect(await plainPicture(file)).toMatchObject({ mime: 'image/jpeg', width: 1600, height: 1600 });
  });

  it('is the first frame of what moves, and says how many there are', async () => {
    const frames = await Promise.all(['red', 'blue'].map((colour) => solid(colour)));
    const file = await sharp(frames, { join: { animated: true } })
      .webp({ lossless: true })
      .toBuffer();
    const { data, ...about } = await plainPicture(file);
    expect(about).toMatchObject({ width: 8, height: 8, frames: 2 });
    expect((await sharp(data).stats()).dominant.r).toBeGreaterThan(200);
  });

  it('is refused in a sentence when it is none, damaged, or too large to be opened', async () => {
    const png = await red(64, 64).png().toBuffer();
    const huge = Buffer.from(png);
    huge.writeUInt32BE(20_000, 16);
    huge.writeUInt32BE(20_000, 20);
    const cases: [Uint8Array, RegExp][] = [
      [
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="http://example.com/a"/></svg>'),
        /must be PNG/,
      ],
      [Buffer.from('%PDF-1.7'), /must be PNG/],
      [new Uint8Array(), /must be PNG/],
      [png.subarray(0, 60), /damaged/],
      [huge, /40,000,000 pixels, given 20000×20000|damaged/],
    ];
    for (const [file, sentence] of cases) {
      await expect(plainPicture(file)).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringMatching(sentence),
      });
    }
  });
});

function solid(background: string): Promise<Buffer> {
  return sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer();
}
