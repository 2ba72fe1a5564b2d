import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own in memory, which can be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Until not one byte more can be written. */
  fill(): void;
  /** Gives that room back. */
  empty(): void;
  unmount(): void;
}

/** Whether this user may mount one. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'easel-disk-'));
  const disk = mountSmallDisk(1, folder);
  disk?.unmount();
  rmSync(folder, { recursive: true });
  return disk !== null;
}

/** Mounts one over a folder; null = this user may not mount. It has to be unmounted. */
export function mountSmallDisk(mebibytes: number, folder: string): SmallDisk | null {
  const how = ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0777`, 'tmpfs', folder];
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const [command, ...args] = [...asRoot, 'mount', ...how];
  if (spawnSync(command!, args).status !== 0) return null;
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill() {
      const file = openSync(ballast, 'a');
      // Ever smaller pieces, until none fits.
      for (let bytes = 2 ** 20; bytes >= 1; bytes /= 2) while (isWritten(file, bytes));
      closeSync(file);
    },
    empty: () => rmSync(ballast, { force: true }),
    unmount: () => {
      const [program, ...more] = [...asRoot, 'umount', '-l', folder];
      execFileSync(program!, more);
    },
  };
}

function isWritten(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes, 1)) === bytes;
  } catch {
    return false;
  }
}
