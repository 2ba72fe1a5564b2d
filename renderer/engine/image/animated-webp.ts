import sharp from 'sharp';
import type { Raster } from '#renderer/engine/image/raster.ts';

/** What chat platforms take of everybody: Discord's limit is 10 MiB. */
const BYTES_MAX = 8 * 2 ** 20;

/** Tried in turn; the last one stands however large it becomes. */
const QUALITIES = [85, 65, 45, 25];

/**
 * Frames of one size as an animated WebP that runs for ever, in the best quality that stays within what chat platforms
 * take. `xmp` is the packet that says what it is made of.
 */
export async function encodeAnimation(
  frames: readonly Raster[],
  { framesPerSecond, xmp }: { readonly framesPerSecond: number; readonly xmp: string },
): Promise<Uint8Array> {
  const { width, height } = frames[0]!;
  const data = new Uint8Array(frames.length * 3 * width * height);
  for (const [i, frame] of frames.entries()) data.set(frame.data, i * 3 * width * height);
  const raw = { width, height: height * frames.length, channels: 3, pageHeight: height } as const;
  const delay = frames.map(() => Math.round(1000 / framesPerSecond));
  let file: Uint8Array = new Uint8Array();
  for (const quality of QUALITIES) {
    const film = sharp(data, { raw, limitInputPixels: false }).webp({ quality, delay, loop: 0, effort: 2 });
    file = await film.withXmp(xmp).toBuffer();
    if (file.length <= BYTES_MAX) break;
  }
  return file;
}
