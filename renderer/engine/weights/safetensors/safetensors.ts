import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  HEADER_BYTES_MAX,
  PREFIX_BYTES,
  parseHeader,
  refuse,
  shortPath,
} from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { Failure } from '#shared/failure.ts';

/**
 * The weights of a safetensors file by key. Reads the header only; the numbers stay where they are. Throws
 * Failure('not-found') for a missing file and Failure('invalid'), naming file and key, for a damaged one.
 */
export async function readSafetensors(path: string): Promise<WeightMap> {
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
    return await open(file, 'r');
  } catch (cause) {
    throw new Failure('not-found', `Cannot read weights ${shortPath(file)}: there is no such file we may open`, {
      cause,
    });
  }
}

async function readHeader(handle: FileHandle, file: string): Promise<WeightMap> {
  const name = shortPath(file);
  const stat = await handle.stat();
  if (!stat.isFile()) throw refuse(name, 'it is not a file');
  if (stat.size < PREFIX_BYTES)
    throw refuse(name, `it has ${stat.size} bytes, which is too short for a safetensors file`);
  const prefix = await readBytes(handle, { position: 0, bytes: PREFIX_BYTES });
  const length = prefix.readBigUInt64LE();
  if (length > BigInt(HEADER_BYTES_MAX)) {
    throw refuse(name, `it is no safetensors file (its header would be ${length} bytes, at most ${HEADER_BYTES_MAX})`);
  }
  const headerBytes = Number(length);
  if (PREFIX_BYTES + headerBytes > stat.size) {
    throw refuse(name, `its header needs ${headerBytes} bytes, but the file ends before: it is truncated`);
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
    const message = `Cannot read weights ${name}: its header is not UTF-8 text, so it is damaged or no safetensors file`;
    throw new Failure('invalid', message, { cause });
  }
}
