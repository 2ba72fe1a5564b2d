import sharp from 'sharp';
import type { Raster } from '#renderer/engine/image/raster.ts';

/** Good enough for something that is looked at for a second. */
const QUALITY = 80;

/**
 * A small file of a preview, `enlarge` times as wide and high as its pixels, but no longer on any side than `maxSide`
 * (0 = no limit). Its `data` is image/webp.
 */
export async function encodeWebp(raster: Raster, size: { enlarge: number; maxSide: number }): Promise<Raster> {
  const { width, height } = raster;
  const longest = Math.max(width, height);
  const fit = size.maxSide > 0 ? Math.min(size.enlarge, size.maxSide / longest) : size.enlarge;
  const image = sharp(raster.data, { raw: { width, height, channels: 3 } });
  if (fit !== 1) {
    image.resize({ width: scaled(width, fit), height: scaled(height, fit), fit: 'fill', kernel: 'cubic' });
  }
  const { data, info } = await image.webp({ quality: QUALITY, effort: 0 }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function scaled(side: number, factor: number): number {
  return Math.max(1, Math.round(side * factor));
}
