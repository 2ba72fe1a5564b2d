import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCluster } from '#bot/cluster/cluster.ts';
import type { JobView } from '#bot/domain/job.ts';
import { systemClock } from '#shared/clock.ts';
import type { RenderRequest } from '#shared/contract/tasks.ts';
import { Failure } from '#shared/failure.ts';
import { silentLog } from '#shared/log.ts';
import { plainMessage } from '#shared/text/message.ts';
import {
  end,
  startTestJobService,
  submission,
  type TestJobService,
  viewsUntil,
  withRenderer,
} from '#test/bot/jobs/job-service-fixture.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import type { Fault } from '#test/fakes/fake-renders.ts';
import { drawIn, settledOrder, TIMINGS } from '#test/fakes/new-job.ts';
import type { FakeRenderer, FakeRendererOptions } from '#test/fakes/renderer.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const DIED: Fault = { kind: 'break', atStep: 2, failure: new Failure('unavailable', 'The engine died') };

/** Two renderers, and a jobs that has met both. */
async function withTwo(first: FakeRendererOptions, second: FakeRendererOptions = {}) {
  const renderers = [await withRenderer(first), await withRenderer(second)];
  const workplace = await startTestJobService({
    folder: scratchFolder(),
    addresses: renderers.map((each) => each.address),
  });
  for await (const snapshots of workplace.cluster.changes(new AbortController().signal))
    if (snapshots.every(({ up }) => up)) break;
  return { ...workplace, renderers };
}

/** What the first attempt would write if it came to after all. */
const finishLate = ({ storage }: TestJobService, id: string) =>
  storage.ledger.finish(
    { id, attempt: 1, epoch: storage.epoch },
    { result: { kind: 'pictures', pictures: [] }, timings: TIMINGS, at: 0 },
  );

const attemptsOf = (renderers: readonly FakeRenderer[]) =>
  renderers.map(({ renders }) => renders.map(({ request }) => request.attempt));

const ends = (views: readonly JobView[]) =>
  views.filter(({ job }) => !['queued', 'rendering'].includes(job.state.kind)).map(({ job }) => job.state.kind);

describe('a renderer that dies while it draws', () => {
  const cases: [string, Fault][] = [
    ['its process is gone', { kind: 'vanish', atStep: 2 }],
    ['its engine died', DIED],
    ['it has a defect', { kind: 'break', atStep: 0, failure: new Failure('internal', 'A tensor was lost') }],
    ['somebody else cancelled there', { kind: 'break', atStep: 1, failure: new Failure('cancelled', 'Cancelled') }],
  ];
  for (const [what, fault] of cases) {
    it(`does not take the job with it: ${what}`, async () => {
      const workplace = await withTwo({ script: () => fault });
      const { job } = await workplace.jobs.submit(submission());
      const views = await viewsUntil(workplace, job.id, (view) => view.job.state.kind === 'done');
      expect(ends(views)).toEqual(['done']);
      expect(attemptsOf(workplace.renderers)).toEqual([[1], [2]]);
      expect(await workplace.jobs.pictures(job.id)).toHaveLength(1);
      expect(await finishLate(workplace, job.id)).toBe(false);
    });
  }
  it('three times ends the job with a reason, and the queue goes on', async () => {
    const script: FakeRendererOptions['script'] = (request) =>
      request.task === 'draw' && request.draw.seed === 13 ? DIED : null;
    const workplace = await withTwo({ script }, { script });
    const order = { ...submission().order, seed: 13 };
    const { place, member } = submission();
    const { serverId } = place;
    await workplace.storage.roleLimits.put(
      {
        ...{ serverId, roleId: serverId, roleName: 'everyone', limits: { secondsADay: 60 } },
        ...{ authorId: 'ada', authorName: 'Ada' },
      },
      { rolesMax: 9 },
    );
    const poison = await workplace.jobs.submit(submission({ order }));
    const { job } = await end(workplace, poison.job.id);
    expect(job.attempts).toBe(3);
    expect(job.state).toEqual({
      kind: 'failed',
      code: 'unavailable',
      reason: { key: 'attempt.strikes', values: { count: 3, last: plainMessage('The engine died') } },
    });
    // What failed took none of the day's seconds; steps that were drawn before it broke are given back.
    expect(await workplace.jobs.dayOf({ place, member })).toEqual({ max: 60, used: 0, open: 0 });
    const spent = await workplace.jobs.drawnMs({ ownerId: member.id, serverId, since: 0 });
    expect(spent).toBe(0);
    const next = await workplace.jobs.submit(submission());
    expect((await end(workplace, next.job.id)).job.state.kind).toBe('done');
    expect(await workplace.jobs.drawnMs({ ownerId: member.id, serverId, since: 0 })).toBeGreaterThan(0);
  });
});

