import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { AUTH } from '#test/renderer/service/real-renderer.ts';

const ENTRY = fileURLToPath(new URL('../../renderer/main.ts', import.meta.url));
const cache = scratchFolder();

function environment(change: Record<string, string>): NodeJS.ProcessEnv {
  return {
    ...process.env,
    EASEL_CACHE: cache,
    EASEL_MODELS: cache,
    EASEL_PROVIDER: 'cpu',
    EASEL_THREADS: '1',
    EASEL_RENDERER_SECRET: AUTH.secret,
    ...change,
  };
}

/** A renderer as the bot starts it. */
export async function startChild(
  change: Record<string, string> = {},
): Promise<{ child: ChildProcess; address: string }> {
  const EASEL_LISTEN = `unix:${join(cache, 'cpu.sock')}`;
  const env = environment({ EASEL_LOG_LEVEL: 'silent', EASEL_LISTEN, ...change });
  const child = fork(ENTRY, { env, execArgv: [], silent: true });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [message] = (await once(child, 'message')) as [{ kind: string; address: string }];
  expect(message.kind).toBe('listening');
  return { child, address: message.address };
}

/** A renderer as an operator starts it; what it prints, and how it ended. */
export async function startAlone(change: Record<string, string>, until?: RegExp) {
  const child = spawn(process.execPath, [ENTRY], { env: environment(change) });
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => {
    printed.out += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    printed.err += data;
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  if (until) await expect.poll(() => printed.out, { timeout: 10_000 }).toMatch(until);
  return { child, printed, ended };
}
