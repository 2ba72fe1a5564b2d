import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Member } from '#bot/domain/job.ts';
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
import { drawIn } from '#test/fakes/new-job.ts';
import type { FakeRendererOptions } from '#test/fakes/renderer.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const NELLY: Member = { id: 'nelly', name: 'Nelly', isModerator: false };
const STRANGER: Member = { id: 'stranger', name: 'Stranger', isModerator: false };
const MODERATOR: Member = { id: 'moderator', name: 'Moderator', isModerator: true };

async function withJobService(options: FakeRendererOptions = {}, bounds?: { memberMax: number; totalMax: number }) {
  const renderer = await withRenderer(options);
  const addresses = [renderer.address];
  const workplace = await startTestJobService({ folder: scratchFolder(), addresses, ...(bounds && { bounds }) });
  return { ...workplace, renderer };
}

/** Drawing never ends by itself: time does not pass at that renderer. */
const STANDING: FakeRendererOptions = { clock: createFakeClock() };

const isDrawn = (workplace: TestJobService, id: string) =>
  viewsUntil(workplace, id, ({ job, progress }) => job.state.kind === 'rendering' && progress.steps > 0);

describe('an order', () => {
  it('becomes a picture, with steps and previews on the way', async () => {
    const workplace = await withJobService({ stepMs: 20 });
    const { job } = await workplace.jobs.submit(submission());
    const views = await viewsUntil(workplace, job.id, (view) => view.job.state.kind === 'done');
    expect(views.some(({ progress }) => progress.preview !== null)).toBe(true);
    expect(views.some(({ progress }) => progress.rendererName === 'fake' && progress.step > 0)).toBe(true);
    const [found] = await workplace.jobs.pictures(job.id);
    const { seed } = drawIn(job.settled);
    expect(Buffer.from(found!.data).equals(tinyPng({ width: 64, height: 64, seed }))).toBe(true);
    expect(found!.picture).toMatchObject({ index: 0, seed, width: 64, height: 64 });
  });
  it('for four pictures gives four, each with the next seed', async () => {
    const workplace = await withJobService();
    const order = { ...submission().order, count: 4, seed: 2 ** 32 - 2 };
    const { job } = await workplace.jobs.submit(submission({ order }));
    await end(workplace, job.id);
    const pictures = await workplace.jobs.pictures(job.id);
    expect(pictures.map(({ picture }) => picture.seed)).toEqual([2 ** 32 - 2, 2 ** 32 - 1, 0, 1]);
    const hashes = new Set(pictures.map(({ data }) => createHash('sha256').update(data).digest('hex')));
    expect(hashes.size).toBe(4);
  });
  it('that comes twice, later or at the same time, is one job', async () => {
    const workplace = await withJobService();
    const twice = submission();
    const [one, other] = await Promise.all([workplace.jobs.submit(twice), workplace.jobs.submit(twice)]);
    expect(other.job.id).toBe(one.job.id);
    await end(workplace, one.job.id);
    const late = await workplace.jobs.submit(twice);
    expect(late.job).toMatchObject({ id: one.job.id, state: { kind: 'done' } });
    expect(workplace.renderer.renders).toHaveLength(1);
  });
  it('that cannot be drawn is refused with a sentence and leaves no trace', async () => {
    const { jobs } = await withJobService();
    const order = { prompt: 'a cat', width: 64, height: 64, steps: 0 };
    await expect(jobs.submit(submission({ order }))).rejects.toMatchObject({ code: 'invalid', name: 'Failure' });
    expect(await jobs.recent({ limit: 10 })).toEqual([]);
    expect(jobs.queue()).toEqual([]);
  });
  it('beyond a bound is refused, names the bound, and is taken again when there is room', async () => {
    const workplace = await withJobService(STANDING, { memberMax: 2, totalMax: 3 });
    const { jobs } = workplace;
    const first = await jobs.submit(submission());
    await jobs.submit(submission());
    await expect(jobs.submit(submission())).rejects.toThrow(/2 at a time, and you have 2 open/);
    await jobs.submit(submission({ member: STRANGER }));
    await expect(jobs.submit(submission({ member: MODERATOR }))).rejects.toThrow(/the queue is full with 3/);
    await jobs.cancel(first.job.id, NELLY);
    expect((await jobs.submit(submission())).job.state.kind).toBe('queued');
  });
  it('waits in a place that moves', async () => {
    const workplace = await withJobService({ ...STANDING, queueMax: 0 });
    const { jobs } = workplace;
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.push((await jobs.submit(submission())).job.id);
    await isDrawn(workplace, ids[0]!);
    await viewsUntil(workplace, ids[2]!, ({ progress }) => progress.position === 1);
    expect(jobs.queue().map(({ job, progress }) => [job.id, progress.position])).toEqual([
      [ids[0], null],
      [ids[1], 0],
      [ids[2], 1],
    ]);
    await jobs.cancel(ids[1]!, NELLY);
    await viewsUntil(workplace, ids[2]!, ({ progress }) => progress.position === 0);
  });
});