describe('a renderer that a later bot with a copy of the ledger uses', () => {
  const takeOver = async ({ storage }: TestJobService, address: string) => {
    const { dispatcher } = storage;
    const cluster = openCluster({ addresses: [address], dispatcher, local: {}, clock: systemClock, log: silentLog });
    onTestFinished(() => cluster.close());
    const {
      kind: _,
      source: _none,
      imagePrompts: _images,
      control: _control,
      ownAdapters: _own,
      ...draw
    } = settledOrder().task;
    const request = { jobId: 'theirs', attempt: 1, epoch: 2 ** 32 - 1, task: 'draw', draw } as const;
    await cluster.render(address, request, new AbortController().signal).next();
  };
  it('is given nothing more, and the others go on', async () => {
    const workplace = await withTwo({});
    await takeOver(workplace, workplace.renderers[0]!.address);
    const jobs = await Promise.all([1, 2, 3].map(() => workplace.jobs.submit(submission())));
    for (const { job } of jobs) expect((await end(workplace, job.id)).job.state.kind).toBe('done');
    expect(workplace.renderers[0]!.renders).toHaveLength(1);
  });
  it('ends a job with that reason at once when there is no other', async () => {
    const renderer = await withRenderer();
    const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
    await takeOver(workplace, renderer.address);
    const { job } = await workplace.jobs.submit(submission());
    const { state, attempts } = (await end(workplace, job.id)).job;
    expect([state, attempts]).toMatchObject([{ kind: 'failed', reason: { key: 'attempt.taken' } }, 1]);
  });
});

describe('a job that kills engines', () => {
  const isPoison = (request: RenderRequest) => request.task === 'draw' && request.draw.seed === 13;
  const script: FakeRendererOptions['script'] = (request) => (isPoison(request) ? { kind: 'kill', atStep: 2 } : null);
  const submitAll = async ({ jobs }: TestJobService, seeds: readonly number[]) => {
    const orders = seeds.map((seed) => submission({ order: { ...submission().order, seed } }));
    return Promise.all(orders.map(async (order) => (await jobs.submit(order)).job.id));
  };

  it('among ten fails alone, after three engines, and its neighbours are drawn', async () => {
    const renderer = await withRenderer({ script, slots: 4 });
    const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
    const ids = await submitAll(workplace, [1, 2, 13, 4, 5, 6, 7, 8, 9, 10]);
    const states = await Promise.all(ids.map(async (id) => (await end(workplace, id)).job.state));
    const last = plainMessage('The engine died');
    const reason = { key: 'attempt.strikes', values: { count: 3, last } };
    expect(states.splice(2, 1)).toEqual([{ kind: 'failed', code: 'unavailable', reason }]);
    expect(states.map(({ kind }) => kind)).toEqual(Array(9).fill('done'));
    const poison = renderer.renders.filter(({ request }) => isPoison(request));
    expect(poison).toHaveLength(3);
    // Whoever was beside it once is not beside it again.
    expect(Math.max(...renderer.renders.map(({ request }) => request.attempt))).toBe(3);
    const attempts = renderer.renders.filter(({ request }) => !isPoison(request)).map(({ request }) => request.attempt);
    expect(Math.max(...attempts)).toBeLessThanOrEqual(2);
  });

  it('is drawn beside nobody after its first engine, and so is whoever was beside it', async () => {
    const renderer = await withRenderer({ script, slots: 4, stepMs: 5 });
    const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
    const [poison, ...others] = await submitAll(workplace, [13, 1, 2, 3, 4, 5]);
    const drawn = new Map<string, ReadonlySet<string>>();
    const watching = workplace.jobs.watch('discord', new AbortController().signal);
    const rendering = new Map<string, number>();
    for (let ended = 0; ended < 6; ) {
      const { value: view } = await watching.next();
      const { id, state } = view!.job;
      if (state.kind === 'rendering') rendering.set(id, state.attempt);
      else if (rendering.delete(id) && state.kind !== 'queued') ended += 1;
      if (state.kind === 'rendering' && state.attempt > 1) drawn.set(id, new Set(rendering.keys()));
    }
    expect(drawn.get(poison!)).toEqual(new Set([poison]));
    for (const [id, together] of drawn) expect(together).toEqual(new Set([id]));
    expect((await end(workplace, poison!)).job.state.kind).toBe('failed');
    for (const id of others) expect((await end(workplace, id)).job.state.kind).toBe('done');
  });
});

