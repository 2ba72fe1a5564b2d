import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EngineSettings } from '#renderer/engine/contract/settings.ts';
import { engineEnvironment } from '#shared/config/child-environment.ts';

/**
 * glibc then gives freed weights back to the machine instead of keeping them, and asks for huge pages: weights are
 * there sooner, and a step with prepacked ones takes some 3 % less.
 */
export const MALLOC = { MALLOC_MMAP_THRESHOLD_: '1000000', GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };

/** Node's threads: each run of a network holds one, and files and pictures need some beside them. */
const THREADS = { UV_THREADPOOL_SIZE: '16' };

/** Starts an engine's program: it is told its settings, knows no secrets, and has a pipe for its pulse. */
export function forkEngine(entry: URL, settings: EngineSettings): ChildProcess {
  return fork(fileURLToPath(entry), [JSON.stringify(settings)], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc', 'pipe'],
    env: { ...engineEnvironment(process.env), ...MALLOC, ...THREADS },
  });
}
