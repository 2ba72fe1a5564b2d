import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryText } from '#renderer/models/catalog-entry.ts';
import { CATALOG_FILE } from '#renderer/models/catalog-file.ts';
import { JsonProblem, readJsonText } from '#renderer/models/json-text.ts';
import { failure } from '#shared/text/failure.ts';

/** Adds an entry to a models folder's list, and makes both where there are none. What the operator wrote stays as it was. */
export async function writeEntry(modelsFolder: string, entry: EntryText): Promise<void> {
  const list = await readList(modelsFolder);
  await writeList(modelsFolder, { ...list, models: [...list.models, entry] });
}

/** Takes an entry out of the list; false when it has none of that name. */
export async function removeEntry(modelsFolder: string, name: string): Promise<boolean> {
  const list = await readList(modelsFolder);
  const models = list.models.filter((entry) => (entry as { name?: unknown } | null)?.name !== name);
  if (models.length === list.models.length) return false;
  await writeList(modelsFolder, { ...list, models });
  return true;
}

interface List {
  readonly models: readonly unknown[];
}

async function readList(modelsFolder: string): Promise<List> {
  const text = await readFile(join(modelsFolder, CATALOG_FILE), 'utf8').catch((thrown: { code?: string }) => {
    if (thrown.code === 'ENOENT') return '{"models":[]}';
    throw thrown;
  });
  try {
    const list = readJsonText(text).value as List;
    if (Array.isArray(list?.models)) return list;
  } catch (thrown) {
    if (!(thrown instanceof JsonProblem)) throw thrown;
    throw failure('invalid', 'catalog.unchangeable', { line: thrown.line, reason: thrown.said });
  }
  throw failure('invalid', 'catalog.no-list');
}

/** Beside and moved over: a renderer that reads at that moment finds the old list or the new one. */
async function writeList(modelsFolder: string, list: List): Promise<void> {
  await mkdir(modelsFolder, { recursive: true });
  const file = join(modelsFolder, CATALOG_FILE);
  const draft = `${file}.${process.pid}.draft`;
  await writeFile(draft, `${JSON.stringify(list, null, 2)}\n`);
  await rename(draft, file);
}
