import { mkdir, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inMib } from '#renderer/models/file-size.ts';
import { blobPath, linkBlob, repoFolder, snapshotFolder, writeRef } from '#renderer/models/hub/cache-layout.ts';
import { lockRepo } from '#renderer/models/hub/cache-lock.ts';
import { download } from '#renderer/models/hub/download.ts';
import type { HubClient } from '#renderer/models/hub/hub-client.ts';
import { type HubSource, printSource } from '#renderer/models/hub/hub-source.ts';
import { type RemoteFile, readRemoteRepo } from '#renderer/models/hub/remote-repo.ts';
import { wantedFiles } from '#renderer/models/hub/wanted-files.ts';
import type { Clock } from '#shared/clock.ts';
import { failure } from '#shared/text/failure.ts';

export interface HubCache {
  readonly client: HubClient;
  /** The folder of all repositories. */
  readonly folder: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What pulling a source would bring. */
export interface PullPlan {
  readonly source: HubSource;
  readonly commit: string;
  readonly files: readonly PlannedFile[];
}

export interface PlannedFile extends RemoteFile {
  /** Bytes of it that are here already; all of them = nothing to do. */
  readonly here: number;
}

/** How far a pull has come. */
export interface PullProgress {
  readonly path: string;
  /** Bytes of this file, and how many of them are here. */
  readonly size: number;
  readonly here: number;
}

/** Asks the hub what a source is now and the disk what of it is here. */
export async function planPull(source: HubSource, cache: HubCache): Promise<PullPlan> {
  const remote = await readRemoteRepo(source, cache);
  const home = repoFolder(cache.folder, source.repo);
  const files = await Promise.all(
    wantedFiles(source, remote).map(async (file) => ({ ...file, here: await bytesHere(home, file) })),
  );
  return { source, commit: remote.commit, files };
}

/** Throws `exhausted` when what is missing would not fit on the cache's disk. */
export async function requireSpace(plans: readonly PullPlan[], { folder }: HubCache): Promise<void> {
  const missing = plans.flatMap(({ files }) => files).reduce((sum, { size, here }) => sum + size - here, 0);
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  if (missing <= bavail * bsize) return;
  throw failure('exhausted', 'hub.space', { folder, missing: inMib(missing), free: inMib(bavail * bsize) });
}

/** Brings what is missing, file by file, then gives everything its names. */
export async function pull(
  plan: PullPlan,
  { cache, onProgress }: { readonly cache: HubCache; readonly onProgress: (progress: PullProgress) => void },
): Promise<{ readonly folder: string }> {
  const { source, commit } = plan;
  const home = repoFolder(cache.folder, source.repo);
  const unlock = await lockRepo(home);
  try {
    for (const file of plan.files) await pullFile(file, { plan, home, cache, onProgress });
    // Only now, so that a branch is what it was until all of the new commit is here.
    await writeRef(home, { revision: source.revision, commit });
  } finally {
    await unlock();
  }
  return { folder: snapshotFolder(home, commit) };
}

interface Pulling {
  readonly plan: PullPlan;
  readonly home: string;
  readonly cache: HubCache;
  readonly onProgress: (progress: PullProgress) => void;
}

async function pullFile(file: PlannedFile, { plan, home, cache, onProgress }: Pulling): Promise<void> {
  const { path, size, hash } = file;
  const { client, clock, signal } = cache;
  const target = blobPath(home, hash.hex);
  const report = (here: number) => onProgress({ path, size, here });
  await mkdir(dirname(target), { recursive: true });
  if (file.here === size && (await sizeOf(target)) === size) report(size);
  else {
    const { repo } = plan.source;
    const escaped = path.split('/').map(encodeURIComponent).join('/');
    const url = `${client.endpoint}/${repo}/resolve/${plan.commit}/${escaped}`;
    const name = printSource({ ...plan.source, file: path });
    await download({ file, name, url, target, client, clock, onBytes: report, signal });
  }
  await linkBlob(home, { commit: plan.commit, path, hash: hash.hex });
}

async function bytesHere(home: string, { size, hash }: RemoteFile): Promise<number> {
  const target = blobPath(home, hash.hex);
  if ((await sizeOf(target)) === size) return size;
  return Math.min((await sizeOf(`${target}.incomplete`)) ?? 0, size);
}

async function sizeOf(file: string): Promise<number | null> {
  return (await stat(file).catch(() => null))?.size ?? null;
}
