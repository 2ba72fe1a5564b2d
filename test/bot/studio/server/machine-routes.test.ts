import { expect, it } from 'vitest';
import type { ClusterCard } from '#bot/studio/server/api.ts';
import { Failure } from '#shared/failure.ts';
import { DEMO_DESCRIPTION, events, openStudio } from '#test/bot/studio/server/studio-fixture.ts';

const SD15 = { name: 'sd15', title: 'Stable Diffusion 1.5', bytes: 1e9, licence: '', licenceLink: '' };

it('says at the machine why a model does not come, and refuses what it does not offer', async () => {
  const place = await openStudio({
    description: { ...DEMO_DESCRIPTION, pullable: [SD15] },
    async *pull() {
      yield { event: 'heartbeat', heartbeat: {} };
      throw new Failure('exhausted', 'Cannot pull: the disk is full');
    },
  });
  const { ask, renderer } = place;
  const machine = renderer.address;
  expect((await ask('POST', '/api/machines/pull', { machine, model: 'sd15' })).status).toBe(200);
  for await (const { event, data } of events(place.studio.address, 'page')) {
    if (event !== 'cluster') continue;
    const [pull] = (data as ClusterCard).renderers[0]!.pulls;
    if (pull?.state !== 'failed') continue;
    expect(pull.problem).toBe('Cannot pull: the disk is full');
    break;
  }
  expect(await ask('POST', '/api/machines/pull', { machine, model: 'sd16' })).toEqual({
    status: 404,
    body: { error: 'There is no model sd16 for this machine' },
  });
  expect(await ask('POST', '/api/machines/preload', { machine: 'gpu9:1', model: 'demo' })).toEqual({
    status: 404,
    body: { error: 'There is no machine gpu9:1 any more' },
  });
  expect((await ask('POST', '/api/machines/preload', { machine, model: 'demo' })).status).toBe(200);
  expect((await ask('POST', '/api/machines/drain', { machine })).body).toEqual({
    error: expect.stringContaining('isOn'),
  });
});
