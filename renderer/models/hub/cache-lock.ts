import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Failure } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';

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
      if (isAlive(owner)) throw busy(folder, owner);
      await rm(file, { force: true });
    }
  }
  throw busy(folder, 0);
}

function busy(folder: string, owner: number): Failure {
  return failure('already-exists', 'hub.busy', { folder: basename(folder), process: owner });
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
