import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasPostgres, type PostgresServer, startPostgres } from '#test/fakes/postgres-server.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { endAll, type OwnProcess, startEaselProcess } from '#test/journeys/easel-process.ts';
import { orderPicture } from '#test/journeys/order-picture.ts';
import { ready } from '#test/journeys/test-server.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const ROOT = join(import.meta.dirname, '../../../..');
const OWN = { EASEL_PROVIDER: 'cpu', EASEL_THREADS: '1' };

type Bot = OwnProcess & { readonly address: string };

/** The program and its flags as `npm run ledger:move` starts it. */
async function moveLedger(env: Readonly<Record<string, string>>) {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const [program, ...words] = String(scripts['ledger:move']).split(' ');
  expect(program).toBe('node');
  const child = spawn(process.execPath, words, { cwd: ROOT, env: { PATH: process.env.PATH, ...env } });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [said, refused, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { said, refused, code };
}

describe.runIf(hasPostgres())('npm run ledger:move', () => {
  const folder = scratchFolder();
  const data = join(folder, 'data');
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    await endAll();
    await server.close();
  });

  it('moves a bot from its own file to PostgreSQL: it goes on with pictures, styles and what was open', async () => {
    const alone = { ...OWN, EASEL_DATA: data, EASEL_CACHE: join(folder, 'cache') };
    const before = await startEaselProcess(alone);
    await ready({ studioAddress: before.address });
    const done = await orderPicture(before, { prompt: 'a red house', steps: 4 });
    await untilDone(before, done);
    const picture = await pictureOf(before, done);
    await saveStyle(before);
    const database = server.newDatabase();
    const move = { EASEL_DATA: data, EASEL_DATABASE_URL: database };

    const early = await moveLedger(move);
    expect([early.code, early.said]).toEqual([1, '']);
    expect(early.refused).toMatch(/^easel: .*\n$/);
    expect(early.refused).toContain('easel.sqlite');
    const open: string[] = [];
    for (const prompt of ['a boat', 'a cat', 'a house']) open.push(await orderPicture(before, { prompt, steps: 100 }));
    before.signal('SIGTERM');
    expect(await before.exit()).toBe(0);
    expect(openJobsIn(join(data, 'easel.sqlite'))).toBeGreaterThan(0);

    const { said, refused, code } = await moveLedger(move);
    expect([code, refused]).toEqual([0, '']);
    expect(said).toMatch(/^easel: jobs 4$/m);
    expect(said).toMatch(/^easel: presets [1-9]\d*$/m);

    const after = await startEaselProcess({ ...alone, EASEL_DATABASE_URL: database });
    await ready({ studioAddress: after.address });
    expect(await pictureOf(after, done)).toBe(picture);
    for (const id of open) await untilDone(after, id);
    const styled = await orderPicture(after, { prompt: 'a tree', style: 'moved', steps: 4 });
    await untilDone(after, styled);
    expect((await jobsOf(after)).map(({ id }) => id)).toEqual([styled, ...open.toReversed(), done]);

    const again = await moveLedger(move);
    expect(again).toMatchObject({ code: 1, said: '', refused: expect.stringContaining('give an empty database') });
    after.signal('SIGTERM');
    expect(await after.exit()).toBe(0);
  });

  it('says what it lacks: a database to go to, and a ledger to come from', async () => {
    const nowhere = await moveLedger({ EASEL_DATA: data });
    expect(nowhere).toMatchObject({ code: 1, refused: expect.stringContaining('EASEL_DATABASE_URL') });
    const none = await moveLedger({ EASEL_DATA: join(folder, 'none'), EASEL_DATABASE_URL: server.newDatabase() });
    expect(none).toMatchObject({ code: 1, refused: expect.stringContaining(join(folder, 'none')) });
  });
});

function openJobsIn(file: string): number {
  const ledger = new DatabaseSync(file, { readOnly: true });
  const row = ledger.prepare("SELECT count(*) AS count FROM jobs WHERE state IN ('queued', 'rendering')").get();
  ledger.close();
  return Number(row!.count);
}

async function saveStyle({ address }: Bot): Promise<void> {
  const answer = await fetch(`${address}/api/commands/style/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ input: { name: 'moved', template: '{prompt} in the snow' } }),
  });
  expect(answer.status).toBe(200);
}

async function pictureOf({ address }: Bot, id: string): Promise<string> {
  const answer = await fetch(`${address}/api/jobs/${id}/pictures/0.png`);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer()).toString('base64');
}

async function jobsOf({ address }: Bot): Promise<readonly { readonly id: string; readonly state: string }[]> {
  return (await (await fetch(`${address}/api/jobs`)).json()).jobs;
}

async function untilDone(bot: Bot, id: string): Promise<void> {
  const stateOf = async () => (await jobsOf(bot)).find((job) => job.id === id)?.state;
  await expect.poll(stateOf, { timeout: 120_000, interval: 100 }).toBe('done');
}
