import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ProbeResult } from '#renderer/engine/runtime/probe.ts';
import type { Provider } from '#shared/contract/bounds.ts';

const ENTRY = fileURLToPath(new URL('./probe-process.ts', import.meta.url));

/** The first use of a GPU may translate its kernels for a card newer than the library. */
const PATIENCE_MS = 60_000;

export interface ProbeOptions {
  readonly patienceMs?: number;
  /** The program that probes; another one in tests. */
  readonly entry?: string;
}

/**
 * As `probe`, in a process of its own: on some cards and drivers native code ends its process with a signal or hangs,
 * which nobody can catch.
 */
export async function probeApart(
  provider: Provider,
  { patienceMs = PATIENCE_MS, entry = ENTRY }: ProbeOptions = {},
): Promise<ProbeResult> {
  // What drivers print goes nowhere: the reason says it in one sentence.
  const child = fork(entry, [provider], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const found = Promise.withResolvers<ProbeResult>();
  const refuse = (refusal: string) => found.resolve({ refusal, attention: 'fused' });
  const timer = setTimeout(() => refuse(`it gave no answer within ${patienceMs / 1000} s`), patienceMs);
  child.on('message', (verdict: ProbeResult) => found.resolve(verdict));
  child.on('error', (error) => refuse(error.message));
  child.on('exit', (code, signal) => refuse(`a trial ended with ${signal ?? `exit code ${code}`}`));
  const verdict = await found.promise;
  clearTimeout(timer);
  child.kill('SIGKILL');
  return verdict;
}
