import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLedger } from '#bot/storage/ledger.ts';
import { openDatabase } from '#bot/storage/sqlite.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { silentLog } from '#shared/log.ts';
import { binContract } from '#test/contract/bin.ts';
import { galleryContract } from '#test/contract/gallery.ts';
import { ledgerContract } from '#test/contract/ledger.ts';
import { newJob, TIMINGS } from '#test/fakes/new-job.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();
let files = 0;
const newFile = () => join(folder, `${files++}.sqlite`);

binContract('SQLite ledger', () => openStorage({ file: newFile() }));
ledgerContract('SQLite ledger', async () => (await openStorage({ file: newFile() })).ledger);
galleryContract('SQLite ledger', async () => (await openStorage({ file: newFile() })).ledger);

it('gives no two jobs one place in the order when two connections accept, and none the place of a forgotten one', async () => {
  const file = newFile();
  const storage = await openStorage({ file });
  const database = openDatabase(file);
  const other = createLedger(database, { log: silentLog, close: () => database.destroy() });
  for (let at = 0; at < 20; at += 1) await (at % 2 ? storage.ledger : other).accept(newJob(`job-${at}`));
  await database.deleteFrom('jobs').where('id', '=', 'job-19').execute();
  await storage.ledger.accept(newJob('late'));
  const rows = await database.selectFrom('jobs').select(['id', 'sequence']).orderBy('sequence').execute();
  expect(new Set(rows.map(({ sequence }) => sequence)).size).toBe(20);
  expect(rows.at(-1)).toEqual({ id: 'late', sequence: 21 });
  await other.close();
  await storage.close();
});

it('counts of a member’s pictures the share of steps that were taken together, where it was written down', async () => {
  const { ledger, close, epoch } = await openStorage({ file: newFile() });
  const { ownerId, place } = newJob('a');
  const of = { ownerId, serverId: place.serverId, since: 0 };
  const result = { result: { kind: 'texts', texts: [] }, timings: TIMINGS, at: 5 } as const;
  const finish = async (id: string, spent: { readonly spentMs?: number }) => {
    await ledger.accept(newJob(id));
    await ledger.beginAttempt(id, { rendererId: 'r1', epoch });
    await ledger.finish({ id, attempt: 1, epoch }, { ...result, ...spent });
    return ledger.drawnMs(of);
  };
  const { encodeMs, denoiseMs, decodeMs } = TIMINGS;
  const alone = encodeMs + denoiseMs + decodeMs;
  expect(await finish('a', {})).toBe(alone);
  expect(await finish('b', { spentMs: 7.4 })).toBe(alone + 7);
  await close();
});
