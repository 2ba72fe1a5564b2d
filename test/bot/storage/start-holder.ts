import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A process that opens the ledger and keeps it; gives what it said. */
export async function startHolder(
  file: string,
  jobId: string,
): Promise<{ child: ChildProcess; said: Record<string, unknown> }> {
  const child = fork(join(import.meta.dirname, 'hold-ledger.ts'), [file, jobId]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = (await once(child, 'message')) as [Record<string, unknown>];
  return { child, said };
}
