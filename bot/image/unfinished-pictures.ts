import { withXmp, xmpPacket } from '#bot/provenance/xmp-packet.ts';

/**
 * The pictures that a preview shows in its grid (proto, PreviewWish), each as a PNG of the size that it was to have,
 * which says what it is made of.
 */
export async function unfinishedPictures(
  preview: Uint8Array,
  {
    count,
    width,
    height,
    digitalSource,
  }: { readonly count: number; readonly width: number; readonly height: number; readonly digitalSource: string },
): Promise<readonly Uint8Array[]> {
  const { default: sharp } = await import('sharp');
  const { width: wide, height: high } = await sharp(preview).metadata();
  const columns = Math.ceil(Math.sqrt(count));
  const cell = { width: Math.floor(wide / columns), height: Math.floor(high / Math.ceil(count / columns)) };
  const packet = xmpPacket({ digitalSource, credit: null });
  const cells = Array.from({ length: count }, async (_, at) => {
    const place = { left: (at % columns) * cell.width, top: Math.floor(at / columns) * cell.height };
    const sized = sharp(preview)
      .extract({ ...cell, ...place })
      .resize({ width, height, fit: 'fill' });
    return withXmp(await sized.png().toBuffer(), packet);
  });
  return Promise.all(cells);
}
