import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSettingService } from '#bot/rules/setting-service.ts';
import { nameThreadsSetting } from '#bot/storage/server-tables.ts';
import { openDatabase } from '#bot/storage/sqlite.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { silentLog } from '#shared/log.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('a server that had the pictures of one request put into threads still has, and its channels too', async () => {
  const file = join(scratchFolder(), 'easel.sqlite');
  await (await openStorage({ file })).close();
  const database = openDatabase(file, silentLog);
  const rule = { server_id: '1', kind: 'setting', author_id: 'ada', updated_at: 0 };
  const said = (key: string, value: boolean) => ({ ...rule, key, value: JSON.stringify({ v: 1, value }) });
  const rows = [said('/batch-threads', true), said('7/batch-threads', false), said('7/spoiler', true)];
  await database.insertInto('rules').values(rows).execute();
  await database.transaction().execute(nameThreadsSetting);
  await database.destroy();
  const { ruleStore, close } = await openStorage({ file });
  const { of } = createSettingService(ruleStore);
  const inChannel = (channelId: string) => of({ serverId: '1', channelId });
  expect((await inChannel('6')).threads).toBe('batch');
  expect(await inChannel('7')).toMatchObject({ threads: 'none', spoiler: true });
  await close();
});
