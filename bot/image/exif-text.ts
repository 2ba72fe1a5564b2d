/** What a comment in UTF-16 begins with, and one in ASCII (Exif 2.3, 4.6.5, UserComment). */
const UNICODE = Buffer.from('UNICODE\0', 'latin1');
const ASCII = Buffer.from('ASCII\0\0\0', 'latin1');

/** Tags: where the Exif directory lies, and the comment in it. */
const EXIF_DIRECTORY = 0x8769;
const USER_COMMENT = 0x9286;

/** What Exif data begins with in a JPEG. */
const EXIF_MARK = Buffer.from('Exif\0\0', 'latin1');

/** A JPEG's segment holds so many bytes with its own length. */
const SEGMENT_MAX = 65_535;

/** Flags of a WebP's VP8X chunk: it has Exif data, it may be transparent. */
const WEBP_EXIF = 0x08;
const WEBP_ALPHA = 0x10;

/** A text of the first directory (the author's name, say); null where there is none. Throws `RangeError` for broken data. */
export function exifTag(data: Buffer, tag: number): string | null {
  const { first, find, value } = exifReader(data.indexOf(EXIF_MARK) === 0 ? data.subarray(EXIF_MARK.length) : data);
  const entry = find(first, tag);
  return entry === null ? null : value(entry).toString('utf8').replace(/\0+$/, '');
}

/** Finds entries in directories of TIFF, in either order of bytes. */
function exifReader(exif: Buffer) {
  const isLittle = exif.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (isLittle ? exif.readUInt16LE(at) : exif.readUInt16BE(at));
  const long = (at: number) => (isLittle ? exif.readUInt32LE(at) : exif.readUInt32BE(at));
  return {
    first: long(4),
    long,
    find(directory: number, tag: number): number | null {
      const entries = Array.from({ length: short(directory) }, (_, entry) => directory + 2 + 12 * entry);
      return entries.find((at) => short(at) === tag) ?? null;
    },
    /** Up to four bytes stand in the entry itself. */
    value(entry: number): Buffer {
      const length = long(entry + 4);
      const from = length <= 4 ? entry + 8 : long(entry + 8);
      return exif.subarray(from, from + length);
    },
  };
}

/** A text as the comment of a JPEG or WebP without Exif data, where A1111 writes settings and looks for them; others as they are. */
export function withExifText(file: Uint8Array, text: string): Uint8Array {
  const bytes = bufferOf(file);
  const exif = exifOf(text);
  if (bytes.readUInt16BE(0) === 0xffd8) return withSegment(bytes, exif);
  return isWebp(bytes) ? withChunk(bytes, exif) : file;
}

/** The comment of a JPEG or WebP; null where there is none. Never throws. */
export function exifText(file: Uint8Array): string | null {
  try {
    const exif = exifIn(bufferOf(file));
    return exif && commentIn(exif);
  } catch (thrown) {
    if (thrown instanceof RangeError) return null; // an offset that leads out of the file
    throw thrown;
  }
}

/** TIFF, big-endian: a directory with the place of the Exif directory, which has the comment. */
function exifOf(text: string): Buffer {
  const comment = Buffer.concat([UNICODE, Buffer.from(text, 'utf16le').swap16()]);
  const header = Buffer.alloc(44);
  header.write('MM\0*', 'latin1');
  header.writeUInt32BE(8, 4);
  writeEntry(header, 8, { tag: EXIF_DIRECTORY, type: 4, count: 1, value: 26 });
  writeEntry(header, 26, { tag: USER_COMMENT, type: 7, count: comment.length, value: 44 });
  return Buffer.concat([header, comment]);
}

function writeEntry(
  into: Buffer,
  at: number,
  { tag, type, count, value }: Readonly<Record<'tag' | 'type' | 'count' | 'value', number>>,
): void {
  into.writeUInt16BE(1, at);
  into.writeUInt16BE(tag, at + 2);
  into.writeUInt16BE(type, at + 4);
  into.writeUInt32BE(count, at + 6);
  into.writeUInt32BE(value, at + 10);
}

