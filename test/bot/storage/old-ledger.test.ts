import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import { openStorage } from '#bot/storage/storage.ts';
import type { Log } from '#shared/log.ts';
import { startTestJobService, type TestJobService, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import {
  expectOldJobs,
  expectOldPicture,
  expectOldStyles,
  expectOldTasks,
  OLD_LEDGER,
  OLD_SERVER,
} from '#test/bot/storage/expect-old-ledger.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { TIMINGS } from '#test/fakes/new-job.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

/** A copy of the ledger of schema 2, as README.md beside it says, in a folder of its own. */
function oldFolder(): { folder: string; file: string } {
  const folder = scratchFolder();
  cpSync(OLD_LEDGER, folder, { recursive: true });
  return { folder, file: join(folder, 'easel.sqlite') };
}

const open = (file: string, log?: Log) => openStorage({ file, clock: createFakeClock(), ...(log && { log }) });

describe('a ledger of schema 2', () => {
  it('opens, with every job as it stood', async () => {
    const { file } = oldFolder();
    const { ledger, close } = await open(file);
    await expectOldJobs(ledger);
    await close();
  });
  it('has its orders as tasks', async () => {
    const { file } = oldFolder();
    const { ledger, close } = await open(file);
    await expectOldTasks(ledger);
    await close();
  });
  it('has its pictures, byte for byte', async () => {
    const { folder, file } = oldFolder();
    const { ledger, close } = await open(file);
    const state = (await ledger.get('done'))?.state;
    const more = { width: 64, height: 64, mime: 'image/png', sha256: null, alpha: false, bytes: 179 };
    expect(state).toEqual({
      ...{ kind: 'done', attempt: 2, timings: TIMINGS },
      result: {
        kind: 'pictures',
        pictures: [0, 1].map((index) => ({ index, seed: 7 + index, file: `done-2-${index}.png`, ...more })),
      },
    });
    const pictures = openPictureStore({ folder: join(folder, 'pictures') });
    const data = await pictures.get('done-2-1.png');
    expect(Buffer.from(data!).equals(readFileSync(join(OLD_LEDGER, 'pictures/done-2-1.png')))).toBe(true);
    await close();
  });
  it('has its styles, defaults, and what renderers said', async () => {
    const { file } = oldFolder();
    const { close, ...stores } = await open(file);
    await expectOldStyles(stores);
    await close();
  });
  it('gives its picture inside a row to the blob store, once, and may be opened again and again', async () => {
    const { file } = oldFolder();
    for (let start = 0; start < 3; start += 1) {
      const { ledger, blobs, close } = await open(file);
      await expectOldPicture({ ledger, blobs });
      await close();
    }
  });
  it('goes on with its open jobs, the picture among them, and takes new ones after them', async () => {
    const { folder } = oldFolder();
    cpSync(join(folder, 'easel.sqlite'), join(folder, 'ledger.sqlite'));
    const renderer = await withRenderer();
    const jobs = await startTestJobService({ folder, addresses: [renderer.address] });
    for (const id of ['rendering', 'told', 'subjects', 'picture', 'live'])
      await expect.poll(() => stateOf(jobs, id), { timeout: 10_000 }).toBe('done');
    const sent = renderer.renders.find(({ request }) => request.jobId === 'picture');
    expect(Buffer.from(sent!.spec.source!.image).equals(tinyPng({ width: 64, height: 64, seed: 99 }))).toBe(true);
    const child = await jobs.jobs.reroll('picture', { requestKey: 'again', place: PLACE, member: NELLY });
    await expect.poll(() => stateOf(jobs, child.job.id)).toBe('done');
    expect((await jobs.storage.ledger.recent({ limit: 1, platform: 'discord' })).map(({ id }) => id)).toEqual([
      child.job.id,
    ]);
  });
});

const stateOf = async ({ jobs }: TestJobService, id: string) => (await jobs.view(id))?.job.state.kind;
const PLACE = { platform: 'discord', serverId: OLD_SERVER, channelId: '1' } as const;
const NELLY = { id: 'nelly', name: 'Nelly', isModerator: false };

describe('a row that cannot be read', () => {
  it('is set aside with a logged sentence, keeps nothing else from its place, and stays as it is', async () => {
    const { file } = oldFolder();
    const spoil = new DatabaseSync(file);
    spoil.exec(
      `UPDATE jobs SET settled = '{"order"' WHERE id = 'told'; UPDATE jobs SET pictures = '7' WHERE id = 'done'`,
    );
    spoil.close();
    const said: unknown[] = [];
    const log = { error: (...words: unknown[]) => said.push(words) } as unknown as Log;
    const { ledger, close, epoch } = await open(file, log);
    await ledger.takeOver(epoch);
    expect((await ledger.open()).map(({ id }) => id)).toEqual(['rendering', 'subjects', 'picture', 'live']);
    expect((await ledger.recent({ limit: 20 })).map(({ id }) => id)).not.toContain('done');
    const given = { state: { kind: 'failed', reason: { key: 'job.set-aside' } }, ownerName: expect.any(String) };
    expect(await ledger.get('told')).toMatchObject(given);
    expect((await ledger.undelivered()).map(({ id }) => id)).toContain('told');
    expect(await ledger.get('done')).toBeNull();
    expect(said).toEqual([
      [
        expect.objectContaining({ jobId: 'told' }),
        expect.stringMatching(/^Cannot read job told in the ledger, so it is/),
      ],
      [
        expect.objectContaining({ jobId: 'done' }),
        expect.stringMatching(/^Cannot read job done in the ledger, so it is/),
      ],
    ]);
    await close();
    const left = new DatabaseSync(file);
    const rows = left.prepare('SELECT id, settled, unreadable FROM jobs WHERE unreadable IS NOT NULL').all();
    expect(rows.map(({ id }) => id)).toEqual(['done', 'told']);
    expect(rows.at(-1)?.settled).toBe('{"order"');
    left.close();
  });
});
