/** A picture no larger than `side` pixels, as WebP. Throws when it is no picture. */
export async function smallPicture(png: Uint8Array, side: number): Promise<Uint8Array> {
  // Loaded only when wanted: the library is a good part of the start time.
  const { default: sharp } = await import('sharp');
  return sharp(png).resize(side, side, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 80 }).toBuffer();
}
