import sharp from 'sharp';

/** An animated WebP of so many frames, each of one colour. */
export async function tinyFilm({
  width,
  height,
  colours,
}: {
  readonly width: number;
  readonly height: number;
  readonly colours: readonly (readonly number[])[];
}): Promise<Buffer> {
  const channels = colours[0]!.length as 3 | 4;
  const data = Buffer.concat(colours.map((colour) => Buffer.alloc(width * height * channels, Buffer.from(colour))));
  const raw = { width, height: height * colours.length, channels, pageHeight: height };
  return sharp(data, { raw })
    .webp({ lossless: true, delay: colours.map(() => 100), loop: 0 })
    .toBuffer();
}
