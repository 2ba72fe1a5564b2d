import type { FileHandle } from 'node:fs/promises';
import { readRange } from '#renderer/engine/weights/read-range.ts';
import { quote, refuse } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** A file inside a zip archive. */
export interface ZipEntry {
  /** Of its local header; the data follows it. */
  readonly headerOffset: number;
  readonly bytes: number;
  /** As they lie in the archive. */
  readonly packedBytes: number;
  /** 0 = stored as it is, which torch always does. */
  readonly method: number;
  readonly isEncrypted: boolean;
}

export interface ZipFile {
  readonly handle: FileHandle;
  readonly fileBytes: number;
  /** For messages. */
  readonly name: string;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64_SIGNATURE = 0x06064b50;
const END64_BYTES = 56;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const ZIP64_FIELD = 1;
const FULL_32 = 0xffffffff;

/** A full training checkpoint has some thousands. */
const ENTRIES_MAX = 100_000;
const DIRECTORY_BYTES_MAX = 32 * 2 ** 20;

/**
 * The entries of a zip archive by name (PKWARE APPNOTE 6.3.9, with zip64 for archives beyond 4 GiB). Reads its end and
 * its directory only. Throws `invalid` for a damaged one.
 */
export async function readZipDirectory(zip: ZipFile): Promise<ReadonlyMap<string, ZipEntry>> {
  const { offset, bytes, count } = await findDirectory(zip);
  if (count > ENTRIES_MAX || bytes > DIRECTORY_BYTES_MAX) {
    throw refuse(zip.name, message('torch.zip-entries', { limit: ENTRIES_MAX, given: count }));
  }
  if (offset + bytes > zip.fileBytes) throw damaged(zip, message('torch.zip-beyond'));
  const directory = await readRange(zip.handle, { position: offset, bytes });
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) {
      throw damaged(zip, message('torch.zip-entry', { index: i }));
    }
    const { name, entry, next } = readEntry(zip, directory, at);
    if (entries.has(name)) throw refuse(zip.name, message('torch.zip-twice', { part: quote(name) }));
    entries.set(name, entry);
    at = next;
  }
  return entries;
}

/** Where the data of an entry begins. Throws `invalid` for one that is packed, encrypted or beyond the file's end. */
export async function locateEntry(zip: ZipFile, name: string, entry: ZipEntry): Promise<number> {
  if (entry.method !== 0) {
    throw refuse(zip.name, message('torch.zip-compressed', { part: quote(name) }));
  }
  const offset = await locateData(zip, name, entry);
  if (offset + entry.bytes > zip.fileBytes) throw damaged(zip, message('torch.zip-part-beyond', { part: quote(name) }));
  return offset;
}

/** The same for one that may be packed: where its packed bytes begin. */
export async function locateData(zip: ZipFile, name: string, entry: ZipEntry): Promise<number> {
  if (entry.isEncrypted) throw refuse(zip.name, message('torch.zip-encrypted', { part: quote(name) }));
  const header = await readRange(zip.handle, { position: entry.headerOffset, bytes: LOCAL_BYTES });
  if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== LOCAL_SIGNATURE) {
    throw damaged(zip, message('torch.zip-misplaced', { part: quote(name) }));
  }
  return entry.headerOffset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
}

interface Directory {
  readonly offset: number;
  readonly bytes: number;
  readonly count: number;
}

async function findDirectory(zip: ZipFile): Promise<Directory> {
  const tailBytes = Math.min(zip.fileBytes, END_BYTES + COMMENT_BYTES_MAX);
  const tailStart = zip.fileBytes - tailBytes;
  const tail = await readRange(zip.handle, { position: tailStart, bytes: tailBytes });
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END_SIGNATURE) continue;
    const end = {
      count: tail.readUInt16LE(at + 10),
      bytes: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
    };
    const isLarge = end.count === 0xffff || end.bytes === FULL_32 || end.offset === FULL_32;
    return isLarge ? readEnd64(zip, tailStart + at) : end;
  }
  throw damaged(zip, message('torch.zip-truncated'));
}

/** The larger end record, which a locator before the small one points to. */
async function readEnd64(zip: ZipFile, endAt: number): Promise<Directory> {
  const position = Math.max(0, endAt - LOCATOR_BYTES);
  const locator = await readRange(zip.handle, { position, bytes: LOCATOR_BYTES });
  if (locator.length < LOCATOR_BYTES || locator.readUInt32LE(0) !== LOCATOR_SIGNATURE) {
    throw damaged(zip, message('torch.zip64-locator'));
  }
  const end = await readRange(zip.handle, { position: size64(zip, locator, 8), bytes: END64_BYTES });
  if (end.length < END64_BYTES || end.readUInt32LE(0) !== END64_SIGNATURE) {
    throw damaged(zip, message('torch.zip64-end'));
  }
  return { count: size64(zip, end, 32), bytes: size64(zip, end, 40), offset: size64(zip, end, 48) };
}

function readEntry(zip: ZipFile, directory: Buffer, at: number) {
  const nameEnd = at + ENTRY_BYTES + directory.readUInt16LE(at + 28);
  const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
  const next = extraEnd + directory.readUInt16LE(at + 32);
  if (next > directory.length) throw damaged(zip, message('torch.zip-directory'));
  const name = directory.toString('utf8', at + ENTRY_BYTES, nameEnd);
  const extra = directory.subarray(nameEnd, extraEnd);
  const sizes = { bytes: directory.readUInt32LE(at + 24), headerOffset: directory.readUInt32LE(at + 42) };
  const entry: ZipEntry = {
    ...wideSizes(zip, extra, { ...sizes, packedBytes: directory.readUInt32LE(at + 20) }),
    method: directory.readUInt16LE(at + 10),
    isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
  };
  return { name, entry, next };
}

/** Sizes that do not fit 32 bits stand in an extra field: those that are full, in this order. */
function wideSizes(
  zip: ZipFile,
  extra: Buffer,
  sizes: { readonly bytes: number; readonly packedBytes: number; readonly headerOffset: number },
): { readonly bytes: number; readonly packedBytes: number; readonly headerOffset: number } {
  let field: Buffer = Buffer.alloc(0);
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === ZIP64_FIELD) field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  }
  let at = 0;
  const wide = (size: number) => {
    if (size !== FULL_32) return size;
    if (at + 8 > field.length) throw damaged(zip, message('torch.zip64-sizes'));
    at += 8;
    return size64(zip, field, at - 8);
  };
  const bytes = wide(sizes.bytes);
  const packedBytes = wide(sizes.packedBytes);
  return { bytes, packedBytes, headerOffset: wide(sizes.headerOffset) };
}

function size64(zip: ZipFile, buffer: Buffer, at: number): number {
  const size = buffer.readBigUInt64LE(at);
  if (size > BigInt(zip.fileBytes)) throw damaged(zip, message('torch.zip-size', { size: String(size) }));
  return Number(size);
}

function damaged({ name }: ZipFile, reason: Message): Error {
  return refuse(name, message('torch.zip-damaged', { reason }));
}
