import { expect, it } from 'vitest';
import type { ServerDirectory } from '#bot/ports/server-directory.ts';
import type { GalleryCard, KinCard } from '#bot/studio/server/api.ts';
import { openStudio, submit } from '#test/bot/studio/server/studio-fixture.ts';
import { namesInZip } from '#test/fakes/zip-names.ts';

const place = (serverId: string, channelId = '1') => ({ platform: 'discord' as const, serverId, channelId });
const DIRECTORY: ServerDirectory = {
  server: () => null,
  openChannels: () => ['1'],
  rightsOf: async () => null,
  show: async () => {},
};
const member = { id: '80351110224678912', name: 'Nelly', isModerator: false };

it('the gallery finds on the server, shows the pictures of servers that allow it, and hides all others', async () => {
  const studio = await openStudio({ stepMs: 0, directory: DIRECTORY });
  const { ask, workplace } = studio;
  const { jobs } = workplace;
  const own = await submit(studio, { prompt: 'a red house', seed: '1' });
  await ask('POST', `/api/jobs/${own.id}/star`, { isOn: true });
  const ada = { serverId: 'open', memberId: '1', memberName: 'Ada', mayManageServer: true };
  await jobs.rules.settings.set(ada, { name: 'studio', value: 'on', channelId: null });
  for (const serverId of ['open', 'closed']) {
    await jobs.enterServer({ platform: 'discord', serverId });
    await jobs.submit({
      requestKey: serverId,
      place: place(serverId),
      member,
      order: { prompt: `a boat, ${serverId}` },
    });
  }
  const shown = (await jobs.findByRequest('open'))!.job.id;
  // Nothing leaves a channel that not everybody sees, nor what its owner sees alone.
  const draw = async (requestKey: string, channelId: string, order: object) =>
    jobs.submit({ requestKey, place: place('open', channelId), member, order: { prompt: 'a secret boat', ...order } });
  const secrets = [await draw('staff', '2', {}), await draw('own', '1', { private: true })].map(({ job }) => job.id);
  const hidden = (await jobs.findByRequest('closed'))!.job.id;
  const found = async (sought: object) => {
    const { body } = await ask<GalleryCard>('POST', '/api/gallery', { ...sought, from: 0, limit: 10 });
    return [body.total, ...body.works.map(({ card }) => `${card.order.prompt} by ${card.by}`)];
  };
  expect(await found({})).toEqual([2, 'a boat, open by Nelly', 'a red house by null']);
  expect(await found({ place: 'discord' })).toEqual([1, 'a boat, open by Nelly']);
  expect(await found({ words: 'HOUSE red' })).toEqual([1, 'a red house by null']);
  expect(await found({ starred: true })).toEqual([1, 'a red house by null']);
  expect((await ask('POST', '/api/gallery', { from: -1, limit: 500 })).status).toBe(400);

  await expect.poll(async () => (await jobs.view(shown))?.job.state.kind).toBe('done');
  await expect.poll(async () => (await jobs.view(hidden))?.job.state.kind).toBe('done');
  const picture = async (id: string) => (await fetch(`${studio.studio.address}/api/jobs/${id}/pictures/0.png`)).status;
  expect([await picture(shown), await picture(hidden)]).toEqual([200, 404]);
  // Several go into one file, as they are; one that may not be seen goes along with none.
  const archive = (ids: readonly string[]) =>
    fetch(`${studio.studio.address}/api/gallery/pictures.zip?${ids.map((id) => `of=${id}`).join('&')}`);
  const zip = Buffer.from(await (await archive([own.id, shown])).arrayBuffer());
  for (const id of [own.id, shown]) {
    const alone = await fetch(`${studio.studio.address}/api/jobs/${id}/pictures/0.png`);
    expect(zip.includes(Buffer.from(await alone.arrayBuffer())), id).toBe(true);
  }
  expect(namesInZip(zip)).toEqual(['a-red-house-1.png', expect.stringMatching(/^a-boat-open-\d+\.png$/)]);
  expect([(await archive([own.id, hidden])).status, (await archive([])).status]).toEqual([404, 400]);
  for (const secret of secrets) {
    await expect.poll(async () => (await jobs.view(secret))?.job.state.kind).toBe('done');
    expect([await picture(secret), (await archive([secret])).status]).toEqual([404, 404]);
    expect((await ask('POST', `/api/jobs/${secret}/reroll`)).status).toBe(404);
  }
  for (const action of ['reroll', 'delete'])
    expect((await ask('POST', `/api/jobs/${hidden}/${action}`)).status, action).toBe(404);
  const { body: again } = await ask<{ id: string }>('POST', `/api/jobs/${shown}/reroll`);
  const { body: kin } = await ask<KinCard>('GET', `/api/jobs/${again.id}/kin`);
  expect([kin.parent?.id, kin.children, kin.alike.map(({ id }) => id)]).toEqual([shown, [], [again.id, shown]]);
});