describe('the number of pictures', () => {
  it('is bounded by what one message shows, so that none is drawn unseen', async () => {
    const limits = { ...FAKE_DESCRIPTION.limits!, countMax: 16 };
    const { jobs } = await withJobService({ description: { limits } });
    const order = { prompt: 'a lighthouse', steps: 2, count: 11 };
    await expect(jobs.submit(submission({ order }))).rejects.toThrow(
      'Cannot use this number of pictures: it must be a whole number from 1 to 10, given 11',
    );
    const place = { platform: 'studio', serverId: 'studio', channelId: 'studio' } as const;
    expect((await jobs.submit(submission({ order, place }))).job.settled.task).toMatchObject({ count: 11 });
  });
});

describe('cancelling', () => {
  it('a queued job ends it before anybody draws it', async () => {
    const workplace = await withJobService({ ...STANDING, queueMax: 0 });
    const first = await workplace.jobs.submit(submission());
    await isDrawn(workplace, first.job.id);
    const { job } = await workplace.jobs.submit(submission());
    await workplace.jobs.cancel(job.id, NELLY);
    expect((await workplace.jobs.view(job.id))?.job.state).toEqual({ kind: 'cancelled', byId: 'nelly' });
    expect(workplace.renderer.renders.map(({ request }) => request.jobId)).not.toContain(job.id);
  });
  it('a job that is being drawn ends it at the renderer too, and nothing is shown later', async () => {
    const workplace = await withJobService({ stepMs: 30 });
    const { job } = await workplace.jobs.submit(submission());
    await isDrawn(workplace, job.id);
    await workplace.jobs.cancel(job.id, MODERATOR);
    expect((await end(workplace, job.id)).job.state).toEqual({ kind: 'cancelled', byId: 'moderator' });
    const next = await workplace.jobs.submit(submission());
    await end(workplace, next.job.id);
    expect(workplace.renderer.renders.map(({ state }) => state)).toEqual(['cancelled', 'finished']);
    expect((await workplace.jobs.view(job.id))?.job.state.kind).toBe('cancelled');
    expect(readdirSync(join(workplace.folder, 'pictures'))).toHaveLength(1);
  });
  it('is for the owner and moderators, and twice is once', async () => {
    const { jobs } = await withJobService(STANDING);
    const { job } = await jobs.submit(submission());
    await expect(jobs.cancel(job.id, STRANGER)).rejects.toThrow(/Only Nelly or a moderator can cancel/);
    await jobs.cancel(job.id, NELLY);
    await jobs.cancel(job.id, NELLY);
    await expect(jobs.cancel('no-such-job', NELLY)).rejects.toMatchObject({ code: 'not-found' });
  });
  it('what has ended is refused', async () => {
    const workplace = await withJobService();
    const { job } = await workplace.jobs.submit(submission());
    await end(workplace, job.id);
    await expect(workplace.jobs.cancel(job.id, NELLY)).rejects.toThrow(/it has ended/);
  });
});

describe('deleting', () => {
  it('takes the job out of every list, for its owner', async () => {
    const workplace = await withJobService();
    const { jobs } = workplace;
    const { job } = await jobs.submit(submission());
    await end(workplace, job.id);
    await expect(jobs.remove(job.id, STRANGER)).rejects.toMatchObject({ code: 'denied' });
    await jobs.remove(job.id, NELLY);
    expect(await jobs.recent({ limit: 5 })).toEqual([]);
    await expect(jobs.pictures(job.id)).rejects.toMatchObject({ code: 'not-found' });
  });
  it('what is still open is refused', async () => {
    const { jobs } = await withJobService(STANDING);
    const { job } = await jobs.submit(submission());
    await expect(jobs.remove(job.id, NELLY)).rejects.toThrow(/cancel it first/);
  });
});

