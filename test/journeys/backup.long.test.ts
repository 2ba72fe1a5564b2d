import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { findPostgres, hasPostgres, type PostgresServer, startPostgres } from '#test/fakes/postgres-server.ts';
import { endAll, type OwnProcess, runRenderer, startEaselProcess } from '#test/journeys/easel-process.ts';
import { orderPicture } from '#test/journeys/order-picture.ts';
import { temporaryFolder } from '#test/journeys/temporary-folder.ts';
import { ready } from '#test/journeys/test-server.ts';
import { AUTH } from '#test/renderer/service/real-renderer.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

type Bot = OwnProcess & { readonly address: string };

const OWN = { EASEL_PROVIDER: 'cpu', EASEL_THREADS: '1' };

/** Pictures that are done before the copy, and jobs that are open while it is made. */
const DONE = 1;
const OPEN = 2;

afterEach(endAll);

/** As docs/operation.md says under “Backup, restore, upgrade”. */
describe('a backup by the documents', () => {
  const folder = temporaryFolder();
  let server: PostgresServer | null = null;
  afterAll(async () => {
    await server?.close();
    folder.remove();
  });

  it('of the folder, while the bot is stopped, brings back pictures and what was open', async () => {
    const data = join(folder.path, 'data');
    const environment = { ...OWN, EASEL_DATA: data, EASEL_CACHE: join(folder.path, 'cache') };
    const bot = await startEaselProcess(environment);
    const { done, open } = await fill(bot);
    const pictures = await Promise.all(done.map((id) => pictureOf(bot, id)));
    bot.signal('SIGTERM');
    expect(await bot.exit()).toBe(0);
    const copy = join(folder.path, 'copy');
    cpSync(data, copy, { recursive: true });
    rmSync(data, { recursive: true });

    cpSync(copy, data, { recursive: true });
    const restored = await startEaselProcess(environment);
    expect(await Promise.all(done.map((id) => pictureOf(restored, id)))).toEqual(pictures);
    for (const id of open) await untilDone(restored, id);
  });

  it.runIf(hasPostgres())('of a ledger in PostgreSQL, while bots go on, has every picture that it names', async () => {
    server = await startPostgres();
    const cache = join(folder.path, 'cache');
    const renderer = runRenderer({ ...OWN, EASEL_CACHE: cache, EASEL_RENDERER_SECRET: AUTH.secret });
    const [, address = ''] = await renderer.says(/listening on (\S+)/);
    const [from, to] = [server.newDatabase(), server.newDatabase()];
    const data = join(folder.path, 'shared');
    const dialled = { EASEL_RENDERERS: address, EASEL_RENDERER_SECRET: AUTH.secret };
    const bot = await startEaselProcess({ ...OWN, ...dialled, EASEL_DATA: data, EASEL_DATABASE_URL: from });
    const { done, open } = await fill(bot);
    const dump = execFileSync(join(findPostgres()!, 'pg_dump'), [from], { encoding: 'utf8' });
    const copy = join(folder.path, 'shared-copy');
    cpSync(data, copy, { recursive: true });
    const pictures = await Promise.all(done.map((id) => pictureOf(bot, id)));
    bot.signal('SIGKILL');
    await bot.exit();

    execFileSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', to], { input: dump, stdio: ['pipe', 'ignore', 'inherit'] });
    const restored = await startEaselProcess({ ...OWN, ...dialled, EASEL_DATA: copy, EASEL_DATABASE_URL: to });
    expect(await Promise.all(done.map((id) => pictureOf(restored, id)))).toEqual(pictures);
    for (const id of open) await untilDone(restored, id);
  });
});

/** Has some pictures drawn, and orders more that are open when it resolves. */
async function fill(bot: Bot): Promise<{ readonly done: readonly string[]; readonly open: readonly string[] }> {
  await ready({ studioAddress: bot.address });
  const done: string[] = [];
  for (let each = 0; each < DONE; each++)
    done.push(await orderPicture(bot, { prompt: `a red house ${each}`, steps: 4 }));
  for (const id of done) await untilDone(bot, id);
  const open: string[] = [];
  for (let each = 0; each < OPEN; each++)
    open.push(await orderPicture(bot, { prompt: `a blue boat ${each}`, steps: 60 }));
  return { done, open };
}

async function pictureOf({ address }: Bot, id: string): Promise<string> {
  const answer = await fetch(`${address}/api/jobs/${id}/pictures/0.png`);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer()).toString('base64');
}

async function untilDone({ address }: Bot, id: string): Promise<void> {
  const stateOf = async () => {
    const { jobs } = (await (await fetch(`${address}/api/jobs`)).json()) as {
      readonly jobs: readonly { readonly id: string; readonly state: string }[];
    };
    return jobs.find((job) => job.id === id)?.state;
  };
  await expect.poll(stateOf, { timeout: 120_000, interval: 100 }).toBe('done');
}
