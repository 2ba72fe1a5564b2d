import { type PictureTexts, readForeign } from '#bot/prompt/read-foreign.ts';
import type { Parameters } from '#bot/prompt/read-parameters.ts';
import { pngText } from '#bot/studio/page/app/png-text.ts';

/** Keywords of PNG text chunks under which programs write settings. */
const PNG_KEYWORDS = ['parameters', 'prompt', 'invokeai_metadata', 'sd-metadata'];

/** The settings inside a picture, whichever program wrote them; null = there are none. */
export function pictureSettings(bytes: Uint8Array): Parameters | null {
  return readForeign(pictureTexts(bytes));
}

/** What a PNG, JPEG or WebP says of how it was made: text chunks, or Exif (2.32) in the other two. */
export function pictureTexts(bytes: Uint8Array): PictureTexts {
  const texts: Record<string, string> = {};
  for (const keyword of PNG_KEYWORDS) {
    const text = pngText(bytes, keyword);
    if (text !== null) texts[keyword] = text;
  }
  const exif = jpegExif(bytes) ?? webpExif(bytes);
  return exif ? { ...readExif(exif), ...texts } : texts;
}

/** The TIFF structure in a JPEG's APP1 segment; null = there is none. */
function jpegExif(bytes: Uint8Array): DataView | null {
  const view = viewOf(bytes);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 10 < bytes.length && bytes[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    if (bytes[at + 1] === 0xda) return null; // the picture begins
    if (bytes[at + 1] === 0xe1 && ascii(bytes, at + 4, 4) === 'Exif') return viewOf(bytes.subarray(at + 10));
  }
  return null;
}

/** The same in a WebP's EXIF chunk; some programs write the JPEG's six bytes before it. */
function webpExif(bytes: Uint8Array): DataView | null {
  const view = viewOf(bytes);
  if (ascii(bytes, 0, 4) !== 'RIFF' || ascii(bytes, 8, 4) !== 'WEBP') return null;
  for (let at = 12; at + 8 < bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (ascii(bytes, at, 4) === 'EXIF') return viewOf(ascii(data, 0, 4) === 'Exif' ? data.subarray(6) : data);
    at += 8 + length + (length % 2);
  }
  return null;
}

const MAKE = 0x010f;
const MODEL = 0x0110;
const EXIF_IFD = 0x8769;
const USER_COMMENT = 0x9286;
/** Entries of a directory that are looked at. */
const ENTRIES_MAX = 200;

/** A1111 and Fooocus write into the comment; ComfyUI "prompt:…" and "workflow:…" into maker and model. */
function readExif(view: DataView): PictureTexts {
  const texts: Record<string, string> = {};
  const isLittle = ascii(bytesOf(view), 0, 2) === 'II';
  const read = (directory: number, depth: number) => {
    if (directory + 2 > view.byteLength || depth > 1) return;
    const count = Math.min(ENTRIES_MAX, view.getUint16(directory, isLittle));
    for (let index = 0; index < count; index++) {
      const at = directory + 2 + index * 12;
      if (at + 12 > view.byteLength) return;
      const tag = view.getUint16(at, isLittle);
      const length = view.getUint32(at + 4, isLittle);
      const place = length > 4 ? view.getUint32(at + 8, isLittle) : at + 8;
      if (tag === EXIF_IFD) read(view.getUint32(at + 8, isLittle), depth + 1);
      const data = bytesOf(view).subarray(place, place + length);
      if (tag === USER_COMMENT) texts.parameters = comment(data);
      if (tag === MAKE || tag === MODEL) {
        const [, keyword, text] = /^(prompt|workflow):(.*)$/s.exec(utf8(data)) ?? [];
        if (keyword !== undefined) texts[keyword] = text!;
      }
    }
  };
  if (view.byteLength > 8) read(view.getUint32(4, isLittle), 0);
  return texts;
}

/** Eight bytes name the character set; what is called UNICODE is UTF-16, of either order. */
function comment(data: Uint8Array): string {
  const rest = data.subarray(8);
  if (ascii(data, 0, 7) !== 'UNICODE') return utf8(rest);
  return new TextDecoder(rest[0] === 0 ? 'utf-16be' : 'utf-16le').decode(rest).replace(/\0+$/, '');
}

function utf8(data: Uint8Array): string {
  return new TextDecoder().decode(data).replace(/\0+$/, '');
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
