import { join } from 'node:path';
import { expect, it } from 'vitest';
import { knowEntered } from '#bot/jobs/entered-servers.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('where the bot is, is known at once and after a restart; what is no server of Discord’s is always there', async () => {
  const { servers, close } = await openStorage({ file: join(scratchFolder(), 'easel.sqlite') });
  const known = await knowEntered(servers);
  const isIn = ['1', '2', 'studio'].map((serverId) => known.isIn(serverId));
  expect(isIn).toEqual([false, false, true]);
  await known.enter({ platform: 'discord', serverId: '1' });
  await known.enter({ platform: 'api', serverId: '2' });
  expect([known.isIn('1'), known.isIn('2'), (await knowEntered(servers)).isIn('1')]).toEqual([true, false, true]);
  await known.leave({ platform: 'discord', serverId: '1' }, 5);
  expect([known.isIn('1'), (await knowEntered(servers)).isIn('1')]).toEqual([false, false]);
  await close();
});
