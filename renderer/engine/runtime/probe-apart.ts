import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { missingLibrary } from '#renderer/engine/runtime/missing-library.ts';
import { missingFile } from '#renderer/engine/runtime/missing-part.ts';
import type { ProbeResult } from '#renderer/engine/runtime/probe.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

const ENTRY = fileURLToPath(new URL('./probe-process.ts', import.meta.url));

/** The first use of a GPU may translate its kernels for a card newer than the library. */
const PATIENCE_MS = 60_000;

/** Characters of what a trial printed last. */
const PRINTED_MAX = 16_384;

/** After it is known that a provider computes; drivers in software take longer, and do without sharing. */
const SHARING_PATIENCE_MS = 10_000;

export interface ProbeOptions {
  readonly patienceMs?: number;
  readonly sharingPatienceMs?: number;
  /** The program that probes; another one in tests. */
  readonly entry?: string;
}

/**
 * As `probe`, in a process of its own: on some cards and drivers native code ends its process with a signal or hangs,
 * which nobody can catch.
 */
export async function probeApart(
  provider: Provider,
  { patienceMs = PATIENCE_MS, sharingPatienceMs = SHARING_PATIENCE_MS, entry = ENTRY }: ProbeOptions = {},
): Promise<ProbeResult> {
  // What drivers print is for nobody's eyes, but cuDNN names the file it misses nowhere else before it aborts.
  const child = fork(entry, [provider], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let printed = '';
  child.stderr?.on('data', (data: Buffer) => {
    printed = (printed + data.toString('latin1')).slice(-PRINTED_MAX);
  });
  const found = Promise.withResolvers<ProbeResult>();
  const refuse = (refusal: Message) => found.resolve({ refusal, attention: 'fused' });
  let timer = setTimeout(() => refuse(message('device.no-answer', { seconds: patienceMs / 1000 })), patienceMs);
  let computes: ProbeResult | null = null;
  child.on('message', (verdict: ProbeResult) => {
    if (verdict.refusal !== null || verdict.sharesWeights !== undefined) return found.resolve(verdict);
    computes = verdict;
    clearTimeout(timer);
    timer = setTimeout(() => found.resolve(verdict), sharingPatienceMs);
  });
  child.on('error', (error) => refuse(message('device.problem', { problem: error.message })));
  // Unlike exit, it comes when all that was printed has been read.
  child.on('close', (code, signal) => {
    if (computes) return found.resolve(computes);
    const library = missingLibrary(printed);
    if (library) return refuse(missingFile(library));
    const reason = signal ?? message('engine.exit-code', { code: String(code) });
    return refuse(message('device.trial-ended', { reason }));
  });
  const verdict = await found.promise;
  clearTimeout(timer);
  child.kill('SIGKILL');
  return verdict;
}
