import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** As many hex digits as A1111 names a model by (its AutoV2 hash: the beginning of the file's SHA-256). */
const SHORT = 10;

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
  /** Reads no further. */
  close(): void;
}

/** `record`: the file where hashes are written down; it is made when it is not there. */
export function createFileHashes({ record }: { readonly record: string }): FileHashes {
  const asked = new Map<string, Promise<string | null>>();
  const closing = new AbortController();
  let turn: Promise<unknown> = Promise.resolve();
  return {
    of(file) {
      const hash = asked.get(file) ?? turn.then(() => shortHash(file, record, closing.signal)).catch(() => null);
      // One after the other: they share the disk and the record.
      if (!asked.has(file)) turn = hash;
      asked.set(file, hash);
      return hash;
    },
    close: () => closing.abort(),
  };
}

async function shortHash(file: string, record: string, signal: AbortSignal): Promise<string | null> {
  const path = await realpath(file);
  const found = await stat(path);
  const { size, mtimeMs } = found;
  if (!found.isFile()) return null;
  // The cache of the Hugging Face hub calls large files by their hash.
  const name = basename(path);
  if (/^[0-9a-f]{64}$/.test(name)) return name.slice(0, SHORT);
  const known = await readRecord(record);
  const before = known[path];
  if (before?.size === size && before.mtimeMs === mtimeMs) return before.sha256.slice(0, SHORT);
  const sha256 = await sha256Of(path, signal);
  const others = Object.entries(known).filter(([other]) => other !== path);
  await writeRecord(record, Object.fromEntries([...others, [path, { size, mtimeMs, sha256 }]].slice(-KNOWN_MAX)));
  return sha256.slice(0, SHORT);
}

async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: READ_BYTES, signal })) hash.update(piece as Buffer);
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
