import { expect, it, onTestFinished } from 'vitest';
import type { ClusterCard } from '#bot/studio/server/api.ts';
import type { LanesCard } from '#bot/studio/server/operator-api.ts';
import { Failure } from '#shared/failure.ts';
import { submission, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { DEMO_DESCRIPTION, events, openStudio, submit } from '#test/bot/studio/server/studio-fixture.ts';
import { listen } from '#test/fakes/listen.ts';

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

it('leaves a machine alone with the reason that was given, until it is taken back', async () => {
  const place = await openStudio();
  const { ask, renderer } = place;
  const machine = renderer.address;
  const maintain = (reason: string) => ask('POST', '/api/machines/maintenance', { machine, reason });
  const card = async (wanted: (state: string) => boolean) => {
    for await (const { event, data } of events(place.studio.address, 'page')) {
      if (event !== 'cluster') continue;
      const [first] = (data as ClusterCard).renderers;
      if (wanted(first!.state)) return { state: first!.state, reason: first!.reason };
    }
    throw new Error('the studio closed');
  };
  expect((await maintain(' a new fan ')).status).toBe(200);
  expect(await card((state) => state === 'maintenance')).toEqual({ state: 'maintenance', reason: 'a new fan' });
  const { id } = await submit({ ask }, { prompt: 'a house', steps: 2 });
  const waitingFor = async () => (await place.workplace.jobs.view(id))!.progress.waitingFor?.key;
  await expect.poll(waitingFor).toBe('waiting.maintenance');
  expect(renderer.renders).toHaveLength(0);
  expect((await maintain(' ')).status).toBe(200);
  await expect.poll(async () => (await place.workplace.jobs.view(id))!.job.state.kind).toBe('done');
  expect((await ask('POST', '/api/machines/maintenance', { machine: 'gpu9:1', reason: 'a new fan' })).status).toBe(404);
});

it('shows what each machine draws and will draw, and of other servers no words', async () => {
  const { ask, renderer, workplace } = await openStudio({ stepMs: 30 });
  const lanes = async () => (await ask<LanesCard>('GET', '/api/lanes')).body;
  const first = await submit({ ask }, { prompt: 'a house', steps: 2 });
  await expect.poll(async () => (await workplace.jobs.view(first.id))!.job.state.kind).toBe('done'); // its speed is known
  renderer.setStepMs(2_000);
  const own = await submit({ ask }, { prompt: 'a castle', steps: 9 });
  await workplace.jobs.submit(submission());
  const last = await submit({ ask }, { prompt: 'a boat', steps: 9 });
  const at = async () => (await lanes()).lanes.find(({ machine }) => machine === renderer.address)?.blocks ?? [];
  await expect.poll(async () => (await at()).length).toBe(3);
  const [drawn, elsewhere, planned] = await at();
  expect(drawn).toMatchObject({ id: own.id, title: 'a castle', isDrawn: true, fromMs: 0 });
  expect(elsewhere).toMatchObject({ id: null, title: null, isDrawn: false });
  expect(planned).toMatchObject({ id: last.id, title: 'a boat', isDrawn: false });
  expect(planned!.fromMs).toBe(elsewhere!.untilMs ?? elsewhere!.fromMs);
  const { waiting } = await lanes();
  expect(waiting.map(({ title }) => title)).toEqual([null, 'a boat']);
  expect(waiting[0]!.why).not.toContain('lighthouse');
});

it('tries another machine before it takes it in, and says what is in the way', async () => {
  const { ask, workplace } = await openStudio();
  const add = (address: string, secret?: string) =>
    ask('POST', '/api/machines/add', { address, ...(secret && { secret }) });
  expect((await add('not an address')).body.error).toContain('an address is host:port');
  expect((await add('127.0.0.1:1')).body.error).toContain('nobody answers at 127.0.0.1:1');
  const [locked, port] = await listen(
    { Describe: (_: unknown, done: (error: object) => void) => done({ code: 16 }) },
    0,
  );
  onTestFinished(() => locked.forceShutdown());
  expect((await add(`127.0.0.1:${port}`, 'a-secret-of-another')).body.error).toContain('wants another secret');
  const other = await withRenderer({ description: { ...DEMO_DESCRIPTION, name: 'attic' } });
  expect(await add(other.address, 'a-secret-of-the-attic')).toMatchObject({ status: 201, body: { name: 'attic' } });
  await expect.poll(() => workplace.cluster.snapshot().map(({ up }) => up)).toEqual([true, true]);
  expect((await add(other.address)).body.error).toContain('among the machines already');
});