describe('rerolling', () => {
  it('asks again with a new seed, for whoever asks', async () => {
    const workplace = await withJobService();
    const { jobs } = workplace;
    const parent = await jobs.submit(submission());
    await end(workplace, parent.job.id);
    const { order: _, ...request } = submission({ member: STRANGER });
    const child = await jobs.reroll(parent.job.id, request);
    expect(child.job).toMatchObject({ ownerId: 'stranger', parentId: parent.job.id });
    const { seed, ...task } = drawIn(child.job.settled);
    const drawn = drawIn(parent.job.settled);
    expect(seed).not.toBe(drawn.seed);
    expect({ ...task, seed: drawn.seed }).toEqual(drawn);
    expect((await end(workplace, child.job.id)).job.state.kind).toBe('done');
  });
  it('what was deleted is refused', async () => {
    const workplace = await withJobService();
    const { job } = await workplace.jobs.submit(submission());
    await end(workplace, job.id);
    await workplace.jobs.remove(job.id, NELLY);
    const { order: _, ...request } = submission();
    await expect(workplace.jobs.reroll(job.id, request)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a jobs without renderers', () => {
  it('refuses kindly when none has ever answered, after a bounded time', async () => {
    const clock = createFakeClock();
    const { jobs } = await startTestJobService({ folder: scratchFolder(), addresses: ['127.0.0.1:9'], clock });
    const refused = expect(jobs.submit(submission())).rejects.toThrow(/no renderer has answered so far/);
    await clock.advance(5_000);
    await refused;
  });
  it('takes orders by what a renderer said before the restart, and says what they wait for', async () => {
    const clock = createFakeClock();
    const { jobs, storage } = await startTestJobService({ folder: scratchFolder(), addresses: ['127.0.0.1:9'], clock });
    await storage.descriptions.remember('127.0.0.1:9', FAKE_DESCRIPTION);
    const submitting = jobs.submit(submission());
    await clock.advance(5_000);
    const { progress } = await submitting;
    expect(progress).toMatchObject({ position: 0, etaMs: null, waitingFor: { key: 'waiting.none-connected' } });
  });
});

describe('panels', () => {
  it('that can be changed for a while only are a deadline: what would be late goes first, and what is late says so', async () => {
    const workplace = await withJobService({ ...STANDING, queueMax: 0 });
    const { jobs, renderer } = workplace;
    renderer.setPhase('RENDERER_PHASE_STARTING');
    const waits = async (id: string, key: string) =>
      (await viewsUntil(workplace, id, ({ progress }) => progress.waitingFor?.key === key)).at(-1)!;
    const ids: string[] = [];
    for (const id of ['ada', 'bo', 'eve', 'dan']) {
      const member = { id, name: id, isModerator: false };
      const { job } = await jobs.submit(submission({ member }));
      await waits(job.id, 'waiting.starting');
      ids.push(job.id);
    }
    const panel = { channelId: '1', interactionToken: 'secret', reach: 'token' } as const;
    const bind = (id: string, leftMs: number) =>
      jobs.bindPanel(id, { ...panel, messageId: id, tokenExpiresAt: Date.now() + 90_000 + leftMs });
    await bind(ids[2]!, 25_000);
    await bind(ids[3]!, 0);
    renderer.setPhase('RENDERER_PHASE_READY');
    await isDrawn(workplace, ids[2]!);
    await expect.poll(() => renderer.renders.map(({ request }) => request.jobId)).toEqual([ids[2]]);
    expect(jobs.queue().map(({ job }) => job.id)).toEqual([ids[2], ids[0], ids[1], ids[3]]);
    expect((await waits(ids[3]!, 'waiting.late')).progress.position).toBe(2);
  });
  it('are bound while the job runs, and an ended job is offered until its panel shows the end', async () => {
    const workplace = await withJobService();
    const { jobs } = workplace;
    const { job } = await jobs.submit(submission());
    const panel = { channelId: '1', messageId: '2', interactionToken: 'secret', tokenExpiresAt: 3 };
    await jobs.bindPanel(job.id, panel);
    const ended = await end(workplace, job.id);
    expect(ended.job.panel).toEqual(panel);
    expect((await jobs.findByMessage('2'))?.job.id).toBe(job.id);
    expect((await jobs.undelivered('discord')).map((view) => view.job.id)).toEqual([job.id]);
    expect(await jobs.undelivered('studio')).toEqual([]);
    await jobs.markDelivered(job.id);
    expect(await jobs.undelivered('discord')).toEqual([]);
  });
});
