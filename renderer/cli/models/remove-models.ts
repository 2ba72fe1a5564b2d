import { readdir, readFile, readlink, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { printBytes } from '#renderer/cli/models/byte-size.ts';
import type { CommandContext } from '#renderer/cli/models/command-context.ts';
import { removeKnownFiles } from '#renderer/cli/models/known-files.ts';
import { filesBelow, pulledFiles } from '#renderer/cli/models/pulled-files.ts';
import { findEntry } from '#renderer/cli/models/verify-models.ts';
import type { CatalogEntry } from '#renderer/models/catalog-entry.ts';
import { readCatalogFile } from '#renderer/models/catalog-file.ts';
import { removeEntry } from '#renderer/models/catalog-writer.ts';
import { sourcesOf } from '#renderer/models/entry-sources.ts';
import { repoFolder } from '#renderer/models/hub/cache-layout.ts';
import { lockRepo } from '#renderer/models/hub/cache-lock.ts';
import { type HubSource, printSource } from '#renderer/models/hub/hub-source.ts';

/** Takes models out of the list and frees what was pulled for them and nobody else uses. Files of the operator's own stay. */
export async function removeModels(names: readonly string[], context: CommandContext): Promise<void> {
  for (const name of names) {
    if (await removeKnownFiles(name, context)) continue;
    const list = await readCatalogFile(context.modelsFolder);
    const entry = findEntry(name, list);
    const others = list.entries.filter((each) => each !== entry);
    // The list first: a renderer that looks meanwhile finds no entry rather than one without files.
    await removeEntry(context.modelsFolder, name);
    let freed = 0;
    for (const source of sourcesOf(entry)) {
      if (isUsed(source, others)) context.output.line(`  ${printSource(source)} stays: another model uses it`);
      else freed += await removeSource(source, { context, others });
    }
    const own = entry.checkpoint.kind === 'local' ? `; ${entry.checkpoint.path} is yours and stays` : '';
    context.output.line(`${name}: taken out of the list, ${printBytes(freed)} freed${own}`);
  }
}

/** Whether another entry means all of the same revision, or the same file of it. */
function isUsed(source: HubSource, others: readonly CatalogEntry[]): boolean {
  return others
    .flatMap(sourcesOf)
    .some(
      ({ repo, revision, file }) => isSameRepo(source, { repo, revision }) && (file === null || file === source.file),
    );
}

function isSameRepo(a: HubSource, b: Pick<HubSource, 'repo' | 'revision'>): boolean {
  return a.repo === b.repo && a.revision === b.revision;
}

async function removeSource(
  source: HubSource,
  { context, others }: { readonly context: CommandContext; readonly others: readonly CatalogEntry[] },
): Promise<number> {
  const home = repoFolder(context.cache.folder, source.repo);
  const unlock = await lockRepo(home);
  try {
    const kept = others.flatMap(sourcesOf).filter((other) => isSameRepo(source, other));
    const keptPaths = new Set(kept.map(({ file }) => file));
    const files = await pulledFiles(source, context.cache.folder);
    for (const { link, path } of files) if (!keptPaths.has(path)) await rm(link, { force: true });
    const freed = await removeUnlinked(home);
    await removeEmptied(home, source);
    return freed;
  } finally {
    await unlock();
  }
}

/** Blobs that no snapshot of the repository has a name for; what is half there goes too. */
async function removeUnlinked(home: string): Promise<number> {
  const links = await filesBelow(join(home, 'snapshots'));
  const targets = await Promise.all(links.map((link) => readlink(link).catch(() => '')));
  const used = new Set(targets.map((target) => basename(target)));
  let freed = 0;
  for (const blob of await filesBelow(join(home, 'blobs'))) {
    if (used.has(basename(blob))) continue;
    freed += await sizeOf(blob);
    await rm(blob, { force: true });
  }
  return freed;
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

/** Folders with nothing in them any more; the whole repository when no snapshot is left. */
async function removeEmptied(home: string, { revision }: HubSource): Promise<void> {
  const folders = await readdir(join(home, 'snapshots'), { recursive: true, withFileTypes: true }).catch(() => []);
  const deepestFirst = folders
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const folder of deepestFirst.sort((a, b) => b.length - a.length)) await rmdir(folder).catch(() => {});
  const left = await readdir(join(home, 'snapshots')).catch(() => [] as string[]);
  if (left.length === 0) return await rm(home, { recursive: true, force: true });
  const ref = join(home, 'refs', revision);
  const commit = await readFile(ref, 'utf8').catch(() => null);
  if (commit !== null && !left.includes(commit.trim())) await rm(ref, { force: true });
  await rmdir(dirname(ref)).catch(() => {});
}
