import { open } from 'node:fs/promises';
import {
  HEADER_BYTES_MAX,
  PREFIX_BYTES,
  refuse,
  shortPath,
} from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { message } from '#shared/text/failure.ts';

/** The free texts (`__metadata__`) of a safetensors file that has been read without complaint; empty when it has none. */
export async function readMetadata(file: string): Promise<Readonly<Record<string, string>>> {
  const handle = await open(file, 'r');
  try {
    const prefix = Buffer.alloc(PREFIX_BYTES);
    await handle.read(prefix, 0, PREFIX_BYTES, 0);
    const length = Number(prefix.readBigUInt64LE());
    if (length > HEADER_BYTES_MAX) throw refuse(shortPath(file), message('weights.no-safetensors'));
    const header = Buffer.alloc(length);
    await handle.read(header, 0, length, PREFIX_BYTES);
    const { __metadata__: metadata } = JSON.parse(header.toString('utf8')) as Record<string, unknown>;
    return texts(metadata);
  } finally {
    await handle.close();
  }
}

function texts(metadata: unknown): Record<string, string> {
  if (typeof metadata !== 'object' || metadata === null) return {};
  const entries = Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(entries);
}
