import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Storage } from '#bot/storage/storage.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { drawIn } from '#test/fakes/new-job.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

/** A data folder with a ledger of schema 2; README.md in it says what it holds. */
export const OLD_LEDGER = join(import.meta.dirname, '../../golden/old-ledger');

/** The server whose styles it has. */
export const OLD_SERVER = '419390618209353730';

/** That every job of it stands as it stood. */
export async function expectOldJobs(ledger: Storage['ledger']): Promise<void> {
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
}

/** That what was ordered are tasks now. */
export async function expectOldTasks(ledger: Storage['ledger']): Promise<void> {
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
}

/** That styles, defaults and what a renderer said are there. */
export async function expectOldStyles({
  presets,
  descriptions,
}: Pick<Storage, 'presets' | 'descriptions'>): Promise<void> {
  expect((await presets.list(OLD_SERVER)).map(({ name, steps }) => [name, steps])).toEqual([
    ['ink', 24],
    ['plain-paper', null],
  ]);
  expect(await presets.defaultOf(OLD_SERVER)).toBe('ink');
  expect(await presets.defaultOf('other')).toBeNull();
  expect(await presets.defaultOf('third')).toBeUndefined();
  expect(await descriptions.recall('127.0.0.1:9')).toEqual({ ...FAKE_DESCRIPTION, tasks: ['draw'] });
}

/** That the picture inside a row is in the blob store, and the row refers to it. */
export async function expectOldPicture({ ledger, blobs }: Pick<Storage, 'ledger' | 'blobs'>): Promise<void> {
  const image = tinyPng({ width: 64, height: 64, seed: 99 });
  const sha256 = createHash('sha256').update(image).digest('hex');
  const { source } = drawIn((await ledger.get('picture'))!.settled);
  expect(source).toMatchObject({ image: { sha256, bytes: image.length, mime: 'image/png' }, mask: null });
  expect(Buffer.from((await blobs.get(source!.image!))!).equals(image)).toBe(true);
}
