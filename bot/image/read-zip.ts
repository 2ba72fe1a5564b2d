import { inflateRawSync } from 'node:zlib';
import { failure } from '#bot/text/say.ts';

/** A file in an archive. */
export interface ZippedFile {
  /** With its folders, as the archive has it. */
  readonly path: string;
  /** Unpacks it. Throws `invalid` for what is damaged, packed in another way, or larger than it may be. */
  read(): Uint8Array;
}

const FILES_MAX = 2000;
const FILE_BYTES_MAX = 32 * 2 ** 20;

const END = 0x0605_4b50;
const ENTRY = 0x0201_4b50;
const LOCAL = 0x0403_4b50;

/**
 * The files that an archive lists (PKWARE's APPNOTE 6.3.10, 4.3.12 and 4.3.16), in its order; folders are left out.
 * Nothing is unpacked for that. Throws `invalid` for what is no such archive, is encrypted or has too many files.
 */
export function readZip(archive: Uint8Array): readonly ZippedFile[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endOf(view);
  if (end === null) throw damaged();
  const count = view.getUint16(end + 10, true);
  if (count > FILES_MAX) throw failure('invalid', 'train.zip-files', { max: FILES_MAX, given: count });
  const files: ZippedFile[] = [];
  try {
    let at = view.getUint32(end + 16, true);
    for (let i = 0; i < count; i++) {
      if (view.getUint32(at, true) !== ENTRY) throw damaged();
      const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as Three;
      const path = textIn(archive, at + 46, nameLength);
      const entry = entryAt(view, at);
      if (!path.endsWith('/')) files.push({ path, read: () => unpacked(archive, view, entry) });
      at += 46 + nameLength + extra + comment;
    }
  } catch (thrown) {
    throw thrown instanceof RangeError ? damaged() : thrown;
  }
  return files;
}

/** Whether a file begins as an archive does. */
export function isZip(file: Uint8Array): boolean {
  return file.length > 4 && file[0] === 0x50 && file[1] === 0x4b && file[2] === 3 && file[3] === 4;
}

type Three = [number, number, number];

interface Entry {
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly packed: number;
  readonly bytes: number;
  readonly at: number;
}

function entryAt(view: DataView, at: number): Entry {
  return {
    isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
    method: view.getUint16(at + 10, true),
    packed: view.getUint32(at + 20, true),
    bytes: view.getUint32(at + 24, true),
    at: view.getUint32(at + 42, true),
  };
}

function unpacked(archive: Uint8Array, view: DataView, { isEncrypted, method, packed, bytes, at }: Entry): Uint8Array {
  if (isEncrypted || bytes > FILE_BYTES_MAX || packed > FILE_BYTES_MAX) throw damaged();
  try {
    if (view.getUint32(at, true) !== LOCAL) throw damaged();
    const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
    if (from + packed > archive.length) throw damaged();
    const data = archive.subarray(from, from + packed);
    if (method === 0) return data;
    if (method === 8) return inflateRawSync(data, { maxOutputLength: FILE_BYTES_MAX });
  } catch {
    throw damaged();
  }
  throw damaged();
}

/** It has a comment of up to 65,535 bytes behind it. */
function endOf(view: DataView): number | null {
  const least = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= least; at--) if (view.getUint32(at, true) === END) return at;
  return null;
}

function textIn(archive: Uint8Array, from: number, length: number): string {
  return new TextDecoder().decode(archive.subarray(from, from + length));
}

function damaged() {
  return failure('invalid', 'train.zip-damaged');
}
