import { withExifText } from '#bot/image/exif-text.ts';
import { settingsText } from '#bot/image/settings-text.ts';

/** A picture as another kind of file. */
export interface FittedPicture {
  readonly data: Uint8Array;
  readonly mime: 'image/webp' | 'image/jpeg';
}

export interface FitOptions {
  readonly bytesMax: number;
  /** Signs what a copy says of its making, as the file does. */
  readonly signed: (copy: Uint8Array, file: Uint8Array) => Uint8Array;
}

/** Tried in turn, 0-100: hard to tell from the original, down to what is still a picture. */
const QUALITIES = [95, 88, 78, 62, 45, 25];

/** A WebP can be no longer on any side. */
const WEBP_SIDE_MAX = 16_383;

/** Settings longer than this are left out of a file that must be small. */
const SETTINGS_CHARS_MAX = 8000;

/**
 * A PNG at full size in at most `bytesMax` bytes, at the best quality that fits: WebP, or JPEG where a side is too long
 * for that. The settings in it come along as the EXIF comment, where A1111 writes them and others look for them. Null
 * when no quality fits, or it is no picture.
 */
export async function fitPicture(png: Uint8Array, { bytesMax, signed }: FitOptions): Promise<FittedPicture | null> {
  // Loaded only when wanted: few pictures are too large, and the library is a good part of the start time.
  const { default: sharp } = await import('sharp');
  try {
    const { width, height } = await sharp(png).metadata();
    const mime = Math.max(width, height) > WEBP_SIDE_MAX ? 'image/jpeg' : 'image/webp';
    const settings = settingsText(png) ?? '';
    for (const quality of QUALITIES) {
      const image = sharp(png).keepXmp();
      const encoded = mime === 'image/webp' ? image.webp({ quality }) : image.flatten().jpeg({ quality });
      const bare = await encoded.toBuffer();
      const hasSettings = settings !== '' && settings.length <= SETTINGS_CHARS_MAX;
      const data = signed(hasSettings ? withExifText(bare, settings) : bare, png);
      if (data.length <= bytesMax) return { data, mime };
    }
  } catch {
    // Whoever asked has the file itself, and says that it is too large.
  }
  return null;
}

/** Longest sides that are tried in turn where no quality fits. */
const SIDES = [1536, 1024, 768, 512, 256, 128];

/**
 * A PNG as WebP, smaller than it is, in at most `bytesMax` bytes; where nothing is known to be taken (0), as small as it
 * is still a picture. Null when that does not fit either, or it is no picture.
 */
export async function standInFor(png: Uint8Array, { bytesMax, signed }: FitOptions) {
  const { default: sharp } = await import('sharp');
  try {
    for (const side of bytesMax === 0 ? SIDES.slice(-1) : SIDES) {
      const image = sharp(png).resize(side, side, { fit: 'inside', withoutEnlargement: true });
      const data = signed(await image.keepXmp().webp({ quality: 75 }).toBuffer(), png);
      if (bytesMax === 0 || data.length <= bytesMax) return { data, mime: 'image/webp' } satisfies FittedPicture;
    }
  } catch {
    // Whoever asked has the file itself, and says that it is too large.
  }
  return null;
}
