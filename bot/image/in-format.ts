import { withExifText } from '#bot/image/exif-text.ts';
import { settingsText } from '#bot/image/settings-text.ts';

/** Formats that a picture is given in. */
type PictureFormat = 'png' | 'jpeg' | 'webp';

const QUALITY = 92;

/** A PNG in another format, with the settings that it was drawn with and what it says of its making, signed; a PNG as it is. */
export async function inFormat(
  png: Uint8Array,
  {
    format,
    signed,
  }: { readonly format: PictureFormat; readonly signed: (copy: Uint8Array, file: Uint8Array) => Uint8Array },
): Promise<Uint8Array> {
  if (format === 'png') return png;
  // Loaded only when wanted: the library is a good part of the start time.
  const { default: sharp } = await import('sharp');
  const file =
    format === 'webp'
      ? await sharp(png).keepXmp().webp({ quality: QUALITY }).toBuffer()
      : await sharp(png).keepXmp().flatten({ background: '#fff' }).jpeg({ quality: QUALITY }).toBuffer();
  const text = settingsText(png);
  return signed(text === null ? file : withExifText(file, text), png);
}
