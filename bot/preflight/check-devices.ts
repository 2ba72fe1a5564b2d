import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Environment } from '#shared/config/renderer.ts';
import { type Finding, wrong } from '#shared/preflight/finding.ts';
import { message } from '#shared/text/failure.ts';

/** The renderer is another program: known here by the path of its entry point alone. */
const ENTRY = fileURLToPath(new URL('../../renderer/preflight.ts', import.meta.url));

/** Longer than all trials of all providers. Milliseconds. */
const PATIENCE_MS = 180_000;

/** What a renderer would find on this machine: GPU, driver, libraries, models; with `listens` its port as well. */
export async function checkDevices(
  environment: Environment,
  { listens }: { readonly listens: boolean },
): Promise<readonly Finding[]> {
  const { promise, resolve } = Promise.withResolvers<readonly Finding[]>();
  const ended = (why: string) => resolve([wrong(message('preflight.child-ended', { why }))]);
  const child = fork(ENTRY, listens ? ['--listens'] : [], {
    env: { ...environment },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: PATIENCE_MS,
  });
  child.on('message', (found) => resolve(found as readonly Finding[]));
  child.on('error', (thrown) => ended(thrown.message));
  child.on('exit', (code, signal) => ended(signal ?? String(code)));
  return promise;
}
