import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { readRange } from '#renderer/engine/weights/read-range.ts';

/** Without waiting: a pipe without a writer would keep whoever opens it for ever. Windows knows no such flag. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a file for reading. Throws as the file system does, and a SyntaxError for a pipe, a socket, a device or a
 * folder: what lies in a folder of models is anybody's.
 */
export async function openRegularFile(path: string): Promise<FileHandle> {
  const handle = await open(path, FLAGS);
  try {
    if ((await handle.stat()).isFile()) return handle;
    throw new SyntaxError('It is not a file');
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

/** All of a file of at most `bytesMax` bytes, as UTF-8. Throws likewise, and a SyntaxError for a larger one. */
export async function readTextFile(path: string, bytesMax: number): Promise<string> {
  const handle = await openRegularFile(path);
  try {
    // Read to one byte beyond the limit, whatever the file system says about the size.
    const { size } = await handle.stat();
    const read = await readRange(handle, { position: 0, bytes: Math.min(size, bytesMax) + 1 });
    if (read.length > bytesMax) throw new SyntaxError(`It has ${size} bytes, at most ${bytesMax}`);
    return read.toString('utf8');
  } finally {
    await handle.close();
  }
}
