import { exifText } from '#bot/image/exif-text.ts';
import { pngText } from '#bot/image/png-text.ts';

/** Where A1111 writes what a PNG was drawn with. */
const KEYWORD = 'parameters';

/** What a PNG, JPEG or WebP says that it was drawn with; null = nothing. */
export function settingsText(file: Uint8Array): string | null {
  return pngText(file, KEYWORD) ?? exifText(file);
}
