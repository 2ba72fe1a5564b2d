import { expect, it } from 'vitest';
import type { ServerDirectory } from '#bot/ports/server-directory.ts';
import type { ModerationCard, RuledServers, SettingList } from '#bot/studio/server/rule-api.ts';
import { end, submission } from '#test/bot/jobs/job-service-fixture.ts';
import { openStudio } from '#test/bot/studio/server/studio-fixture.ts';

const MANAGER = { memberId: 'ada', memberName: 'Ada', mayManageServer: true };
const KNOWN = {
  name: 'Harbour',
  channels: [
    { channelId: 'channel', name: 'pictures' },
    { channelId: 'staff', name: 'staff' },
  ],
};
const DIRECTORY: ServerDirectory = {
  server: (serverId) => ({ serverId, ...KNOWN }),
  openChannels: () => ['channel'],
  rightsOf: async () => null,
  show: async () => {},
};

it('shows whoever sits here what moderators of servers that let them look at, and decides, bans and takes back', async () => {
  const place = await openStudio({
    stepMs: 1,
    directory: DIRECTORY,
  });
  const { ask, workplace } = place;
  const { jobs } = workplace;
  const asker = { ...MANAGER, serverId: 'server' };
  for (const serverId of ['server', 'other']) await jobs.enterServer({ platform: 'discord', serverId });
  await jobs.rules.settings.set(asker, { name: 'hold', value: 'on', channelId: null });
  const { job } = await end(workplace, (await jobs.submit(submission())).job.id);
  expect((await ask('GET', '/api/rules/server')).status).toBe(404); // it has not let them
  await jobs.rules.settings.set(asker, { name: 'studio', value: 'on', channelId: null });
  const { body: ruled } = await ask<RuledServers>('GET', '/api/rules');
  expect(ruled.servers.map(({ serverId, name }) => [serverId, name])).toEqual([
    ['studio', null],
    ['server', 'Harbour'],
  ]);
  expect(ruled.closed).toBe(1);

  // Who runs the bot is no member of the server: what is held in a channel that not everybody sees stays there.
  expect(ruled.servers[1]!.channels).toEqual([KNOWN.channels[0]]);
  const staff = { ...submission(), requestKey: 'staff', place: { ...job.place, channelId: 'staff' } };
  const hidden = (await end(workplace, (await jobs.submit(staff)).job.id)).job.id;
  expect((await fetch(`${place.studio.address}/api/rules/server/works/${hidden}/0.png`)).status).toBe(404);
  expect((await ask('POST', `/api/rules/server/works/${hidden}`, { decision: 'released' })).status).toBe(404);

  const card = async () => (await ask<ModerationCard>('GET', '/api/rules/server')).body;
  const held = { id: job.id, by: 'Nelly', channel: 'pictures', seen: 'held', prompt: 'a lighthouse at night' };
  expect(await card()).toMatchObject({ waiting: [held], members: [{ name: 'Nelly', count: 1 }], bans: [] });
  const picture = () => fetch(`${place.studio.address}/api/rules/server/works/${job.id}/0.png`);
  expect((await picture()).headers.get('content-type')).toBe('image/png');
  expect((await fetch(`${place.studio.address}/api/rules/studio/works/${job.id}/0.png`)).status).toBe(404);

  const decide = (decision: string) => ask<ModerationCard>('POST', `/api/rules/server/works/${job.id}`, { decision });
  expect((await decide('perhaps')).status).toBe(400);
  const decided = (await decide('released')).body;
  expect(decided.waiting).toEqual([]);
  expect((await jobs.view(job.id))!.job.review).toBeUndefined();
  await ask('POST', '/api/rules/server/log/undo', { id: decided.change });
  expect((await card()).waiting).toMatchObject([{ id: job.id }]);

  const ban = { memberId: 'nelly', memberName: 'Nelly', reason: 'spam', days: 2 };
  const [banned] = (await ask<ModerationCard>('POST', '/api/rules/server/bans', ban)).body.bans;
  expect(banned).toMatchObject({ name: 'Nelly', reason: 'spam', until: expect.any(Number) });
  await expect(jobs.submit(submission())).rejects.toThrow('spam');
  const free = await ask<ModerationCard>('POST', '/api/rules/server/bans/remove', { memberId: 'nelly' });
  expect(free.body.bans).toEqual([]);
  const word = { pattern: 'gore*', exceptAdultPlaces: true };
  expect((await ask<ModerationCard>('POST', '/api/rules/server/words', word)).body.words).toEqual([
    { ...word, isLookedAt: false },
  ]);
  const { body: drawn } = await ask<readonly object[]>('GET', '/api/rules/server/members/nelly');
  expect(drawn).toMatchObject([held]);
});

it('lists every setting with what was said of it, changes it for a channel, and gives what to take back', async () => {
  const { ask, workplace } = await openStudio({
    directory: DIRECTORY,
  });
  const { jobs } = workplace;
  await jobs.enterServer({ platform: 'discord', serverId: 'server' });
  await jobs.rules.settings.set({ ...MANAGER, serverId: 'server' }, { name: 'studio', value: 'on', channelId: null });
  const set = (body: object) => ask<SettingList>('POST', '/api/rules/server/settings', body);
  const { body: list } = await set({ name: 'votes', value: '4', channelId: 'channel' });
  const votes = list.settings.find(({ name }) => name === 'votes');
  expect(votes).toMatchObject({ kind: 'number', max: 100, usual: '0', server: null });
  expect(votes!.channels).toEqual([{ channelId: 'channel', value: '4' }]);
  await ask('POST', '/api/rules/server/log/undo', { id: list.change });
  const { body: after } = await ask<SettingList>('GET', '/api/rules/server/settings');
  expect(after.settings.find(({ name }) => name === 'votes')!.channels).toEqual([]);
  expect((await set({ name: 'votes', value: '400' })).body).toEqual({
    error: 'Cannot set votes: a whole number from 0 to 100, given 400',
  });
  expect((await set({ name: 'votes', value: '4', channelId: 'elsewhere' })).status).toBe(404);
  const { body: own } = await ask<SettingList>('GET', '/api/rules/studio/settings');
  expect(own.settings.map(({ name }) => name)).toEqual(expect.arrayContaining(['drawing', 'keep-days']));
  expect(own.settings.map(({ name }) => name)).not.toContain('starboard'); // Discord alone has one
});
