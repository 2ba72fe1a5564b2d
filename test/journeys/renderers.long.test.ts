import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectRenderer } from '#shared/rpc/call.ts';
import { endAll, type OwnProcess, runRenderer } from '#test/journeys/easel-process.ts';
import { descendants } from '#test/journeys/processes.ts';
import { drawing, drawn, finalsOf, startTestServer, type TestServer } from '#test/journeys/test-server.ts';
import { AUTH } from '#test/renderer/service/real-renderer.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let harbour: TestServer;
const renderers: OwnProcess[] = [];

beforeEach(async () => {
  harbour = await startTestServer();
});
afterEach(async () => {
  expect(harbour.discord.problems()).toEqual([]);
  await harbour.close();
});
afterAll(endAll);

const LONG = { prompt: 'a purple castle on the beach', style: 'plain', steps: 60, seed: '11' };

async function startRenderer(): Promise<string> {
  const { EASEL_CACHE, EASEL_PROVIDER, EASEL_THREADS } = harbour.environment;
  const renderer = runRenderer({
    EASEL_CACHE: EASEL_CACHE!,
    EASEL_PROVIDER: EASEL_PROVIDER!,
    EASEL_THREADS: EASEL_THREADS!,
    EASEL_RENDERER_SECRET: AUTH.secret,
  });
  renderers.push(renderer);
  const [, address] = await renderer.says(/listening on (\S+)/);
  return address!;
}

async function isRendering(address: string): Promise<boolean> {
  const connection = connectRenderer(address, AUTH);
  const over = new AbortController();
  try {
    for await (const state of connection.watch({}, over.signal)) return state.rendering > 0;
    return false;
  } finally {
    over.abort();
    connection.close();
  }
}

describe('a job', () => {
  it('ends in its message when the engine is killed under it', async () => {
    const { ada, channel } = harbour;
    await harbour.startBot();
    const message = await ada.slash(channel, 'imagine', LONG).message();
    await drawing(channel, message);
    const [engine] = descendants(process.pid, 'engine-process');
    process.kill(engine!, 'SIGKILL');
    await drawn(channel, message);
    expect(finalsOf(message)).toHaveLength(1);
    expect(channel.messages()).toHaveLength(1);
    expect(descendants(process.pid, 'engine-process')).not.toContain(engine);
  });

  it('ends in its message when its renderer is killed and another one is left', async () => {
    const { ada, channel } = harbour;
    const addresses = [await startRenderer(), await startRenderer()];
    await harbour.startBot({
      environment: { EASEL_RENDERERS: addresses.join(','), EASEL_RENDERER_SECRET: AUTH.secret },
    });
    const message = await ada.slash(channel, 'imagine', LONG).message();
    await drawing(channel, message);
    const busy = await Promise.all(addresses.map(isRendering));
    expect(busy.filter(Boolean)).toHaveLength(1);
    renderers[busy.indexOf(true)]!.signal('SIGKILL');
    await drawn(channel, message);
    expect(finalsOf(message)).toHaveLength(1);
    expect(channel.messages()).toHaveLength(1);
    const [picture] = message.attachments;
    expect(Buffer.from(picture!.bytes).toString('latin1')).toContain('Seed: 11');
  });
});
