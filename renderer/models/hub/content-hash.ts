import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** What a file must be. Large ones have the sha256 of their bytes; small ones are named as git names them. */
export interface ContentHash {
  readonly kind: 'sha256' | 'git';
  /** Lower-case. */
  readonly hex: string;
}

/** Takes the file's bytes in order; `git` puts the size before them, as git does in front of a blob. */
export function startHash({ kind }: ContentHash, size: number): Hash {
  return kind === 'sha256' ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`);
}

/** Adds the first `bytes` of a file to a hash. */
export async function hashFile(
  hash: Hash,
  { file, bytes, signal }: { readonly file: string; readonly bytes: number; readonly signal: AbortSignal },
): Promise<void> {
  if (bytes === 0) return;
  const stream = createReadStream(file, { end: bytes - 1, highWaterMark: 2 ** 20, signal });
  for await (const chunk of stream) hash.update(chunk as Buffer);
}

/** A blob's hash by its name: the cache names blobs by their content. Null for a name that is none. */
export function hashOfName(name: string): ContentHash | null {
  if (/^[0-9a-f]{64}$/.test(name)) return { kind: 'sha256', hex: name };
  return /^[0-9a-f]{40}$/.test(name) ? { kind: 'git', hex: name } : null;
}