describe('a picture that is not what it should be', () => {
  for (const how of ['garbage', 'truncated', 'wrong-sha', 'wrong-size', 'missing'] as const) {
    it(`is never shown: ${how}`, async () => {
      const workplace = await withTwo({ script: () => ({ kind: 'spoil', how }) });
      const { job } = await workplace.jobs.submit(submission());
      const { state } = (await end(workplace, job.id)).job;
      expect(state).toMatchObject({ kind: 'done', attempt: 2 });
      expect(readdirSync(join(workplace.folder, 'pictures'))).toEqual([`${job.id}-2-0.png`]);
    });
  }
});

describe('a renderer that refuses', () => {
  it('because it can never be drawn ends the job with its sentence, at once', async () => {
    const failure = new Failure('invalid', 'Cannot render 64x64: width at least 128, given 64');
    const workplace = await withTwo({ script: () => ({ kind: 'refuse', failure }) });
    const { job } = await workplace.jobs.submit(submission());
    const { state } = (await end(workplace, job.id)).job;
    expect(state).toEqual({ kind: 'failed', code: 'invalid', reason: failure.said });
    expect(attemptsOf(workplace.renderers)).toEqual([[1], []]);
  });
  for (const code of ['exhausted', 'unavailable', 'superseded', 'not-found'] as const) {
    it(`for now (${code}) is left alone for a while, and the job goes elsewhere`, async () => {
      const failure = new Failure(code, 'Not now');
      const workplace = await withTwo({ script: () => ({ kind: 'refuse', failure }) });
      const { job } = await workplace.jobs.submit(submission());
      expect((await end(workplace, job.id)).job.state).toMatchObject({ kind: 'done', attempt: 2 });
      expect(attemptsOf(workplace.renderers)).toEqual([[1], [2]]);
    });
  }
  it('and is alone is asked again later, without a strike', async () => {
    const script: FakeRendererOptions['script'] = (_request, number) =>
      number < 2 ? { kind: 'refuse', failure: new Failure('exhausted', 'The queue is full') } : null;
    const renderer = await withRenderer({ script });
    const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
    const { job } = await workplace.jobs.submit(submission());
    expect((await end(workplace, job.id)).job.state).toMatchObject({ kind: 'done', attempt: 3 });
  });
});

