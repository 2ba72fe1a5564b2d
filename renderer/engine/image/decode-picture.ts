import sharp, { type Metadata, type ResizeOptions, type Sharp } from 'sharp';
import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import type { Raster } from '#renderer/engine/image/raster.ts';
import { GIVEN_PIXELS_MAX } from '#shared/contract/bounds.ts';
import { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** What a file is to its render, for sentences. */
type PictureName = 'image' | 'picture' | 'mask' | 'control';

/** One byte for each pixel. */
export interface GreyRaster extends PixelSize {
  readonly data: Uint8Array;
}

/** Formats that are opened, whatever else the library could read. */
const FORMATS = ['png', 'jpeg', 'webp'];

/**
 * Decodes a PNG, JPEG or WebP: turned as its EXIF says, transparency on white, scaled so that it fills the size and its
 * middle is kept. Throws `invalid` for what cannot be decoded; `name` is for the sentence.
 */
export async function decodePicture(name: PictureName, file: Uint8Array, size: PixelSize): Promise<Raster> {
  const data = await decode(name, file, (image) =>
    image.flatten({ background: '#ffffff' }).toColourspace('srgb').resize(filling(size)).removeAlpha(),
  );
  return { ...size, data };
}

/** The same at its own size. */
export async function decodeColours(name: PictureName, file: Uint8Array): Promise<ChannelRaster> {
  return decodingPicture(name, file, async (image) => {
    const { data, info } = await image
      .rotate()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, channels: 3, data };
  });
}

/** Likewise for a mask: how light each pixel is. Transparency counts as black. */
export async function decodeMask(name: PictureName, file: Uint8Array, size: PixelSize): Promise<GreyRaster> {
  const data = await decode(name, file, (image) =>
    image.flatten({ background: '#000000' }).resize(filling(size)).toColourspace('b-w').extractChannel(0),
  );
  return { ...size, data };
}

/** Scales a picture to a size, by Lanczos. */
export async function resizePicture({ width, height, data }: Raster, size: PixelSize): Promise<Raster> {
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  return {
    ...size,
    data: await image
      .resize({ ...size, fit: 'fill', kernel: 'lanczos3' })
      .raw()
      .toBuffer(),
  };
}

function filling(size: PixelSize): ResizeOptions {
  return { ...size, fit: 'cover', position: 'centre', kernel: 'lanczos3' };
}

function decode(name: PictureName, file: Uint8Array, shape: (image: Sharp) => Sharp): Promise<Uint8Array> {
  return decodingPicture(name, file, (image) => shape(image.rotate()).raw({ depth: 'uchar' }).toBuffer());
}

/** Opens a file of bounded size and of a format that we take, for `use`; what goes wrong becomes one sentence. */
export async function decodingPicture<T>(
  name: PictureName,
  file: Uint8Array,
  use: (image: Sharp, metadata: Metadata) => Promise<T>,
): Promise<T> {
  try {
    const image = sharp(file, { limitInputPixels: GIVEN_PIXELS_MAX, failOn: 'error', pages: 1 });
    const metadata = await image.metadata();
    const format = metadata.format ?? '';
    if (!FORMATS.includes(format)) throw undecodable(name, message('picture.format', { format }));
    return await use(image, metadata);
  } catch (cause) {
    // What the library says of it is for the log.
    throw cause instanceof Failure ? cause : undecodable(name, message('picture.damaged'), cause);
  }
}

function undecodable(name: PictureName, reason: Message, cause?: unknown): Failure {
  const picture = message(`picture.${name}`);
  return failure('invalid', 'picture.undecodable', { picture, reason }, cause === undefined ? {} : { cause });
}
