import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { endAll, type OwnProcess, startEaselProcess } from '#test/journeys/easel-process.ts';
import { descendants, stillAlive } from '#test/journeys/processes.ts';
import {
  distinctFinalsOf,
  drawing,
  drawn,
  isDrawn,
  ready,
  startTestServer,
  type TestServer,
} from '#test/journeys/test-server.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let harbour: TestServer;
let easel: OwnProcess;

async function start(): Promise<string> {
  const started = await startEaselProcess({ ...harbour.environment, EASEL_GRACE_SECONDS: '15' });
  easel = started;
  await easel.says(/on Discord as/);
  return started.address;
}

beforeAll(async () => {
  harbour = await startTestServer();
  await ready({ studioAddress: await start() });
});
afterEach(() => expect(harbour.discord.problems()).toEqual([]));
afterAll(async () => {
  await endAll();
  await harbour.close();
});

it('a bot killed in the middle of a job joins it in the same message after its restart; old panels still work', async () => {
  const { ada, bob, channel, discord } = harbour;
  const old = await drawn(channel, await ada.slash(channel, 'imagine', { prompt: 'a white cat' }).message());
  const long = { prompt: 'an orange rocket', style: 'plain', steps: 60, count: 2 };
  const message = await ada.slash(channel, 'imagine', long).message();
  const queued = await bob.slash(channel, 'imagine', { prompt: 'three pink flowers', seed: '3' }).message();
  await drawing(channel, message);

  const family = descendants(easel.pid);
  expect(family.length).toBeGreaterThanOrEqual(2);
  easel.signal('SIGKILL');
  await easel.exit();
  expect(isDrawn(message)).toBe(false);
  await start();

  await drawn(channel, message);
  // Renderer and engine went on drawing, and the next bot found them: nothing was drawn from the start again.
  expect(stillAlive(family)).toEqual(family);
  expect(descendants(easel.pid)).toEqual([]);
  expect(attemptsOfJobs().slice(0, 2)).toEqual([1, 1]);
  await drawn(channel, queued);
  expect(distinctFinalsOf(message)).toHaveLength(1);
  expect(distinctFinalsOf(queued)).toHaveLength(1);
  expect(channel.messages()).toHaveLength(3);

  ada.react(old, '🔁');
  const isNew = (count: number) => () => (channel.messages().filter(isDrawn).length === count ? true : undefined);
  await discord.until(isNew(4), { timeoutMs: 40_000 });
  bob.click(message, 'Reroll');
  await discord.until(isNew(5), { timeoutMs: 40_000 });
  expect((await bob.click(old, 'Edit').modal()).title).toContain('again');
  ada.click(old, 'Delete');
  await discord.until(() => old.deleted || undefined);

  // An orderly stop ends also what this bot did not start.
  easel.signal('SIGTERM');
  expect(await easel.exit()).toBe(0);
  expect(stillAlive(family)).toEqual([]);
});

/** How often each job was begun, oldest first. */
function attemptsOfJobs(): readonly unknown[] {
  const database = new DatabaseSync(join(harbour.environment.EASEL_DATA!, 'easel.sqlite'), { readOnly: true });
  const rows = database.prepare('SELECT attempts FROM jobs ORDER BY sequence').all();
  database.close();
  return rows.map(({ attempts }) => attempts);
}
