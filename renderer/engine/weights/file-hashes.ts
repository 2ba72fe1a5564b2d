import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { createTurn } from '#shared/async/turn.ts';

/** As many hex digits as A1111 names a model by (its AutoV2 hash: the beginning of the file's SHA-256). */
const SHORT = 10;

/** And a LoRA by (its AutoV3 hash: the beginning of the SHA-256 of its weights, whatever its header says). */
const SHORT_OF_WEIGHTS = 12;

/** Few reads of much: each blocks the thread for some milliseconds. */
const READ_BYTES = 4 * 1024 * 1024;

/** Files whose hashes are written down. */
const KNOWN_MAX = 1000;

interface Known {
  readonly size: number;
  readonly mtimeMs: number;
  readonly sha256: string;
}

/** Hashes of weights' files by which other programs name them. Each file is read once, and the hash is written down. */
export interface FileHashes {
  /** The first ten hex digits of a file's SHA-256; null for a folder, and for what cannot be read. Never rejects. */
  of(file: string): Promise<string | null>;
  /** The first twelve of what follows a safetensors file's header; null for other files. Never rejects. */
  weightsOf(file: string): Promise<string | null>;
  /** Reads no further. */
  close(): void;
}

/** `record`: the file where hashes are written down; it is made when it is not there. */
export function createFileHashes({ record }: { readonly record: string }): FileHashes {
  const asked = new Map<string, Promise<string | null>>();
  const closing = new AbortController();
  // They share the disk and the record.
  const turn = createTurn();
  const ask = (name: string, read: () => Promise<string | null>) => {
    const hash = asked.get(name) ?? turn(read).catch(() => null);
    asked.set(name, hash);
    return hash;
  };
  const from = { record, signal: closing.signal };
  return {
    of: (file) => ask(file, () => shortHash(file, from)),
    weightsOf: (file) => ask(`${file}${OF_WEIGHTS}`, () => weightsHash(file, from)),
    close: () => closing.abort(),
  };
}

/** What a file's own name in the record is followed by where the hash is of its weights alone. */
const OF_WEIGHTS = '#weights';

interface HashSource {
  readonly record: string;
  readonly signal: AbortSignal;
}

async function shortHash(file: string, { record, signal }: HashSource): Promise<string | null> {
  const path = await realpath(file);
  // The cache of the Hugging Face hub calls large files by their hash.
  const name = basename(path);
  if (/^[0-9a-f]{64}$/.test(name)) return name.slice(0, SHORT);
  const sha256 = await rememberedHash(path, { record, name: path, read: () => sha256Of(path, { start: 0, signal }) });
  return sha256?.slice(0, SHORT) ?? null;
}

async function weightsHash(file: string, { record, signal }: HashSource): Promise<string | null> {
  const path = await realpath(file);
  const start = await weightsStart(path);
  if (start === null) return null;
  const read = () => sha256Of(path, { start, signal });
  const sha256 = await rememberedHash(path, { record, name: `${path}${OF_WEIGHTS}`, read });
  return sha256?.slice(0, SHORT_OF_WEIGHTS) ?? null;
}

/** Where a safetensors file's header ends; null for what is none. */
async function weightsStart(path: string): Promise<number | null> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(9), 0, 9, 0);
    const length = bytesRead === 9 ? buffer.readBigUInt64LE(0) : 0n;
    const isHeader = buffer[8] === '{'.charCodeAt(0) && length > 0n && length < BigInt((await file.stat()).size);
    return isHeader ? 8 + Number(length) : null;
  } finally {
    await file.close();
  }
}

/** From the record, as long as nobody has changed the file; null for a folder. */
async function rememberedHash(
  path: string,
  { record, name, read }: { readonly record: string; readonly name: string; readonly read: () => Promise<string> },
): Promise<string | null> {
  const found = await stat(path);
  const { size, mtimeMs } = found;
  if (!found.isFile()) return null;
  const known = await readRecord(record);
  const before = known[name];
  if (before?.size === size && before.mtimeMs === mtimeMs) return before.sha256;
  const sha256 = await read();
  const others = Object.entries(known).filter(([other]) => other !== name);
  await writeRecord(record, Object.fromEntries([...others, [name, { size, mtimeMs, sha256 }]].slice(-KNOWN_MAX)));
  return sha256;
}

async function sha256Of(
  path: string,
  { start, signal }: { readonly start: number; readonly signal: AbortSignal },
): Promise<string> {
  const hash = createHash('sha256');
  const read = createReadStream(path, { start, highWaterMark: READ_BYTES, signal });
  for await (const piece of read) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** What is no record is begun anew. */
async function readRecord(record: string): Promise<Readonly<Record<string, Known>>> {
  const text = await readFile(record, 'utf8').catch(() => '{}');
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null) return {};
    return Object.fromEntries(Object.entries(read).filter((entry): entry is [string, Known] => isKnown(entry[1])));
  } catch {
    return {};
  }
}

function isKnown(entry: unknown): entry is Known {
  return typeof entry === 'object' && entry !== null && 'sha256' in entry && typeof entry.sha256 === 'string';
}

/** A folder that cannot be written costs the next start another read, and nothing else. */
async function writeRecord(record: string, known: Readonly<Record<string, Known>>): Promise<void> {
  const unfinished = `${record}.${process.pid}`;
  try {
    await mkdir(dirname(record), { recursive: true });
    await writeFile(unfinished, JSON.stringify(known));
    await rename(unfinished, record);
  } catch {}
}
