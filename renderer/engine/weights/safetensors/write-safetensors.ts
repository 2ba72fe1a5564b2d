import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { DTYPE_BYTES } from '#renderer/engine/weights/dtype.ts';
import { quote, shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightDtype } from '#renderer/engine/weights/weight-map.ts';
import { Failure } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';

/** One weight to write. Its bytes are asked for when its turn comes, so that a file larger than memory can be written. */
export interface WeightSource {
  readonly key: string;
  readonly dtype: WeightDtype;
  readonly shape: readonly number[];
  /** The stored bytes, little-endian, exactly shape x dtype long. */
  bytes(): Promise<Uint8Array> | Uint8Array;
}

export interface WriteOptions {
  /** Goes into `__metadata__`. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Writes a safetensors file, one weight after the other in the order given (the header comes first, so shapes must be
 * known; give the widest formats first if alignment matters). Readers never see half a file: it is written beside its
 * place and renamed, and nothing is left behind after an error.
 */
export async function writeSafetensors(
  file: string,
  weights: readonly WeightSource[],
  { metadata, signal }: WriteOptions = {},
): Promise<void> {
  const partial = `${file}.${randomUUID()}.partial`;
  const header = encodeHeader(weights, metadata);
  const handle = await open(partial, 'wx').catch((cause: unknown) => {
    throw cannotWrite(file, cause);
  });
  try {
    await writeAll(handle, header);
    for (const weight of weights) {
      signal?.throwIfAborted();
      await writeAll(handle, await checkedBytes(weight, file));
    }
    await handle.sync();
    await handle.close();
    await rename(partial, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(partial, { force: true });
    throw error instanceof Failure || signal?.aborted ? error : cannotWrite(file, error);
  }
}

/** Length, then JSON padded with spaces so that the data begins at a multiple of 8. */
function encodeHeader(weights: readonly WeightSource[], metadata: WriteOptions['metadata']): Buffer {
  const header: [string, unknown][] = metadata ? [['__metadata__', metadata]] : [];
  const seen = new Set<string>();
  let offset = 0;
  for (const { key, dtype, shape } of weights) {
    if (seen.has(key)) throw failure('internal', 'weights.twice', { key: quote(key) });
    seen.add(key);
    const end = offset + sizeOf({ dtype, shape });
    header.push([key, { dtype, shape, data_offsets: [offset, end] }]);
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  const padded = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ');
  padded.writeBigUInt64LE(BigInt(padded.length - 8));
  json.copy(padded, 8);
  return padded;
}

async function checkedBytes(weight: WeightSource, file: string): Promise<Uint8Array> {
  const bytes = await weight.bytes();
  const expected = sizeOf(weight);
  if (bytes.length !== expected) {
    const where = { key: quote(weight.key), file: shortPath(file) };
    throw failure('internal', 'weights.write-size', { ...where, expected, given: bytes.length });
  }
  return bytes;
}

function sizeOf({ dtype, shape }: Pick<WeightSource, 'dtype' | 'shape'>): number {
  return shape.reduce((product, n) => product * n, DTYPE_BYTES[dtype]);
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.length) done += (await handle.write(bytes, done)).bytesWritten;
}

function cannotWrite(file: string, cause: unknown): Failure {
  const full = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
  const where = { file: shortPath(file) };
  if (full) return failure('exhausted', 'weights.disk-full', where, { cause });
  return failure('internal', 'weights.no-folder', where, { cause });
}
