import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ends = new Set<() => void>();

/** A folder for large files that lie there for one bench only. */
export interface BenchScratch {
  readonly path: string;
  remove(): void;
}

/** Linux keeps what lies there in memory. */
const IN_MEMORY = '/dev/shm';

/** Makes such a folder; `inMemory`, where the machine has such a place: thousands of jobs need not wait for a disk. */
export function benchScratch(inMemory = false): BenchScratch {
  const path = mkdtempSync(join(inMemory && existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'easel-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** This child does not outlive the program; `end` says how else it is ended at once. */
export function endsWithUs(child: ChildProcess, end: () => void = () => child.kill('SIGKILL')): void {
  ends.add(end);
  child.once('exit', () => ends.delete(end));
}

/**
 * From now on temporary files, those of children too, lie in one folder, and a program that ends early, by Ctrl-C too,
 * ends its children and removes it.
 */
export function sweepAtEnd(): void {
  const scratch = benchScratch();
  process.env.TMPDIR = scratch.path;
  process.on('exit', () => {
    for (const end of ends) end();
    scratch.remove();
  });
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
}
