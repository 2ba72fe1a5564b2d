import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type CatalogEntry, catalogEntry } from '#renderer/models/catalog-entry.ts';
import { JsonProblem, type JsonText, readJsonText } from '#renderer/models/json-text.ts';
import { DEMO_NAME } from '#renderer/models/model-name.ts';
import { Failure } from '#shared/failure.ts';

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
  if (found.size > BYTES_MAX) return wholly(`it must have at most ${BYTES_MAX} bytes, given ${found.size}`);
  return parseCatalog(await readFile(file, 'utf8'));
}

/** Never throws: each mistake becomes one sentence with its line, and the entries without one are followed. */
export function parseCatalog(text: string): CatalogFile {
  let json: JsonText;
  try {
    json = readJsonText(text);
  } catch (thrown) {
    if (thrown instanceof JsonProblem) return wholly(thrown.message, thrown.line);
    throw thrown;
  }
  const { models, ...rest } = (json.value ?? {}) as { models?: unknown };
  if (!Array.isArray(models)) return wholly('it must be {"models": [ … ]}', json.lineOf(['models']));
  const [unknown] = Object.keys(rest).filter((key) => key !== '$schema');
  if (unknown !== undefined) return wholly(`it knows nothing called ${unknown}`, json.lineOf([unknown]));
  if (models.length > ENTRIES_MAX) return wholly(`at most ${ENTRIES_MAX} entries, given ${models.length}`);
  return readEntries(models, json);
}

function readEntries(models: readonly unknown[], json: JsonText): CatalogFile {
  const entries: CatalogEntry[] = [];
  const refused = new Map<string, Failure>();
  for (const [index, written] of models.entries()) {
    const name = (written as { name?: unknown } | null)?.name;
    const called = typeof name === 'string' && name !== '' ? name.slice(0, 80) : `entry ${index + 1}`;
    const read = catalogEntry.safeParse(written);
    const isTwice = entries.some((entry) => entry.name === called);
    if (read.success && !isTwice && called !== DEMO_NAME) entries.push(read.data);
    else {
      const issue = read.success ? nameIssue(called) : read.error.issues[0]!;
      const line = json.lineOf(['models', index, ...issue.path]);
      // An entry that is refused must not hide the one of the same name that is not.
      refused.set(isTwice ? `${called} (line ${line})` : called, sentence(line, `${called}: ${describe(issue)}`));
    }
  }
  return { entries, refused };
}

function nameIssue(name: string): Issue {
  const message = name === DEMO_NAME ? 'is the bundled model’s name' : 'is there twice';
  return { path: ['name'], message };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function describe({ path, message }: Issue): string {
  const field = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `${field.slice(1)} ${message.charAt(0).toLowerCase()}${message.slice(1)}`.trimStart();
}

function wholly(reason: string, line = 1): CatalogFile {
  return { entries: [], refused: new Map([[CATALOG_FILE, sentence(line, reason)]]) };
}

function sentence(line: number, reason: string): Failure {
  return new Failure('invalid', `Cannot read ${CATALOG_FILE}, line ${line}: ${reason}`);
}
