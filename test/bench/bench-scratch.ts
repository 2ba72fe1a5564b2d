import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();
const children = new Set<ChildProcess>();

/** A folder for one bench, gone when it is removed or when the program ends, whichever way. */
export interface BenchScratch {
  readonly path: string;
  remove(): void;
}

/** Makes a folder for large files that lie there for one bench only. */
export function benchScratch(): BenchScratch {
  const path = mkdtempSync(join(tmpdir(), 'easel-bench-'));
  folders.add(path);
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
      folders.delete(path);
    },
  };
}

/** This child does not outlive the program. */
export function endsWithUs(child: ChildProcess): void {
  children.add(child);
  child.once('exit', () => children.delete(child));
}

/** From now on a program that ends early, by Ctrl-C too, ends its children and removes its folders. */
export function sweepAtEnd(): void {
  process.on('exit', sweep);
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
}

function sweep(): void {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
