import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureStore } from '#bot/ports/blobs.ts';
import { isMissing, isWithoutRoom, UNFINISHED, writeDurably } from '#bot/storage/durable-file.ts';
import { failure } from '#bot/text/say.ts';

/** What a file may be called: no folder, no dot in front, nothing a file system could stumble over. */
const FILE_NAME = /^[a-z0-9][a-z0-9-]{0,99}\.(png|webp|safetensors)$/;

/** What jobs gave, as files in one folder. A file appears under its name only when all of it is on the disk. */
export function openPictureStore({ folder }: { readonly folder: string }): PictureStore {
  try {
    mkdirSync(folder, { recursive: true });
    removeUnfinished(folder);
  } catch (thrown) {
    throw failure('invalid', 'pictures.no-folder', { folder }, { cause: thrown });
  }
  return {
    put: async (file, data) => put(folder, pathOf(folder, file), data),
    async get(file) {
      try {
        return await readFile(pathOf(folder, file));
      } catch (thrown) {
        if (isMissing(thrown)) return null;
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
  try {
    await writeDurably(path, data);
  } catch (thrown) {
    if (!isWithoutRoom(thrown)) throw thrown;
    throw failure(
      'exhausted',
      'pictures.disk-full',
      { folder, kibibytes: Math.ceil(data.length / 1024) },
      { cause: thrown },
    );
  }
}

function pathOf(folder: string, file: string): string {
  if (!FILE_NAME.test(file)) throw failure('invalid', 'pictures.file-name', { file });
  return join(folder, file);
}
