import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '#shared/failure.ts';

/**
 * Keeps two pulls from writing the same partial files. Resolves to what gives the folder free again; throws when
 * another process has it. What a killed process left behind does not count.
 */
export async function lockRepo(folder: string): Promise<() => Promise<void>> {
  const file = join(dirname(folder), '.locks', basename(folder), 'easel.lock');
  await mkdir(dirname(file), { recursive: true });
  for (let tries = 0; tries < 2; tries++) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== 'EEXIST') throw thrown;
      const owner = Number(await readFile(file, 'utf8').catch(() => ''));
      if (isAlive(owner)) throw new Failure('already-exists', busySentence(folder, owner));
      await rm(file, { force: true });
    }
  }
  throw new Failure('already-exists', busySentence(folder, 0));
}

function busySentence(folder: string, owner: number): string {
  return `Cannot change ${basename(folder)} in the cache: process ${owner} is pulling or removing it; wait for its end`;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as { code?: string }).code === 'EPERM';
  }
}
