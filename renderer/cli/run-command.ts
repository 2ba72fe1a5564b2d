import { access, constants, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { endingWords } from '#renderer/cli/ending-words.ts';
import { Failure } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';

/**
 * Runs what a command does and prints its answer. Ends with 2 where the command line or a file has to change, with 1
 * where something else went wrong; either way one sentence goes to stderr.
 */
export async function runCommand(work: () => Promise<string>): Promise<void> {
  try {
    process.stdout.write(`${await work()}\n`);
  } catch (thrown) {
    const ended = Failure.from(thrown);
    process.stderr.write(`${endingWords(ended)}\n`);
    process.exitCode = ['invalid', 'not-found', 'denied'].includes(ended.code) ? 2 : 1;
  }
}

/** The bytes of a file that was named. Throws `not-found` with one sentence. */
export async function readNamed(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: Error) => {
    throw failure('not-found', 'upscaler.input', { file, problem: cause.message }, { cause });
  });
}

/** Throws the sentence of writeNamed before minutes of work where one of these can't be written. Null = not asked for. */
export async function requireWritable(...files: readonly (string | null)[]): Promise<void> {
  for (const file of files) {
    if (file === null) continue;
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    const isFolder = isThere && (await stat(file)).isDirectory();
    const place = isThere && !isFolder ? file : dirname(file);
    await access(place, constants.W_OK).catch((cause: Error) => refuseToWrite(file, cause));
    if (isFolder) refuseToWrite(file, new Error(`EISDIR: illegal operation on a directory, open '${file}'`));
  }
}

/** Endings of pictures and films, which another program believes. */
const ENDINGS = new Set(['.png', '.jpg', '.jpeg', '.webp', '.gif', '.avif', '.bmp', '.tif', '.tiff', '.mp4', '.webm']);

/** Throws where a file is called something that it will not be. Any other name, or none, will do: `/dev/stdout`. */
export function requireEnding(file: string, ending: '.png' | '.webp'): void {
  const given = extname(file).toLowerCase();
  if (given !== ending && ENDINGS.has(given)) throw failure('invalid', 'render.ending', { file, ending });
}

/** Writes what came of it, whole or not at all. Throws `invalid` with one sentence. */
export async function writeNamed(file: string, data: Uint8Array | string): Promise<void> {
  // What is no plain file, a pipe for one, has no name beside it to be written under first.
  const isPlain = await stat(file).then(
    (found) => found.isFile(),
    () => true,
  );
  const partial = isPlain ? `${file}.${process.pid}.part` : file;
  try {
    await writeFile(partial, data);
    if (isPlain) await rename(partial, file);
  } catch (cause) {
    if (isPlain) await rm(partial, { force: true });
    refuseToWrite(file, cause as Error);
  }
}

function refuseToWrite(file: string, cause: Error): never {
  throw failure('invalid', 'render.unwritable', { file, problem: cause.message }, { cause });
}

/** Writes final latents, to compare with other programs: shape and numbers as JSON. */
export function writeLatents(
  file: string,
  { dims, data }: { readonly dims: readonly number[]; readonly data: Float32Array },
): Promise<void> {
  return writeNamed(file, JSON.stringify({ shape: dims, data: [...data] }));
}
