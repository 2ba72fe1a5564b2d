/** Formats that a picture is given in. */
export const PICTURE_FORMATS = ['png', 'jpeg', 'webp'] as const;

export type PictureFormat = (typeof PICTURE_FORMATS)[number];

const QUALITY = 92;

/** A PNG in another format; a PNG as it is. */
export async function inFormat(png: Uint8Array, format: PictureFormat): Promise<Uint8Array> {
  if (format === 'png') return png;
  // Loaded only when wanted: the library is a good part of the start time.
  const { default: sharp } = await import('sharp');
  return format === 'webp'
    ? sharp(png).webp({ quality: QUALITY }).toBuffer()
    : sharp(png).flatten({ background: '#fff' }).jpeg({ quality: QUALITY }).toBuffer();
}
