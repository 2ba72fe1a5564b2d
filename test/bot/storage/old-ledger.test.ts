import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import { openStorage } from '#bot/storage/storage.ts';
import type { Log } from '#shared/log.ts';
import { startTestJobService, type TestJobService, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { drawIn, TIMINGS } from '#test/fakes/new-job.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const OLD = join(import.meta.dirname, '../../golden/old-ledger');
const SERVER = '419390618209353730';

/** A copy of the ledger of schema 2, as README.md beside it says, in a folder of its own. */
function oldFolder(): { folder: string; file: string } {
  const folder = scratchFolder();
  cpSync(OLD, folder, { recursive: true });
  return { folder, file: join(folder, 'easel.sqlite') };
}

const open = (file: string, log?: Log) => openStorage({ file, clock: createFakeClock(), ...(log && { log }) });

describe('a ledger of schema 2', () => {
  it('opens, with every job as it stood', async () => {
    const { file } = oldFolder();
    const { ledger, close } = await open(file);
    const ids = ['done', 'failed', 'cancelled', 'deleted', 'rendering', 'told', 'subjects', 'picture', 'live'];
    const jobs = await Promise.all(ids.map((id) => ledger.get(id)));
    const stood = jobs.map((job) => [job?.state.kind, job?.attempts, job?.delivered, job?.panel?.messageId ?? null]);
    expect(stood).toEqual([
      ['done', 2, true, '500000000000000001'],
      ['failed', 1, false, '500000000000000002'],
      ['cancelled', 0, false, null],
      ['deleted', 1, false, null],
      ['rendering', 1, false, '500000000000000003'],
      ['queued', 0, false, null],
      ['queued', 0, false, null],
      ['queued', 0, false, null],
      ['queued', 0, false, null],
    ]);
    expect((await ledger.open()).map(({ id }) => id)).toEqual(['rendering', 'told', 'subjects', 'picture', 'live']);
    expect((await ledger.undelivered()).map(({ id }) => id)).toEqual(['failed', 'cancelled']);
    const sought = { words: ['a CAT', '64x64', 'seed 15'], ids: null, grouped: false, from: 0, limit: 9 };
    const places = [{ platform: 'studio', serverId: 'studio' }] as const;
    expect((await ledger.gallery({ ...sought, places })).found.map(({ job }) => job.id)).toEqual(['live']);
    const reason = 'This could not be drawn: 3 attempts broke off. The last one said: The engine died';
    expect(inEnglish(jobs[1]?.state)).toEqual({ kind: 'failed', code: 'unavailable', reason });
    expect(inEnglish(jobs[1]?.settled.notices)).toEqual(['steps lowered to 50']);
    await close();
  });
  it('has its orders as tasks', async () => {
    const { file } = oldFolder();
    const { ledger, close } = await open(file);
    const draw = async (id: string) => drawIn((await ledger.get(id))!.settled);
    const sizeConditioning = {
      ...{ originalWidth: 1024, originalHeight: 768, cropLeft: 8, cropTop: 0 },
      aesthetic: { prompt: 6, negative: 2.5 },
    };
    expect(await draw('told')).toMatchObject({ kind: 'draw', seed: 12, sizeConditioning });
    expect(await draw('subjects')).toMatchObject({
      ...{ sigmas: 'karras', guidanceRescale: 0.5, weighting: 'compel', adapters: [{ name: 'ink', weight: 0.8 }] },
      prompt: { chunks: [], subjects: [{ weight: 1, variantOfStep: [0, 0, 1, 1] }, { weight: 0.5 }] },
    });
    expect((await ledger.get('live'))?.settled.order).toEqual({
      ...{ prompt: 'a cat', negative: 'dogs', style: 'ink', width: 64, height: 96, ratio: { width: 2, height: 3 } },
      ...{ steps: 4, guidance: 1, seed: 15, count: 1 },
    });
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
    expect(Buffer.from(data!).equals(readFileSync(join(OLD, 'pictures/done-2-1.png')))).toBe(true);
    await close();
  });
  it('has its styles, defaults, and what renderers said', async () => {
    const { file } = oldFolder();
    const { presets, descriptions, close } = await open(file);
    expect((await presets.list(SERVER)).map(({ name, steps }) => [name, steps])).toEqual([
      ['ink', 24],
      ['plain-paper', null],
    ]);
    expect(await presets.defaultOf(SERVER)).toBe('ink');
    expect(await presets.defaultOf('other')).toBeNull();
    expect(await presets.defaultOf('third')).toBeUndefined();
    expect(await descriptions.recall('127.0.0.1:9')).toEqual({ ...FAKE_DESCRIPTION, tasks: ['draw'] });
    await close();
  });
  it('gives its picture inside a row to the blob store, once, and may be opened again and again', async () => {
    const { file } = oldFolder();
    const image = tinyPng({ width: 64, height: 64, seed: 99 });
    const sha256 = createHash('sha256').update(image).digest('hex');
    for (let start = 0; start < 3; start += 1) {
      const { ledger, blobs, close } = await open(file);
      const { source } = drawIn((await ledger.get('picture'))!.settled);
      expect(source).toMatchObject({ image: { sha256, bytes: image.length, mime: 'image/png' }, mask: null });
      expect(Buffer.from((await blobs.get(source!.image!))!).equals(image)).toBe(true);
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
const PLACE = { platform: 'discord', serverId: SERVER, channelId: '1' } as const;
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
