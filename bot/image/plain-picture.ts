import type { Sharp } from 'sharp';
import { failure } from '#bot/text/say.ts';
import { GIVEN_PIXELS_MAX } from '#shared/contract/bounds.ts';

/** A picture without anything but its pixels. */
export interface PlainPicture {
  readonly data: Uint8Array;
  readonly mime: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
  /** Of the file; this is its first. */
  readonly frames: number;
}

/** Whether a file begins as one of the kinds that are read; others (SVG, PDF …) are programs more than pictures. */
function isPicture(file: Uint8Array): boolean {
  const beginning = Buffer.from(file.subarray(0, 12)).toString('latin1');
  const brand = beginning.slice(4);
  return (
    ['\x89PNG\r\n', '\xff\xd8\xff', 'GIF87a', 'GIF89a'].some((magic) => beginning.startsWith(magic)) ||
    (beginning.startsWith('RIFF') && beginning.endsWith('WEBP')) ||
    brand === 'ftypavif' ||
    brand === 'ftypavis'
  );
}

/** No model draws larger pictures, and all starting pictures are scaled to what it draws. */
const SIDE_MAX = 2048;

/** Of what is sent to renderers; a PNG of noise is larger, and becomes a JPEG. */
const PLAIN_BYTES_MAX = 6 * 2 ** 20;

const JPEG_QUALITY = 95;

/**
 * Reads a PNG, JPEG, WebP, GIF or AVIF; turned as its EXIF says, of an animation the first frame, in sRGB with 8 bits,
 * at most 2048 pixels a side. EXIF with its places and names, profiles and comments do not come along. Throws `invalid`.
 */
export async function plainPicture(file: Uint8Array): Promise<PlainPicture> {
  if (!isPicture(file)) throw failure('invalid', 'intake.kind');
  const { default: sharp } = await import('sharp');
  const open = () => sharp(file, { limitInputPixels: false, failOn: 'error' });
  const { width, height, pages: frames = 1 } = await readable(() => open().metadata());
  if (width * height > GIVEN_PIXELS_MAX)
    throw failure('invalid', 'intake.pixels', { max: GIVEN_PIXELS_MAX, width, height });
  const image = open()
    .autoOrient()
    .toColourspace('srgb')
    .resize({ width: SIDE_MAX, height: SIDE_MAX, fit: 'inside', withoutEnlargement: true });
  return { ...(await readable(() => encode(image))), frames };
}

/** PNG, unless that is too large; what is transparent is white then, as renderers take it. */
async function encode(image: Sharp): Promise<Omit<PlainPicture, 'frames'>> {
  const { data, info } = await image.clone().png().toBuffer({ resolveWithObject: true });
  if (data.length <= PLAIN_BYTES_MAX) return { data, mime: 'image/png', width: info.width, height: info.height };
  const jpeg = await image
    .flatten({ background: '#fff' })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer({ resolveWithObject: true });
  return { data: jpeg.data, mime: 'image/jpeg', width: jpeg.info.width, height: jpeg.info.height };
}

async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    throw failure('invalid', 'intake.damaged', { cause: thrown });
  }
}
