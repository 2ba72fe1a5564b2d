import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureStore } from '#bot/ports/blobs.ts';
import { Failure } from '#shared/failure.ts';

/** What a file may be called: no folder, no dot in front, nothing a file system could stumble over. */
const FILE_NAME = /^[a-z0-9][a-z0-9-]{0,99}\.png$/;

const UNFINISHED = '.part';

/** What the kernel says when there is no room: disk, quota, or a limit on file size. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Pictures as files in one folder. A file appears under its name only when all of it is on the disk. */
export function openPictureStore({ folder }: { readonly folder: string }): PictureStore {
  try {
    mkdirSync(folder, { recursive: true });
    removeUnfinished(folder);
  } catch (thrown) {
    throw new Failure('invalid', `Cannot use ${folder} as the pictures' folder`, { cause: thrown });
  }
  return {
    put: async (file, data) => put(folder, pathOf(folder, file), data),
    async get(file) {
      try {
        return await readFile(pathOf(folder, file));
      } catch (thrown) {
        if (codeOf(thrown) === 'ENOENT') return null;
        throw thrown;
      }
    },
    remove: async (file) => rm(pathOf(folder, file), { force: true }),
  };
}

/** What a killed process left half written. */
function removeUnfinished(folder: string) {
  for (const name of readdirSync(folder)) if (name.endsWith(UNFINISHED)) rmSync(join(folder, name), { force: true });
}

async function put(folder: string, path: string, data: Uint8Array) {
  const unfinished = `${path}${UNFINISHED}`;
  try {
    await writeThrough(unfinished, data);
    await rename(unfinished, path);
    await syncFolder(folder);
  } catch (thrown) {
    await rm(unfinished, { force: true });
    if (!NO_ROOM.has(codeOf(thrown))) throw thrown;
    throw new Failure(
      'exhausted',
      `Cannot store a picture of ${Math.ceil(data.length / 1024)} KiB in ${folder}: the disk is full`,
      { cause: thrown },
    );
  }
}

async function writeThrough(path: string, data: Uint8Array) {
  const file = await open(path, 'w');
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

function pathOf(folder: string, file: string): string {
  if (!FILE_NAME.test(file))
    throw new Failure('invalid', `Cannot use ${JSON.stringify(file)} as a picture's file name`);
  return join(folder, file);
}

function codeOf(thrown: unknown): string {
  return String((thrown as { code?: unknown }).code ?? '');
}
