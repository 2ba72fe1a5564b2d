import { chmodSync, closeSync, lstatSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The mode of every file that holds what members wrote: prompts, pictures, tokens of Discord. */
export const PRIVATE_FILE = 0o600;

const PRIVATE_FOLDER = 0o700;
const OTHERS = 0o077;
const STICKY = 0o1000;

/** Makes the folder for its owner alone, also where it is there already. Throws what the file system throws. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  if (isOpenToOthers(folder)) chmodSync(folder, PRIVATE_FOLDER);
}

/** The same for a folder of files that are all ours: where others could look in until now, each file is closed too. */
export function makePrivateStore(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  if (!isOpenToOthers(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (lstatSync(path).isFile()) chmodSync(path, PRIVATE_FILE);
  }
  chmodSync(folder, PRIVATE_FOLDER);
}

/** Makes the file, empty, unless it is there, and closes it to others. SQLite gives its companions the same mode. */
export function makePrivateFile(path: string): void {
  closeSync(openSync(path, 'a', PRIVATE_FILE));
  closeFile(path);
}

/** Closes a file to others where it is there and theirs to read. */
export function closeFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() && (found.mode & OTHERS) !== 0) chmodSync(path, PRIVATE_FILE);
}

/** A folder that everybody writes to by design (/tmp), or that is somebody else's, stays as it is. */
function isOpenToOthers(folder: string): boolean {
  const { mode, uid } = statSync(folder);
  return (mode & OTHERS) !== 0 && (mode & STICKY) === 0 && uid === process.getuid?.();
}
