import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readTextFile } from '#renderer/engine/weights/regular-file.ts';
import { type CatalogEntry, catalogEntry } from '#renderer/models/catalog-entry.ts';
import { JsonProblem, type JsonText, readJsonText } from '#renderer/models/json-text.ts';
import { DEMO_NAME } from '#renderer/models/model-name.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';
import { rule, ruleOf } from '#shared/text/rule.ts';

/** The operator's list of models, in the models folder. */
export const CATALOG_FILE = 'models.json';

/** What a list holds: entries that can be followed, and why others cannot, by name (`entry 2` where it has none). */
export interface CatalogFile {
  readonly entries: readonly CatalogEntry[];
  readonly refused: ReadonlyMap<string, Failure>;
}

const NOTHING: CatalogFile = { entries: [], refused: new Map() };
const BYTES_MAX = 2 ** 20;
const ENTRIES_MAX = 1_000;

/** Reads the list of a models folder; a folder without one has no entries. */
export async function readCatalogFile(modelsFolder: string): Promise<CatalogFile> {
  const file = join(modelsFolder, CATALOG_FILE);
  const found = await stat(file).catch(() => null);
  if (!found) return NOTHING;
  if (found.size > BYTES_MAX) return wholly(message('catalog.bytes', { limit: BYTES_MAX, given: found.size }));
  try {
    return parseCatalog(await readTextFile(file, BYTES_MAX));
  } catch {
    return wholly(message('catalog.no-file'));
  }
}

/** Never throws: each mistake becomes one sentence with its line, and the entries without one are followed. */
export function parseCatalog(text: string): CatalogFile {
  let json: JsonText;
  try {
    json = readJsonText(text);
  } catch (thrown) {
    if (thrown instanceof JsonProblem) return wholly(thrown.said, thrown.line);
    throw thrown;
  }
  const { models, ...rest } = (json.value ?? {}) as { models?: unknown };
  if (!Array.isArray(models)) return wholly(message('catalog.shape'), json.lineOf(['models']));
  const [unknown] = Object.keys(rest).filter((key) => key !== '$schema');
  if (unknown !== undefined) return wholly(message('catalog.unknown', { name: unknown }), json.lineOf([unknown]));
  const given = models.length;
  if (given > ENTRIES_MAX) return wholly(message('catalog.entries', { limit: ENTRIES_MAX, given }));
  return readEntries(models, json);
}

function readEntries(models: readonly unknown[], json: JsonText): CatalogFile {
  const entries: CatalogEntry[] = [];
  const refused = new Map<string, Failure>();
  for (const [index, written] of models.entries()) {
    const name = (written as { name?: unknown } | null)?.name;
    const own = typeof name === 'string' && name !== '' ? name.slice(0, 80) : null;
    const called = own ?? `entry ${index + 1}`;
    const read = catalogEntry.safeParse(written);
    const isTwice = entries.some((entry) => entry.name === called);
    if (read.success && !isTwice && called !== DEMO_NAME) entries.push(read.data);
    else {
      const issue = read.success ? nameIssue(called) : read.error.issues[0]!;
      const line = json.lineOf(['models', index, ...issue.path]);
      // An entry that is refused must not hide the one of the same name that is not.
      const reason = message('catalog.entry', {
        name: own ?? message('catalog.nth-entry', { position: index + 1 }),
        field: fieldAt(issue.path),
        rule: ruleOf(issue),
      });
      refused.set(isTwice ? `${called} (line ${line})` : called, unreadable(line, reason));
    }
  }
  return { entries, refused };
}

function nameIssue(name: string): Issue {
  return { path: ['name'], message: rule(name === DEMO_NAME ? 'rule.demo-name' : 'rule.twice') };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** As JavaScript would write it: `adapters[1].weight`; empty for the entry itself. */
function fieldAt(path: readonly PropertyKey[]): string {
  const field = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return field.slice(1);
}

function wholly(reason: Message, line = 1): CatalogFile {
  return { entries: [], refused: new Map([[CATALOG_FILE, unreadable(line, reason)]]) };
}

function unreadable(line: number, reason: Message): Failure {
  return failure('invalid', 'catalog.unreadable', { line, reason });
}
