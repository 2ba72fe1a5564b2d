import { join } from 'node:path';
import { createLeaseLeadership } from '#bot/storage/lease.ts';
import { createLedger } from '#bot/storage/ledger.ts';
import { migrate } from '#bot/storage/migrations.ts';
import { openDatabase } from '#bot/storage/sqlite.ts';
import { silentLog } from '#shared/log.ts';
import { leadershipContract } from '#test/contract/leadership.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();
let files = 0;

leadershipContract('SQLite', async () => {
  const file = join(folder, `${files++}.sqlite`);
  const database = openDatabase(file);
  await migrate(database, file);
  const close = () => database.destroy();
  return {
    ledger: createLedger(database, { log: silentLog, close }),
    join: (holder, clock) =>
      createLeaseLeadership({ database, name: 'dispatcher', holder, clock, log: silentLog, leaseMs: 120, renewMs: 20 }),
    close,
  };
});
