import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectRenderer } from '#shared/rpc/call.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { AUTH, collect, demoSpec, readUntil } from '#test/renderer/service/real-renderer.ts';

const ENTRY = fileURLToPath(new URL('../../renderer/main.ts', import.meta.url));
const forever = new AbortController().signal;
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
async function startChild(change: Record<string, string> = {}): Promise<{ child: ChildProcess; address: string }> {
  const EASEL_LISTEN = `unix:${join(cache, 'cpu.sock')}`;
  const env = environment({ EASEL_LOG_LEVEL: 'silent', EASEL_LISTEN, ...change });
  const child = fork(ENTRY, { env, execArgv: [], silent: true });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [message] = (await once(child, 'message')) as [{ kind: string; address: string }];
  expect(message.kind).toBe('listening');
  return { child, address: message.address };
}

/** A renderer as an operator starts it; what it prints, and how it ended. */
async function startAlone(change: Record<string, string>, until?: RegExp) {
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

describe('a renderer that the bot starts', () => {
  it('tells its address, and lets its renders finish before it ends', async () => {
    const { child, address } = await startChild();
    expect(statSync(address.replace('unix:', '')).mode & 0o777).toBe(0o600);
    const client = connectRenderer(address);
    onTestFinished(() => client.close());
    const spec = demoSpec({ sampler: 'ddim', adapters: [], steps: 20 });
    const { rest } = await readUntil(client, { jobId: 'a', draw: spec }, 'step');
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    child.kill('SIGINT');
    expect((await collect(rest)).at(-1)?.event).toBe('finished');
    expect((await ended)[0]).toBe(0);
  });

  it('goes on for the next bot when its own dies, and leaves by itself when none comes', async () => {
    const { child, address } = await startChild({ EASEL_GRACE_SECONDS: '1' });
    const first = connectRenderer(address);
    const draw = demoSpec({ sampler: 'ddim', adapters: [], steps: 60 });
    const { leave } = await readUntil(first, { jobId: 'a', draw }, 'step');
    const ended = once(child, 'exit');
    child.disconnect();
    await leave();
    first.close();
    const next = connectRenderer(address);
    onTestFinished(() => next.close());
    const events = await collect(next.attach({ jobId: 'a', attempt: 1, epoch: 2 }, forever));
    expect(events.at(-1)?.event).toBe('finished');
    expect((await ended)[0]).toBe(0);
  });

  it('ends at once when it is told to by a bot that is not its parent and has hung up', async () => {
    const { child, address } = await startChild({ EASEL_GRACE_SECONDS: '3600' });
    const client = connectRenderer(address);
    const { leave } = await readUntil(client, { jobId: 'a', draw: demoSpec({ sampler: 'ddim', steps: 150 }) }, 'step');
    const ended = once(child, 'exit');
    child.disconnect();
    child.kill('SIGTERM');
    await leave();
    client.close();
    expect((await ended)[0]).toBe(0);
  });
});

describe('a renderer alone', () => {
  it('prints where it listens, draws, and ends when it is told to', async () => {
    const { child, printed, ended } = await startAlone({ EASEL_LISTEN: '127.0.0.1:0' }, /listening on \S+\n/);
    const client = connectRenderer(/listening on (\S+)/.exec(printed.out)![1]!, AUTH);
    onTestFinished(() => client.close());
    const events = await collect(
      client.render({ jobId: 'a', attempt: 1, epoch: 1, task: 'draw', draw: demoSpec() }, forever),
    );
    expect(events.at(-1)?.event).toBe('finished');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(printed.out.trim().split('\n')).toHaveLength(1);
  });

  it('says in one sentence why it cannot start', async () => {
    const wrong = await startAlone({ EASEL_STEPS_MAX: 'many', EASEL_PROVIDER: 'rocm' });
    expect(await wrong.ended).toBe(1);
    expect(wrong.printed.err).toBe(
      'easel renderer: Cannot read the configuration: EASEL_PROVIDER must be one of auto, cuda, webgpu, cpu, ' +
        'given "rocm"; EASEL_STEPS_MAX must be a whole number from 1 to 1000, given "many"\n',
    );
    const { printed } = await startAlone({ EASEL_LISTEN: '127.0.0.1:0' }, /listening on \S+\n/);
    const address = /listening on (\S+)/.exec(printed.out)![1]!;
    const second = await startAlone({ EASEL_LISTEN: address });
    expect(await second.ended).toBe(1);
    expect(second.printed.err).toContain(`Cannot listen on ${address}`);
  });
});
