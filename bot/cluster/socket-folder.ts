import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { failure } from '#bot/text/say.ts';

/** The address of a Unix socket has 108 bytes on Linux and 104 elsewhere; one is the end, and a name has to fit. */
const FOLDER_BYTES_MAX = 80;

const PRIVATE = 0o700;
const PERMISSIONS = 0o777;

/**
 * The folder for the sockets of renderers that are started here, made for its owner alone: `run` in the data folder, or
 * where that has too long a path, one of its own among the temporary files. Throws when it is somebody else's.
 */
export function makeSocketFolder(dataFolder: string): string {
  const folder = placeFor(resolve(dataFolder));
  mkdirSync(folder, { recursive: true, mode: PRIVATE });
  const { uid, mode } = statSync(folder);
  if (uid !== process.getuid?.()) throw failure('denied', 'link.socket-folder', { folder });
  if ((mode & PERMISSIONS) !== PRIVATE) chmodSync(folder, PRIVATE);
  return folder;
}

function placeFor(dataFolder: string): string {
  const own = join(dataFolder, 'run');
  if (Buffer.byteLength(own) <= FOLDER_BYTES_MAX) return own;
  return join(tmpdir(), `easel-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`);
}
