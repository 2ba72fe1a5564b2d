import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FakeMessage } from '#test/fakes/discord/acts/fake-message.ts';
import { hasPostgres, type PostgresServer, startPostgres } from '#test/fakes/postgres-server.ts';
import { endAll, type OwnProcess, runRenderer, startEaselProcess } from '#test/journeys/easel-process.ts';
import {
  distinctFinalsOf,
  drawing,
  drawn,
  isDrawn,
  ready,
  startTestServer,
  type TestServer,
} from '#test/journeys/test-server.ts';
import { AUTH } from '#test/renderer/service/real-renderer.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 90_000 });

/** A bot that wakes has written all that it had to by then. Milliseconds. */
const WRITES_WITHIN_MS = 4_000;

describe.runIf(hasPostgres())('two bots on Discord with one PostgreSQL ledger', () => {
  let harbour: TestServer;
  let database: PostgresServer;
  let environment: Record<string, string>;
  let first: OwnProcess;
  let second: OwnProcess;

  async function start(): Promise<OwnProcess> {
    const bot = await startEaselProcess(environment);
    await bot.says(/on Discord as/);
    await ready({ studioAddress: bot.address });
    return bot;
  }

  beforeAll(async () => {
    [harbour, database] = await Promise.all([startTestServer(), startPostgres()]);
    const { EASEL_CACHE = '' } = harbour.environment;
    const shared = { EASEL_RENDERER_SECRET: AUTH.secret };
    const renderer = runRenderer({ EASEL_CACHE, EASEL_PROVIDER: 'cpu', EASEL_THREADS: '1', ...shared });
    const [, address = ''] = await renderer.says(/listening on (\S+)/);
    const url = database.newDatabase();
    const own = { EASEL_DATABASE_URL: url, EASEL_RENDERERS: address, EASEL_LOG_LEVEL: 'info' };
    environment = { ...harbour.environment, ...shared, ...own };
    first = await start();
    second = await start();
  });
  afterEach(() => expect(harbour?.discord.problems()).toEqual([]));
  afterAll(async () => {
    await endAll();
    await database?.close();
    await harbour?.close();
  });

  it('show an order that both of them hear in one panel, with one final picture', async () => {
    const { ada, channel } = harbour;
    const message = await ada.slash(channel, 'imagine', { prompt: 'a white cat', style: 'plain' }).message();
    await drawn(channel, message);
    expect(distinctFinalsOf(message)).toHaveLength(1);
    expect(channel.messages()).toHaveLength(1);
  });

  it('go on with every panel when the one that dispatches is killed, twice, and show nothing twice', async () => {
    const { ada, bob, channel } = harbour;
    for (const prompt of ['an orange rocket', 'a green boat']) {
      const before = channel.messages().length;
      const long = await ada.slash(channel, 'imagine', { prompt, style: 'plain', steps: 120 }).message();
      const other = await bob
        .slash(channel, 'imagine', { prompt: 'pink flowers', style: 'plain', steps: 120 })
        .message();
      await drawing(channel, long);
      expect(isDrawn(long)).toBe(false);
      first.signal('SIGKILL');
      await first.exit();
      await drawn(channel, long);
      await drawn(channel, other);
      for (const message of [long, other]) expect(distinctFinalsOf(message)).toHaveLength(1);
      expect(channel.messages()).toHaveLength(before + 2);
      await second.says(/this bot dispatches/);
      [first, second] = [second, await start()];
    }
  });

  it('leave a panel that the other has ended as it is when they wake from standing still', async () => {
    const { ada, channel } = harbour;
    const message = await ada
      .slash(channel, 'imagine', { prompt: 'a red house', style: 'plain', steps: 120 })
      .message();
    await drawing(channel, message);
    first.signal('SIGSTOP');
    await drawn(channel, message);
    const ended = message.text;
    first.signal('SIGCONT');
    await setTimeout(WRITES_WITHIN_MS);
    expect(isDrawn(message)).toBe(true);
    expect(message.text).toBe(ended);
    expect(distinctFinalsOf(message)).toHaveLength(1);
    [first, second] = [second, first];
  });

  it('answer the buttons of panels that a killed bot has made', async () => {
    const { bob, channel, discord } = harbour;
    const [old] = channel.messages() as [FakeMessage];
    const before = channel.messages().filter(isDrawn).length;
    bob.click(old, 'Reroll');
    await discord.until(() => (channel.messages().filter(isDrawn).length > before ? true : undefined), {
      timeoutMs: 40_000,
    });
    expect(channel.messages().filter(isDrawn)).toHaveLength(before + 1);
  });
});
