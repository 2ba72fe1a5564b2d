import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { moveRoleLimits } from '#bot/storage/server-tables.ts';
import { openDatabase } from '#bot/storage/sqlite.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { silentLog } from '#shared/log.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('limits of roles from before they were rules are there after an update, and are taken away with a name in the log', async () => {
  const file = join(scratchFolder(), 'easel.sqlite');
  await (await openStorage({ file })).close();
  const old = new DatabaseSync(file);
  old.exec(`CREATE TABLE role_limits (server_id TEXT, role_id TEXT, role_name TEXT, limits TEXT, author_id TEXT,
              updated_at INTEGER);
            INSERT INTO role_limits VALUES ('server', 'patron', 'Patrons', '{"jobs":2,"secondsADay":60}', 'ada', 7);`);
  old.close();
  const database = openDatabase(file, silentLog);
  await database.transaction().execute(moveRoleLimits);
  await database.destroy();
  const { roleLimits, ruleStore, close } = await openStorage({ file });
  const limits = { jobs: 2, secondsADay: 60 };
  const patrons = { serverId: 'server', roleId: 'patron', roleName: 'Patrons', limits, authorId: 'ada' };
  expect(await roleLimits.list('server')).toEqual([patrons]);
  expect(await roleLimits.remove('server', 'patron', { id: 'mod', name: 'Mod' })).toBe(true);
  expect(await roleLimits.remove('server', 'patron', { id: 'mod', name: 'Mod' })).toBe(false);
  expect(await ruleStore.audit('server', { limit: 9 })).toMatchObject([
    { kind: 'role-limit', key: 'patron', before: { roleName: 'Patrons', limits }, after: null, by: { name: 'Mod' } },
  ]);
  await close();
});
