import { resolve } from 'node:path';
import { readRange } from '#renderer/engine/weights/read-range.ts';
import { openRegularFile } from '#renderer/engine/weights/regular-file.ts';
import { refuse, shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { legacyPlaces } from '#renderer/engine/weights/torch/legacy-storages.ts';
import { readPickle } from '#renderer/engine/weights/torch/pickle.ts';
import { isKind, type PickleValue } from '#renderer/engine/weights/torch/pickle-values.ts';
import { type FindStorage, weightsIn } from '#renderer/engine/weights/torch/tensors.ts';
import {
  locateEntry,
  readZipDirectory,
  type ZipEntry,
  type ZipFile,
} from '#renderer/engine/weights/torch/zip-directory.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { failure, message } from '#shared/text/failure.ts';

/** A checkpoint's pickle has about 300 bytes for each weight. */
const PICKLE_BYTES_MAX = 32 * 2 ** 20;

/**
 * The weights of a file that torch.save wrote (.ckpt, .pt, .pth, .bin), by key: of its `state_dict` where it has one,
 * else of everything in it, with dots between nested keys. Nothing in the file is run, and no number is copied: entries
 * point into the file itself. Throws `not-found`, or `invalid` that names file and key or byte.
 */
export function readTorchFile(path: string): Promise<WeightMap> {
  return withContent(path, async ({ value, find }, { file, name }) => weightsIn(value, { file, name, find }));
}

/** A list of texts that lies beside the weights under this name; null where there is none. Throws likewise. */
export function readTorchTexts(path: string, name: string): Promise<readonly string[] | null> {
  return withContent(path, async ({ value }) => {
    const found = isKind(value, 'dict') ? value.entries.get(name) : undefined;
    if (!isKind(found, 'list')) return null;
    return found.items.filter((item) => typeof item === 'string');
  });
}

async function withContent<T>(path: string, use: (content: Content, source: Source) => Promise<T>): Promise<T> {
  const file = resolve(path);
  const handle = await openRegularFile(file).catch((cause: unknown) => {
    throw failure('not-found', 'weights.missing', { file: shortPath(file) }, { cause });
  });
  try {
    const { size } = await handle.stat();
    const source = { file, name: shortPath(file), handle, fileBytes: size };
    return await use(await readContent(source), source);
  } finally {
    await handle.close();
  }
}

interface Content {
  readonly value: PickleValue;
  readonly find: FindStorage;
}

interface Source extends ZipFile {
  readonly file: string;
}

/** Since torch 1.6 the file is a zip archive; before, pickles and numbers stand one behind the other. */
async function readContent(source: Source): Promise<Content> {
  const start = await readRange(source.handle, { position: 0, bytes: 2 });
  if (start.toString('latin1') === 'PK') return readArchive(source);
  if (start[0] === 0x80) return readLegacy(source);
  throw refuse(source.name, message('torch.no-file'));
}

async function readArchive(source: Source): Promise<Content> {
  const entries = await readZipDirectory(source);
  const [picklePath, ...more] = [...entries.keys()].filter((name) => /(^|\/)data\.pkl$/.test(name));
  if (picklePath === undefined || more.length > 0) {
    const given = more.length + (picklePath === undefined ? 0 : 1);
    throw refuse(source.name, message('torch.one-pickle', { given }));
  }
  const root = picklePath.slice(0, -'data.pkl'.length);
  await requireLittleEndian(source, { entries, path: `${root}byteorder` });
  const entry = entries.get(picklePath)!;
  requireSmall(source, entry.bytes);
  const start = await locateEntry(source, picklePath, entry);
  const { value } = readPickle(await readRange(source.handle, { position: start, bytes: entry.bytes }), {
    name: source.name,
    start,
  });
  return { value, find: (key) => findInArchive(source, { entries, path: `${root}data/${key}` }) };
}

async function findInArchive(
  source: Source,
  { entries, path }: { entries: ReadonlyMap<string, ZipEntry>; path: string },
) {
  const entry = entries.get(path);
  if (!entry) return null;
  return { offset: await locateEntry(source, path, entry), bytes: entry.bytes };
}

async function requireLittleEndian(
  source: Source,
  { entries, path }: { entries: ReadonlyMap<string, ZipEntry>; path: string },
): Promise<void> {
  const entry = entries.get(path);
  if (!entry) return;
  const position = await locateEntry(source, path, entry);
  const order = (await readRange(source.handle, { position, bytes: Math.min(entry.bytes, 16) })).toString('latin1');
  if (order !== 'little') throw refuse(source.name, message('torch.byte-order', { given: JSON.stringify(order) }));
}

async function readLegacy(source: Source): Promise<Content> {
  const bytes = Math.min(source.fileBytes, PICKLE_BYTES_MAX);
  const content = await readRange(source.handle, { position: 0, bytes });
  let at = 0;
  const next = () => {
    const pickle = readPickle(content.subarray(at), { name: source.name, start: at });
    at += pickle.end;
    return pickle;
  };
  const head = { magic: next().value, protocol: next().value, system: next().value };
  const { value, storages } = next();
  const keys = next().value;
  const places = await legacyPlaces({ source, head, keys, storages, position: at });
  return { value, find: (key) => places.get(key) ?? null };
}

function requireSmall({ name }: Source, bytes: number): void {
  if (bytes > PICKLE_BYTES_MAX)
    throw refuse(name, message('torch.pickle-bytes', { limit: PICKLE_BYTES_MAX, given: bytes }));
}
