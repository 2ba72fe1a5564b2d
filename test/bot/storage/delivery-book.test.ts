import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStorage } from '#bot/storage/storage.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('threads of members are remembered by channel, and forgotten with the member or with a server that was left', async () => {
  const { delivery, servers, close } = await openStorage({ file: join(scratchFolder(), 'easel.sqlite') });
  const of = (serverId: string, channelId: string, memberId = 'ada') => ({ serverId, channelId, memberId });
  const all = [of('1', 'a'), of('1', 'b'), of('2', 'a'), of('1', 'a', 'bob'), of('12', 'a')];
  const known = async () => Promise.all(all.map((each) => delivery.threadOf(each)));
  const remember = async () => {
    for (const [at, each] of all.entries()) await delivery.setThread(each, `t${at}`);
  };
  await remember();
  expect(await known()).toEqual(['t0', 't1', 't2', 't3', 't4']);
  await delivery.forgetThreads('ada', '1');
  expect(await known()).toEqual([null, null, 't2', 't3', 't4']);
  await delivery.forgetThreads('ada');
  expect(await known()).toEqual([null, null, null, 't3', null]);
  await remember();
  await servers.leave({ platform: 'discord', serverId: '1' }, 5);
  await servers.forget({ platform: 'discord', serverId: '1' }, 6);
  expect(await known()).toEqual([null, null, 't2', null, 't4']);
  await close();
});
