import { readFile, writeFile } from 'node:fs/promises';
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

/** Writes what came of it. Throws `invalid` with one sentence. */
export async function writeNamed(file: string, data: Uint8Array | string): Promise<void> {
  await writeFile(file, data).catch((cause: Error) => {
    throw failure('invalid', 'render.unwritable', { file, problem: cause.message }, { cause });
  });
}

/** Writes final latents, to compare with other programs: shape and numbers as JSON. */
export function writeLatents(
  file: string,
  { dims, data }: { readonly dims: readonly number[]; readonly data: Float32Array },
): Promise<void> {
  return writeNamed(file, JSON.stringify({ shape: dims, data: [...data] }));
}
