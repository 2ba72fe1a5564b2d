import sharp from 'sharp';
import type { Raster } from '#renderer/engine/image/raster.ts';
import { failure } from '#shared/text/failure.ts';

/** What chat platforms take of everybody: Discord's limit is 10 MiB. */
const BYTES_MAX = 8 * 2 ** 20;

/** Tried in turn, before frames are left out. */
const QUALITIES = [85, 65, 45, 25];

/** With fewer nothing moves. */
const FRAMES_MIN = 2;

/** A film as a file. */
export interface EncodedAnimation {
  readonly data: Uint8Array;
  /** Those that it was given, or every second, fourth … of them; the film takes as long. */
  readonly frames: number;
  readonly framesPerSecond: number;
}

interface Encoding {
  readonly framesPerSecond: number;
  /** The packet that says what it is made of. */
  readonly xmp: string;
  readonly signal: AbortSignal;
  /** What the file may have at most; if not said, what chat platforms take. */
  readonly bytesMax?: number;
}

/**
 * Frames of one size as an animated WebP that runs for ever, in the best quality that stays within the limit. Where
 * none does, every second frame is left out, again and again. Throws `invalid` where even two are too large.
 */
export async function encodeAnimation(
  frames: readonly Raster[],
  { framesPerSecond, xmp, signal, bytesMax = BYTES_MAX }: Encoding,
): Promise<EncodedAnimation> {
  for (let every = 1; ; every *= 2) {
    const kept = frames.filter((_, i) => i % every === 0);
    if (every > 1 && kept.length < FRAMES_MIN) break;
    const encode = filmOf(kept, { xmp, delayMs: Math.round((1000 * every) / framesPerSecond) });
    for (const quality of QUALITIES) {
      signal.throwIfAborted();
      const data = await encode(quality);
      if (data.length <= bytesMax) return { data, frames: kept.length, framesPerSecond: framesPerSecond / every };
    }
  }
  const { width, height } = frames[0]!;
  throw failure('invalid', 'animator.too-large', { width, height, limit: Math.round(bytesMax / 1024) });
}

function filmOf(
  frames: readonly Raster[],
  { xmp, delayMs }: { readonly xmp: string; readonly delayMs: number },
): (quality: number) => Promise<Uint8Array> {
  const { width, height } = frames[0]!;
  const data = new Uint8Array(frames.length * 3 * width * height);
  for (const [i, frame] of frames.entries()) data.set(frame.data, i * 3 * width * height);
  const raw = { width, height: height * frames.length, channels: 3, pageHeight: height } as const;
  const delay = frames.map(() => delayMs);
  return (quality) => {
    const film = sharp(data, { raw, limitInputPixels: false }).webp({ quality, delay, loop: 0, effort: 2 });
    return film.withXmp(xmp).toBuffer();
  };
}
