import { readdirSync, rmSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureStore } from '#bot/ports/blobs.ts';
import { isMissing, isWithoutRoom, UNFINISHED, writeDurably } from '#bot/storage/durable-file.ts';
import { makePrivateStore } from '#bot/storage/private-files.ts';
import { failure } from '#bot/text/say.ts';
import { type Log, silentLog } from '#shared/log.ts';

/** What a file may be called: no folder, no dot in front, nothing a file system could stumble over. */
const FILE_NAME = /^[a-z0-9][a-z0-9-]{0,99}\.(png|webp|safetensors|json)$/;

/** What jobs gave, as files in one folder. A file appears under its name only when all of it is on the disk. */
export function openPictureStore(options: { readonly folder: string; readonly log?: Log }): PictureStore {
  const { folder, log = silentLog } = options;
  try {
    makePrivateStore(folder);
    removeUnfinished(folder);
  } catch (thrown) {
    throw failure('invalid', 'pictures.no-folder', { folder }, { cause: thrown });
  }
  return {
    put: async (file, data) => put(pathOf(folder, file), data, { folder, log }),
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

async function put(path: string, data: Uint8Array, { folder, log }: { readonly folder: string; readonly log: Log }) {
  try {
    await writeDurably(path, data);
  } catch (thrown) {
    if (!isWithoutRoom(thrown)) throw thrown;
    log.error({ folder, err: thrown }, 'the disk is full');
    const kibibytes = Math.ceil(data.length / 1024);
    throw failure('exhausted', 'pictures.disk-full', { kibibytes }, { cause: thrown });
  }
}

function pathOf(folder: string, file: string): string {
  if (!FILE_NAME.test(file)) throw failure('invalid', 'pictures.file-name', { file });
  return join(folder, file);
}
