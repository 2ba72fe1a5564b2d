import { mkdir, readFile, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { HubSource } from '#renderer/models/hub/hub-source.ts';

// The layout that every program with the Hugging Face cache shares:
//
//   models--owner--name/
//     blobs/<hash>                     the bytes, once, whatever revisions use them
//     snapshots/<commit>/unet/x.json   links to ../../../blobs/<hash>
//     refs/main                        the commit that main was when it was pulled

/** The folder of a repository in the cache. */
export function repoFolder(cache: string, repo: string): string {
  return join(cache, `models--${repo.replaceAll('/', '--')}`);
}

/** Where bytes of this hash lie when they are complete. */
export function blobPath(folder: string, hash: string): string {
  return join(folder, 'blobs', hash);
}

/** The folder in which a commit's files have their own names. */
export function snapshotFolder(folder: string, commit: string): string {
  return join(folder, 'snapshots', commit);
}

/** Gives a blob its name in a snapshot; a link that is right already is left alone. */
export async function linkBlob(
  folder: string,
  { commit, path, hash }: { readonly commit: string; readonly path: string; readonly hash: string },
): Promise<void> {
  const link = join(snapshotFolder(folder, commit), path);
  const target = relative(dirname(link), blobPath(folder, hash));
  if ((await readlink(link).catch(() => null)) === target) return;
  await mkdir(dirname(link), { recursive: true });
  // Made beside and moved over, so that whoever reads finds the old file or the new one, never none.
  const draft = `${link}.${process.pid}.link`;
  await rm(draft, { force: true });
  await symlink(target, draft);
  await rename(draft, link);
}

/** Remembers which commit a branch or tag was. A commit needs no note. */
export async function writeRef(
  folder: string,
  { revision, commit }: { readonly revision: string; readonly commit: string },
): Promise<void> {
  if (revision === commit) return;
  const file = join(folder, 'refs', revision);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, commit);
}

/** The snapshot that a source was when it was pulled; null = it never was. */
export async function findSnapshot(
  cache: string,
  { repo, revision }: Pick<HubSource, 'repo' | 'revision'>,
): Promise<{ readonly folder: string; readonly commit: string } | null> {
  const home = repoFolder(cache, repo);
  const noted = await readFile(join(home, 'refs', revision), 'utf8').catch(() => null);
  const commit = noted?.trim() ?? revision;
  if (!/^[0-9a-f]{40}$/.test(commit)) return null;
  const folder = snapshotFolder(home, commit);
  return (await stat(folder).catch(() => null))?.isDirectory() ? { folder, commit } : null;
}
