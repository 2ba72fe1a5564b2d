import { rename } from 'node:fs/promises';
import { printBytes } from '#renderer/cli/models/byte-size.ts';
import type { CommandContext } from '#renderer/cli/models/command-context.ts';
import { verifyKnownFiles } from '#renderer/cli/models/known-files.ts';
import { blobName, type PulledFile, pulledFiles } from '#renderer/cli/models/pulled-files.ts';
import { type CatalogFile, readCatalogFile } from '#renderer/models/catalog-file.ts';
import { sourcesOf } from '#renderer/models/entry-sources.ts';
import { hashFile, hashOfName, startHash } from '#renderer/models/hub/content-hash.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * Hashes what was pulled for these models again (all of the list without names). A file that is not what it was is put
 * aside, so that the next pull looks at it and brings it anew. Throws when there is one.
 */
export async function verifyModels(names: readonly string[], context: CommandContext): Promise<void> {
  const list = await readCatalogFile(context.modelsFolder);
  const { damaged, left } = await verifyKnownFiles(names, context);
  const entries = names.length === 0 ? list.entries : left.map((name) => findEntry(name, list));
  const seen = new Set<string>();
  for (const entry of entries) {
    const found = await Promise.all(sourcesOf(entry).map((source) => pulledFiles(source, context.cache.folder)));
    const files = found.flat().filter(({ blob }) => !seen.has(blob) && seen.add(blob));
    const wrong = await wrongFiles(files, context);
    context.output.line(`${entry.name}: ${verdict(files, wrong.length)}`);
    for (const { path } of wrong) context.output.line(`  ${path} is not what was pulled; it was put aside`);
    if (wrong.length > 0) damaged.push(entry.name);
  }
  if (damaged.length === 0) return;
  throw failure('invalid', 'verify.damaged', { names: damaged });
}

/** The entry of this name; throws `not-found`, or what is wrong with it. */
export function findEntry(name: string, { entries, refused }: CatalogFile) {
  const found = entries.find((entry) => entry.name === name);
  if (found) return found;
  const refusal = refused.get(name);
  if (refusal) throw refusal;
  if (entries.length === 0) throw failure('not-found', 'list.empty', { name });
  throw failure('not-found', 'list.unknown', { name, known: entries.map((entry) => entry.name) });
}

function verdict(files: readonly PulledFile[], wrong: number): string {
  if (files.length === 0) return 'nothing of it was pulled';
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return `${files.length} files, ${printBytes(bytes)}, ${wrong > 0 ? `${wrong} damaged` : 'all right'}`;
}

async function wrongFiles(
  files: readonly PulledFile[],
  { cache, output }: CommandContext,
): Promise<readonly PulledFile[]> {
  const wrong: PulledFile[] = [];
  for (const file of files) {
    output.passing(`  ${file.path}`);
    const expected = hashOfName(blobName(file));
    // A file that another program put there under a name of its own says nothing about its content.
    if (!expected) continue;
    const hash = startHash(expected, file.size);
    await hashFile(hash, { file: file.blob, bytes: file.size, signal: cache.signal });
    if (hash.digest('hex') === expected.hex) continue;
    await rename(file.blob, `${file.blob}.incomplete`);
    wrong.push(file);
  }
  output.passing(null);
  return wrong;
}
