import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectRenderer } from '#shared/rpc/call.ts';
import { collect, demoSpec, readUntil } from '#test/renderer/service/real-renderer.ts';
import { startChild } from '#test/renderer/start-main.ts';

const forever = new AbortController().signal;

describe('a renderer that the bot starts', () => {
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
