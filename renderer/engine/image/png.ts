import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import type { Raster } from '#renderer/engine/image/raster.ts';
import { sourceMark, XMP_TEXT } from '#renderer/engine/image/source-mark.ts';

// The engine's threads belong to the networks, and its pictures are all different: no pool, no cache.
sharp.concurrency(1);
sharp.cache(false);

/** The keyword under which a control picture says how it was made; `as given` where it was one already. */
export const CONTROL_TEXT = 'Control picture';

/** Bytes of the signature and of the IHDR chunk, which comes first in every PNG. */
const HEADER_BYTES = 8 + 25;

/** A PNG with text chunks, of as many channels as the pixels have (three where nothing is said). Text outside Latin-1 goes into an iTXt chunk, as Pillow (and so A1111) does it. */
export async function encodePng(
  raster: Raster | ChannelRaster,
  texts: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const { width, height } = raster;
  const channels = 'channels' in raster ? raster.channels : 3;
  const png = await sharp(raster.data, { raw: { width, height, channels } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png({ compressionLevel: 6 })
    .toBuffer();
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return Buffer.concat([png.subarray(0, HEADER_BYTES), ...chunks, png.subarray(HEADER_BYTES)]);
}

/** What a picture that was bettered is marked with: as it was before, and else as what a network has bettered. */
export function markAfter(image: Uint8Array): string {
  return pngText(image, XMP_TEXT) ?? sourceMark('algorithmicallyEnhanced');
}

/** Text chunks are looked at up to here; settings are some KB. */
const TEXT_BYTES_MAX = 2 ** 20;

/** The text that a PNG has under a keyword, uncompressed as `encodePng` writes it; null where it has none, or is no PNG. */
export function pngText(file: Uint8Array, keyword: string): string | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < HEADER_BYTES || bytes.readUInt32BE(0) !== 0x89504e47) return null;
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, Math.min(at + 8 + length, bytes.length));
    if ((type === 'tEXt' || type === 'iTXt') && length <= TEXT_BYTES_MAX) {
      const [plain, wide] = [Buffer.from(`${keyword}\0`, 'latin1'), Buffer.from(`${keyword}\0\0\0`, 'latin1')];
      if (type === 'tEXt' && body.indexOf(plain) === 0) return body.toString('latin1', plain.length);
      // After the keyword, the flag and the method: the language tag and the translated keyword, each ended by a zero.
      if (type === 'iTXt' && body.indexOf(wide) === 0) {
        const tag = body.indexOf(0, wide.length);
        const translated = tag < 0 ? -1 : body.indexOf(0, tag + 1);
        if (translated >= 0) return body.toString('utf8', translated + 1);
      }
    }
    at += 12 + length;
  }
  return null;
}

function textChunk(keyword: string, text: string): Buffer {
  // XMP is looked for in iTXt alone.
  if (keyword !== XMP_TEXT && /^[\n\x20-\x7e\xa0-\xff]*$/.test(text)) {
    return chunk('tEXt', Buffer.concat([Buffer.from(`${keyword}\0`, 'latin1'), Buffer.from(text, 'latin1')]));
  }
  // Keyword, not compressed (flag, method), no language tag, no translated keyword, text.
  return chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text, 'utf8')]));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
