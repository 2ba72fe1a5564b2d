import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import { openDatabase } from '#bot/storage/sqlite.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { silentLog } from '#shared/log.ts';
import { startHolder } from '#test/bot/storage/start-holder.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { newJob } from '#test/fakes/new-job.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();
let files = 0;
const newFile = () => join(folder, `${files++}.sqlite`);

describe('two bots with one ledger', () => {
  it('the second is refused with a sentence that names the first, and the first goes on', async () => {
    const file = newFile();
    const first = await startHolder(file, 'a');
    expect(first.said).toMatchObject({ kind: 'holds' });
    const second = await startHolder(file, 'b');
    expect(second.said).toEqual({
      kind: 'refused',
      message: `Cannot use the ledger ${file}: another bot (process ${first.child.pid}) is using it. One ledger serves one bot`,
    });
    first.child.send('close');
    await once(first.child, 'exit');
    const storage = await openStorage({ file });
    expect((await storage.ledger.open()).map(({ id }) => id)).toEqual(['a']);
    await storage.close();
  });
  it('also within one process', async () => {
    const file = newFile();
    const storage = await openStorage({ file });
    await expect(openStorage({ file })).rejects.toThrow(/is using it/);
    await storage.close();
    await (await openStorage({ file })).close();
  });
});

describe('what members wrote', () => {
  const modesIn = (path: string) =>
    Object.fromEntries(
      readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => [
        name,
        (statSync(join(path, name)).mode & 0o777).toString(8),
      ]),
    );
  it('is for the owner of the bot alone, also where others could read it until now', async () => {
    const data = join(folder, 'data');
    const file = join(data, 'easel.sqlite');
    mkdirSync(join(data, 'blobs'), { recursive: true, mode: 0o755 });
    for (const name of ['easel.sqlite', 'easel.sqlite.lock', 'blobs/old']) writeFileSync(join(data, name), '');
    for (const name of ['', 'blobs', 'easel.sqlite', 'easel.sqlite.lock', 'blobs/old'])
      chmodSync(join(data, name), 0o755);
    const storage = await openStorage({ file });
    await storage.ledger.accept(newJob('a'));
    const { sha256 } = await storage.blobs.put(Buffer.from('x'), 'image/png');
    const pictures = openPictureStore({ folder: join(data, 'pictures') });
    await pictures.put('a-1-0.png', Buffer.from('x'));
    expect((statSync(data).mode & 0o777).toString(8)).toBe('700');
    expect(modesIn(data)).toEqual({
      blobs: '700',
      'blobs/old': '600',
      [`blobs/${sha256}`]: '600',
      'easel.sqlite': '600',
      'easel.sqlite-shm': '600',
      'easel.sqlite-wal': '600',
      'easel.sqlite.lock': '600',
      pictures: '700',
      'pictures/a-1-0.png': '600',
    });
    await storage.close();
  });
  it('has no name of a file in the sentence when it cannot be written later', async () => {
    const file = newFile();
    const log: string[] = [];
    const database = openDatabase(file, { ...silentLog, error: (about: object) => log.push(JSON.stringify(about)) });
    await sql`PRAGMA max_page_count = 2`.execute(database);
    await sql`CREATE TABLE one (a TEXT)`.execute(database);
    const filling = sql`INSERT INTO one VALUES (${'x'.repeat(100_000)})`.execute(database);
    await expect(filling).rejects.toMatchObject({ code: 'exhausted', message: expect.not.stringContaining(file) });
    expect(log.join()).toContain(file);
    await database.destroy();
  });
});

describe('a ledger file', () => {
  const refusals: [string, (file: string) => void, RegExp][] = [
    ['that is no database', (file) => writeFileSync(file, 'x'.repeat(5_000)), /the file is damaged/],
    ['with a destroyed page', (file) => destroyPage(file), /the file is damaged/],
    ['of another program', (file) => foreign(file), /another program's database/],
    ['of a newer Easel', (file) => setVersion(file, 99), /written by a newer Easel \(schema 99/],
  ];
  for (const [what, spoil, sentence] of refusals) {
    it(`${what} is refused with one sentence, and is left as it is`, async () => {
      const file = newFile();
      await spoil(file);
      const before = readFileSync(file);
      await expect(openStorage({ file })).rejects.toThrow(sentence);
      await expect(openStorage({ file })).rejects.toMatchObject({ name: 'Failure', code: 'invalid' });
      expect(readFileSync(file).equals(before)).toBe(true);
    });
  }
  it('where no file can be is refused with one sentence', async () => {
    const file = newFile();
    writeFileSync(file, '');
    await expect(openStorage({ file: join(file, 'ledger.sqlite') })).rejects.toThrow(/Cannot make the folder/);
    await expect(openStorage({ file: folder })).rejects.toThrow(/Cannot open the ledger/);
  });
  it('may be opened again and again, and each start has a higher epoch than all before', async () => {
    const file = newFile();
    const clock = createFakeClock();
    const epochs: number[] = [];
    for (let start = 0; start < 3; start += 1) {
      const storage = await openStorage({ file, clock });
      epochs.push(storage.epoch);
      await storage.close();
      await storage.close();
    }
    expect(epochs).toEqual([1_700_000_000, 1_700_000_001, 1_700_000_002]);
  });
  it('begun anew outranks the one that was lost', async () => {
    const clock = createFakeClock();
    const lost = await openStorage({ file: newFile(), clock });
    await clock.advance(1_000);
    const anew = await openStorage({ file: newFile(), clock });
    expect(anew.epoch).toBeGreaterThan(lost.epoch);
    await Promise.all([lost.close(), anew.close()]);
  });
  it('keeps what renderers said about themselves', async () => {
    const file = newFile();
    const storage = await openStorage({ file });
    expect(await storage.descriptions.recall('r')).toBeNull();
    for (const name of ['old', 'new']) await storage.descriptions.remember('r', { ...FAKE_DESCRIPTION, name });
    expect(await storage.descriptions.recall('r')).toEqual({ ...FAKE_DESCRIPTION, name: 'new' });
    await storage.close();
    const spoil = new DatabaseSync(file);
    spoil.exec(`UPDATE notes SET value = '{"models":7}' WHERE name = 'renderer r'`);
    spoil.close();
    const again = await openStorage({ file });
    expect(await again.descriptions.recall('r')).toBeNull();
    await again.close();
  });
});

/** A ledger with jobs, one page of which has been written over. */
async function destroyPage(file: string) {
  const whole = newFile();
  const storage = await openStorage({ file: whole });
  for (let count = 0; count < 50; count += 1) await storage.ledger.accept(newJob(`job-${count}`));
  await storage.close();
  copyFileSync(whole, file);
  const bytes = readFileSync(file);
  bytes.fill(0xee, 4096 * 6, 4096 * 7);
  writeFileSync(file, bytes);
}

function foreign(file: string) {
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE jobs (id TEXT)');
  database.close();
}

async function setVersion(file: string, version: number) {
  await (await openStorage({ file })).close();
  const database = new DatabaseSync(file);
  database.exec(`UPDATE schema_version SET version = ${version}; PRAGMA wal_checkpoint(TRUNCATE)`);
  database.close();
}