describe('a renderer that goes silent', () => {
  it('is told after seven seconds, loses the job after ten, and what it might still send is refused', async () => {
    const clock = createFakeClock();
    const renderers = [
      await withRenderer({ script: () => ({ kind: 'hang', atStep: 1 }), stepMs: 0 }),
      await withRenderer({ description: { ...FAKE_DESCRIPTION, name: 'second' } }),
    ];
    const addresses = renderers.map(({ address }) => address);
    const workplace = await startTestJobService({ folder: scratchFolder(), addresses, clock });
    for await (const snapshots of workplace.cluster.changes(new AbortController().signal))
      if (snapshots.every(({ up }) => up)) break;
    const { job } = await workplace.jobs.submit(submission());
    await viewsUntil(workplace, job.id, ({ progress }) => progress.preview !== null); // the last it says
    await clock.advance(9_000);
    const view = await workplace.jobs.view(job.id);
    expect(view?.job.state).toMatchObject({ kind: 'rendering', attempt: 1 });
    expect(view?.progress).toMatchObject({ waitingFor: { key: 'waiting.quiet', values: { seconds: 7 } }, etaMs: null });
    await clock.advance(1_100);
    expect((await end(workplace, job.id)).job.state).toMatchObject({ kind: 'done', attempt: 2 });
    expect(await finishLate(workplace, job.id)).toBe(false);
    expect(attemptsOf(renderers)).toEqual([[1], [2]]);
  });
});

describe('a renderer that comes back', () => {
  it('finds the jobs that waited for it', async () => {
    const first = await withRenderer({ script: () => ({ kind: 'vanish', atStep: 1 }) });
    const workplace = await startTestJobService({ folder: scratchFolder(), addresses: [first.address] });
    const { job } = await workplace.jobs.submit(submission());
    const isAway = ({ job: { attempts, state }, progress }: JobView) =>
      attempts === 1 && state.kind === 'queued' && progress.waitingFor !== null;
    const away = await viewsUntil(workplace, job.id, isAway);
    expect(away.at(-1)?.progress.waitingFor).toEqual({ key: 'waiting.none-connected', values: {} });
    await withRenderer({ port: Number(first.address.split(':')[1]) });
    expect((await end(workplace, job.id)).job.state).toMatchObject({ kind: 'done', attempt: 2 });
  });
});

describe('a jobs that is opened again', () => {
  it('joins the render where it is, without drawing it again', async () => {
    const renderer = await withRenderer({ stepMs: 60 });
    const options = { folder: scratchFolder(), addresses: [renderer.address] };
    const before = await startTestJobService(options);
    const { job } = await before.jobs.submit(submission());
    await viewsUntil(before, job.id, ({ progress }) => progress.step === 1);
    await before.stop();
    const after = await startTestJobService(options);
    expect((await end(after, job.id)).job.state).toMatchObject({ kind: 'done', attempt: 1 });
    expect(renderer.renders).toHaveLength(1);
  });
  it('draws again what its renderer does not know, with the same seed', async () => {
    const first = await withRenderer({ clock: createFakeClock() });
    const folder = scratchFolder();
    const before = await startTestJobService({ folder, addresses: [first.address] });
    const { job } = await before.jobs.submit(submission());
    await viewsUntil(before, job.id, (view) => view.job.state.kind === 'rendering' && view.progress.steps > 0);
    await before.stop();
    const second = await withRenderer();
    const after = await startTestJobService({ folder, addresses: [second.address] });
    expect((await end(after, job.id)).job.state).toMatchObject({ kind: 'done', attempt: 2 });
    expect(second.renders[0]?.spec.seed).toBe(drawIn(job.settled).seed);
  });
  it('keeps the order of the queue and every job in it', async () => {
    const standing = await withRenderer({ clock: createFakeClock() });
    const folder = scratchFolder();
    const before = await startTestJobService({ folder, addresses: [standing.address] });
    const ids: string[] = [];
    for (let count = 0; count < 6; count += 1) ids.push((await before.jobs.submit(submission())).job.id);
    await before.stop();
    const quick = await withRenderer({ slots: 1 });
    const after = await startTestJobService({ folder, addresses: [quick.address] });
    for (const id of ids) expect((await end(after, id)).job.state.kind).toBe('done');
    expect(quick.renders.map(({ request }) => request.jobId).toSorted()).toEqual(ids.toSorted());
  });
});
