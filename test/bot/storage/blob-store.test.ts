import { createHash } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BlobRef } from '#bot/domain/task.ts';
import { createBlobStore, GRACE_MS } from '#bot/storage/blob-store.ts';
import { createLedger } from '#bot/storage/ledger.ts';
import { migrate } from '#bot/storage/migrations.ts';
import { openDatabase } from '#bot/storage/sqlite.ts';
import { silentLog } from '#shared/log.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { newJob, settledOrder } from '#test/fakes/new-job.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const BY = { memberId: '5', at: 1 };
const bytesOf = (text: string) => new TextEncoder().encode(text);

async function openStore(bytesMax?: number) {
  const folder = scratchFolder();
  const blobs = join(folder, 'blobs');
  const database = openDatabase(join(folder, 'ledger.sqlite'));
  onTestFinished(() => database.destroy());
  await migrate(database, 'ledger.sqlite');
  const clock = createFakeClock();
  const open = () => createBlobStore({ database, folder: blobs, clock, ...(bytesMax && { bytesMax }) });
  const ledger = createLedger(database, { log: silentLog, close: async () => {} });
  const accept = (id: string, image: BlobRef) => {
    const source = { image, strength: 0.5, mask: null, margins: null, imageGuidance: 0 };
    return ledger.accept(newJob(id, { settled: settledOrder({ source }) }));
  };
  return { blobs, store: open(), open, clock, ledger, accept, files: () => readdirSync(blobs) };
}

describe('a blob', () => {
  it('is named by its content, kept once, and read as it was', async () => {
    const { store, files } = await openStore();
    const ref = await store.put(bytesOf('a cat'), 'image/png');
    const sha256 = createHash('sha256').update('a cat').digest('hex');
    expect(ref).toEqual({ sha256, bytes: 5, mime: 'image/png' });
    expect(await store.put(bytesOf('a cat'), 'image/png')).toEqual(ref);
    expect(files()).toEqual([ref.sha256]);
    expect(Buffer.from((await store.get(ref))!).toString()).toBe('a cat');
  });
  it('that is gone, or is not what its name says, is not there', async () => {
    const { store, blobs } = await openStore();
    const ref = await store.put(bytesOf('a cat'), 'image/png');
    expect(await store.get({ ...ref, sha256: '0'.repeat(64) })).toBeNull();
    writeFileSync(join(blobs, ref.sha256), 'a dog');
    expect(await store.get(ref)).toBeNull();
  });
});

describe('a sweep', () => {
  it('removes what no job refers to, after the grace time', async () => {
    const { store, clock, files } = await openStore();
    const ref = await store.put(bytesOf('a cat'), 'image/png');
    await clock.advance(GRACE_MS - 1);
    await store.sweep();
    expect(files()).toEqual([ref.sha256]);
    await clock.advance(1);
    await store.sweep();
    expect(files()).toEqual([]);
  });
  it('keeps what was put again lately', async () => {
    const { store, clock, files } = await openStore();
    await store.put(bytesOf('a cat'), 'image/png');
    await clock.advance(GRACE_MS - 1);
    await store.put(bytesOf('a cat'), 'image/png');
    await clock.advance(1);
    await store.sweep();
    expect(files()).toHaveLength(1);
  });
  it('keeps what some job refers to until the last such job has gone out of the bin', async () => {
    const { store, clock, ledger, accept, files } = await openStore();
    const ref = await store.put(bytesOf('a cat'), 'image/png');
    for (const id of ['a', 'b']) await accept(id, ref);
    const left: number[] = [];
    for (const id of ['a', 'b']) {
      await ledger.cancel(id, BY);
      await ledger.remove(id, BY);
      await clock.advance(GRACE_MS);
      await store.sweep();
      left.push(files().length);
    }
    for (const id of ['a', 'b']) {
      await ledger.claim(clock.now(), 9);
      await ledger.forget([id]);
      await store.sweep();
      left.push(files().length);
    }
    expect(left).toEqual([1, 1, 1, 0]);
  });
  it('comes by itself with a later put', async () => {
    const { store, clock, files } = await openStore();
    await store.put(bytesOf('a cat'), 'image/png');
    await clock.advance(GRACE_MS);
    const ref = await store.put(bytesOf('a dog'), 'image/png');
    expect(files()).toEqual([ref.sha256]);
  });
  it('removes what a killed process left, and nothing else', async () => {
    const { store, open, blobs, files } = await openStore();
    const ref = await store.put(bytesOf('a cat'), 'image/png');
    for (const name of ['1'.repeat(64), `${'2'.repeat(64)}.part`, 'README']) writeFileSync(join(blobs, name), 'x');
    await open().sweep();
    expect(files().toSorted()).toEqual([ref.sha256, 'README'].toSorted());
  });
});

describe('a job that refers to a blob', () => {
  it('is not accepted when it has been swept away', async () => {
    const { store, clock, ledger, accept } = await openStore();
    const ref = await store.put(bytesOf('a cat'), 'image/png');
    await clock.advance(GRACE_MS);
    await store.sweep();
    await expect(accept('a', ref)).rejects.toMatchObject({ code: 'invalid', said: { key: 'blob.gone' } });
    expect(await ledger.get('a')).toBeNull();
  });
});

describe('a full store', () => {
  it('lets the oldest files of jobs go that have ended, and never one of an open job', async () => {
    const { store, ledger, accept, blobs } = await openStore(20);
    const refs: BlobRef[] = [];
    for (const id of ['a', 'b', 'c']) {
      refs.push(await store.put(bytesOf(`file ${id}`), 'image/png'));
      await accept(id, refs.at(-1)!);
    }
    for (const id of ['b', 'c']) await ledger.cancel(id, BY);
    await store.put(bytesOf('file d'), 'image/png');
    expect(refs.map(({ sha256 }) => existsSync(join(blobs, sha256)))).toEqual([true, false, true]);
  });
  it('refuses what does not fit with a sentence', async () => {
    const { store, accept } = await openStore(20);
    await accept('a', await store.put(bytesOf('fourteen bytes'), 'image/png'));
    await expect(store.put(bytesOf('fifteen bytes..'), 'image/png')).rejects.toThrow(
      'Cannot keep this file: open jobs use 14 of 20 bytes, given 15 more. Please try again later',
    );
    await expect(store.put(new Uint8Array(21), 'image/png')).rejects.toMatchObject({ code: 'exhausted' });
  });
});
