import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PRIVATE_FILE } from '#bot/storage/private-files.ts';

/** What a file is called until all of it is on the disk. */
export const UNFINISHED = '.part';

/** What the kernel says when there is no room: disk, quota, or a limit on file size. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Writes a file so that it has its name only once all of it, and the name itself, would survive the loss of power. */
export async function writeDurably(path: string, data: Uint8Array): Promise<void> {
  const unfinished = `${path}${UNFINISHED}`;
  try {
    await writeThrough(unfinished, data);
    await rename(unfinished, path);
    await syncFolder(dirname(path));
  } catch (thrown) {
    await rm(unfinished, { force: true });
    throw thrown;
  }
}

/** Whether a file could not be written because there is no room for it. */
export function isWithoutRoom(thrown: unknown): boolean {
  return NO_ROOM.has(codeOf(thrown));
}

/** Whether a file could not be read because it is not there. */
export function isMissing(thrown: unknown): boolean {
  return codeOf(thrown) === 'ENOENT';
}

async function writeThrough(path: string, data: Uint8Array) {
  const file = await open(path, 'w', PRIVATE_FILE);
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The new name itself is only durable when the folder is. */
async function syncFolder(folder: string) {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function codeOf(thrown: unknown): string {
  return String((thrown as { code?: unknown }).code ?? '');
}
