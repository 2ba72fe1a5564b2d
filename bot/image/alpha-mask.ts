import { failure } from '#bot/text/say.ts';
import { GIVEN_PIXELS_MAX } from '#shared/contract/bounds.ts';

/** A mask that is white where the picture is transparent; null = nothing in it is. Throws `invalid` for what is no picture. */
export async function alphaMask(file: Uint8Array): Promise<Uint8Array | null> {
  // Loaded only when wanted: the library is a good part of the start time.
  const { default: sharp } = await import('sharp');
  try {
    const { hasAlpha } = await sharp(file).metadata();
    if (!hasAlpha) return null;
    const alpha = () => sharp(file, { limitInputPixels: GIVEN_PIXELS_MAX }).extractChannel('alpha');
    const { channels } = await alpha().stats();
    if (channels[0]!.min > HALF) return null;
    return await alpha().negate().threshold(HALF).png().toBuffer();
  } catch (thrown) {
    throw failure('invalid', 'intake.damaged', { cause: thrown });
  }
}

const HALF = 128;

/** A mask with black and white exchanged, as a PNG. */
export async function invertedMask(mask: Uint8Array): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  return sharp(mask).flatten({ background: '#000' }).greyscale().negate().png().toBuffer();
}
