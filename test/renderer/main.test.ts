import { once } from 'node:events';
import { statSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectRenderer } from '#shared/rpc/call.ts';
import { AUTH, collect, demoSpec, readUntil } from '#test/renderer/service/real-renderer.ts';
import { startAlone, startChild } from '#test/renderer/start-main.ts';

const forever = new AbortController().signal;

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
