import { crc32 } from 'node:zlib';

/** A file of an archive. */
export interface ArchivedFile {
  /** With its ending; used once. */
  readonly name: string;
  readonly data: Uint8Array;
}

/** Beyond it an archive needs other records (ZIP64). */
const BYTES_MAX = 0xffff_ffff;

/**
 * An archive with the files as they are: pictures cannot be packed any smaller. One file is in memory at a time. Throws
 * RangeError where it becomes larger than 4 GiB. Records as in PKWARE's APPNOTE 6.3.10, 4.3.7 to 4.3.16; times are left out.
 */
export async function* zipOf(entries: AsyncIterable<ArchivedFile>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const listed: Buffer<ArrayBuffer>[] = [];
  let at = 0;
  for await (const { name, data } of entries) {
    const bytes = Buffer.from(name);
    const header = fields([20, 0x0800, 0, 0, DAY_ONE], [crc32(data), data.length, data.length], [bytes.length, 0]);
    const place = at;
    at += 4 + header.length + bytes.length + data.length;
    if (at > BYTES_MAX) throw new RangeError('The archive is larger than 4 GiB');
    yield Buffer.concat([LOCAL, header, bytes]);
    yield new Uint8Array(data);
    listed.push(Buffer.concat([CENTRAL, MADE_BY, header, fields([0, 0, 0], [0, place]), bytes]));
  }
  const directory = Buffer.concat(listed);
  yield directory;
  yield Buffer.concat([END, fields([0, 0, listed.length, listed.length], [directory.length, at], [0])]);
}

const LOCAL = Buffer.from('PK\x03\x04');
const CENTRAL = Buffer.from('PK\x01\x02');
const END = Buffer.from('PK\x05\x06');
const MADE_BY = fields([20]);

/** The first day that the format knows: 1 January 1980. */
const DAY_ONE = 0x21;

/** Numbers of two bytes, then of four, then of two again, the low byte first. */
function fields(short: readonly number[], long: readonly number[] = [], last: readonly number[] = []) {
  const all = Buffer.alloc(2 * short.length + 4 * long.length + 2 * last.length);
  let at = 0;
  for (const value of short) at = all.writeUInt16LE(value, at);
  for (const value of long) at = all.writeUInt32LE(value, at);
  for (const value of last) at = all.writeUInt16LE(value, at);
  return all;
}
