import type { FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openRegularFile } from '#renderer/engine/weights/regular-file.ts';
import {
  HEADER_BYTES_MAX,
  PREFIX_BYTES,
  parseHeader,
  refuse,
  type SafetensorsFile,
  shortPath,
} from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';

/**
 * The weights of a safetensors file by key. Reads the header only; the numbers stay where they are. Throws
 * Failure('not-found') for a missing file and Failure('invalid'), naming file and key, for a damaged one.
 */
export async function readSafetensors(path: string): Promise<WeightMap> {
  return (await readSafetensorsFile(path)).weights;
}

/** The same with its free texts (`__metadata__`). */
export async function readSafetensorsFile(path: string): Promise<SafetensorsFile> {
  const file = resolve(path);
  const handle = await openFile(file);
  try {
    return await readHeader(handle, file);
  } finally {
    await handle.close();
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await openRegularFile(file);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw refuse(shortPath(file), message('weights.no-file'));
    throw failure('not-found', 'weights.missing', { file: shortPath(file) }, { cause });
  }
}

async function readHeader(handle: FileHandle, file: string): Promise<SafetensorsFile> {
  const name = shortPath(file);
  const stat = await handle.stat();
  if (!stat.isFile()) throw refuse(name, message('weights.no-file'));
  if (stat.size < PREFIX_BYTES) throw refuse(name, message('weights.too-short', { bytes: stat.size }));
  const prefix = await readBytes(handle, { position: 0, bytes: PREFIX_BYTES });
  const length = prefix.readBigUInt64LE();
  if (length > BigInt(HEADER_BYTES_MAX)) {
    throw refuse(name, message('weights.header-too-long', { bytes: String(length), limit: HEADER_BYTES_MAX }));
  }
  const headerBytes = Number(length);
  if (PREFIX_BYTES + headerBytes > stat.size) {
    throw refuse(name, message('weights.header-truncated', { bytes: headerBytes }));
  }
  const header = await readBytes(handle, { position: PREFIX_BYTES, bytes: headerBytes });
  return parseHeader(decode(header, name), { file, fileBytes: stat.size, headerBytes });
}

async function readBytes(handle: FileHandle, range: { position: number; bytes: number }): Promise<Buffer> {
  const buffer = Buffer.alloc(range.bytes);
  const { bytesRead } = await handle.read(buffer, 0, range.bytes, range.position);
  return buffer.subarray(0, bytesRead);
}

function decode(header: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header);
  } catch (cause) {
    throw failure(
      'invalid',
      'weights.unreadable',
      { file: name, reason: message('weights.header-no-text') },
      { cause },
    );
  }
}
