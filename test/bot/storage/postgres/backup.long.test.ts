import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSharedStorage } from '#bot/storage/shared-storage.ts';
import { newJob } from '#test/fakes/new-job.ts';
import { findPostgres, hasPostgres, type PostgresServer, startPostgres } from '#test/fakes/postgres-server.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

describe.runIf(hasPostgres())('a ledger in PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  it('comes back from what pg_dump wrote, in another database', async () => {
    const folder = scratchFolder();
    const open = (url: string) => openSharedStorage({ url, blobsFolder: join(folder, 'blobs') });
    const [from, to] = [server.newDatabase(), server.newDatabase()];
    const before = await open(from);
    const jobs = ['a', 'b', 'c'].map((id) => newJob(id));
    for (const job of jobs) await before.ledger.accept(job);
    const kept = await Promise.all(jobs.map(({ id }) => before.ledger.get(id)));
    const dump = execFileSync(join(findPostgres()!, 'pg_dump'), [from], { encoding: 'utf8' }); // bots may go on meanwhile
    await before.close();
    execFileSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', to], { input: dump, stdio: ['pipe', 'ignore', 'inherit'] });
    const after = await open(to);
    expect(await Promise.all(jobs.map(({ id }) => after.ledger.get(id)))).toEqual(kept);
    await after.close();
  });
});
