import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of which it is known beforehand what must be in it. */
export interface KnownFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** The files of a source that are not here, or not what they should be. */
export async function missingFiles<File extends KnownFile>(
  { files }: { readonly files: readonly File[] },
  folder: string,
): Promise<readonly File[]> {
  const checked = await Promise.all(files.map(async (file) => ((await isRight(file, folder)) ? [] : [file])));
  return checked.flat();
}

async function isRight({ name, size, sha256 }: KnownFile, folder: string): Promise<boolean> {
  const path = join(folder, name);
  if ((await stat(path).catch(() => null))?.size !== size) return false;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex') === sha256;
}