/** Right behind the beginning, as Exif wants it. A text that no segment holds is left out. */
function withSegment(jpeg: Buffer, exif: Buffer): Buffer {
  const length = 2 + EXIF_MARK.length + exif.length;
  if (length > SEGMENT_MAX) return jpeg;
  const head = Buffer.from([0xff, 0xe1, length >> 8, length & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, EXIF_MARK, exif, jpeg.subarray(2)]);
}

/** A last chunk, which a first one has to announce (WebP container specification, extended format). */
function withChunk(webp: Buffer, exif: Buffer): Buffer {
  const chunks = webp.subarray(12);
  const kind = chunks.toString('latin1', 0, 4);
  const extended = kind === 'VP8X' ? chunks : Buffer.concat([announcing(chunks, kind), chunks]);
  const copy = Buffer.from(extended);
  copy[8] = copy[8]! | WEBP_EXIF;
  const body = Buffer.concat([Buffer.from('WEBP'), copy, riffChunk('EXIF', exif)]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** VP8X with the size and the transparency that the picture's own chunk says. */
function announcing(chunks: Buffer, kind: string): Buffer {
  const body = Buffer.alloc(10);
  if (kind === 'VP8L') {
    const bits = chunks.readUInt32LE(9);
    body.writeUIntLE(bits & 0x3fff, 4, 3);
    body.writeUIntLE((bits >> 14) & 0x3fff, 7, 3);
    body[0] = (bits >> 28) & 1 ? WEBP_ALPHA : 0;
  } else {
    body.writeUIntLE((chunks.readUInt16LE(14) & 0x3fff) - 1, 4, 3);
    body.writeUIntLE((chunks.readUInt16LE(16) & 0x3fff) - 1, 7, 3);
  }
  return riffChunk('VP8X', body);
}

function riffChunk(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(kind, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

function exifIn(bytes: Buffer): Buffer | null {
  if (bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8) return exifInJpeg(bytes);
  return isWebp(bytes) ? exifInWebp(bytes) : null;
}

function exifInJpeg(bytes: Buffer): Buffer | null {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const [kind, length] = [bytes[at + 1]!, bytes.readUInt16BE(at + 2)];
    const body = bytes.subarray(at + 4, at + 2 + length);
    if (kind === 0xe1 && body.indexOf(EXIF_MARK) === 0) return body.subarray(EXIF_MARK.length);
    if (kind === 0xda || length < 2) return null; // from here on it is the picture
    at += 2 + length;
  }
  return null;
}

function exifInWebp(bytes: Buffer): Buffer | null {
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (bytes.toString('latin1', at, at + 4) === 'EXIF')
      return body.indexOf(EXIF_MARK) === 0 ? body.subarray(EXIF_MARK.length) : body;
    at += 8 + length + (length % 2);
  }
  return null;
}

function commentIn(exif: Buffer): string | null {
  const { first, find, long, value } = exifReader(exif);
  const pointer = find(first, EXIF_DIRECTORY);
  const entry = pointer === null ? null : find(long(pointer + 8), USER_COMMENT);
  return entry === null ? null : textOf(value(entry));
}

/** Other programs write UTF-16 in their own order of bytes, whatever the rest of the file has. */
function textOf(comment: Buffer): string | null {
  const body = comment.subarray(8);
  if (comment.indexOf(ASCII) === 0) return body.toString('latin1').replace(/\0+$/, '');
  if (comment.indexOf(UNICODE) !== 0) return null;
  const even = Buffer.from(body.subarray(0, body.length & ~1));
  return (even[1] === 0 && even[0] !== 0 ? even : even.swap16()).toString('utf16le');
}

function isWebp(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
}

function bufferOf(file: Uint8Array): Buffer {
  return Buffer.from(file.buffer, file.byteOffset, file.byteLength);
}
