import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Member } from '#bot/jobs/job.ts';
import {
  end,
  openWorkplace,
  submission,
  viewsUntil,
  type Workplace,
  withRenderer,
} from '#test/bot/jobs/desk-fixture.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import { FAKE_DESCRIPTION, type FakeRendererOptions } from '#test/fakes/renderer.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const NELLY: Member = { id: 'nelly', name: 'Nelly', isModerator: false };
const STRANGER: Member = { id: 'stranger', name: 'Stranger', isModerator: false };
const MODERATOR: Member = { id: 'moderator', name: 'Moderator', isModerator: true };

async function withDesk(options: FakeRendererOptions = {}, bounds?: { memberMax: number; totalMax: number }) {
  const renderer = await withRenderer(options);
  const addresses = [renderer.address];
  const workplace = await openWorkplace({ folder: scratchFolder(), addresses, ...(bounds && { bounds }) });
  return { ...workplace, renderer };
}

/** Drawing never ends by itself: time does not pass at that renderer. */
const STANDING: FakeRendererOptions = { clock: createFakeClock() };

const isDrawn = (workplace: Workplace, id: string) =>
  viewsUntil(workplace, id, ({ job, progress }) => job.state.kind === 'rendering' && progress.steps > 0);

describe('an order', () => {
  it('becomes a picture, with steps and previews on the way', async () => {
    const workplace = await withDesk({ stepMs: 20 });
    const { job } = await workplace.desk.submit(submission());
    const views = await viewsUntil(workplace, job.id, (view) => view.job.state.kind === 'done');
    expect(views.some(({ progress }) => progress.preview !== null)).toBe(true);
    expect(views.some(({ progress }) => progress.rendererName === 'fake' && progress.step > 0)).toBe(true);
    const [found] = await workplace.desk.pictures(job.id);
    const { seed } = job.settled.spec;
    expect(Buffer.from(found!.data).equals(tinyPng({ width: 64, height: 64, seed }))).toBe(true);
    expect(found!.picture).toMatchObject({ index: 0, seed, width: 64, height: 64 });
  });
  it('for four pictures gives four, each with the next seed', async () => {
    const workplace = await withDesk();
    const order = { ...submission().order, count: 4, seed: 2 ** 32 - 2 };
    const { job } = await workplace.desk.submit(submission({ order }));
    await end(workplace, job.id);
    const pictures = await workplace.desk.pictures(job.id);
    expect(pictures.map(({ picture }) => picture.seed)).toEqual([2 ** 32 - 2, 2 ** 32 - 1, 0, 1]);
    const hashes = new Set(pictures.map(({ data }) => createHash('sha256').update(data).digest('hex')));
    expect(hashes.size).toBe(4);
  });
  it('that comes twice, later or at the same time, is one job', async () => {
    const workplace = await withDesk();
    const twice = submission();
    const [one, other] = await Promise.all([workplace.desk.submit(twice), workplace.desk.submit(twice)]);
    expect(other.job.id).toBe(one.job.id);
    await end(workplace, one.job.id);
    const late = await workplace.desk.submit(twice);
    expect(late.job).toMatchObject({ id: one.job.id, state: { kind: 'done' } });
    expect(workplace.renderer.renders).toHaveLength(1);
  });
  it('that cannot be drawn is refused with a sentence and leaves no trace', async () => {
    const { desk } = await withDesk();
    const order = { prompt: 'a cat', width: 64, height: 64, steps: 0 };
    await expect(desk.submit(submission({ order }))).rejects.toMatchObject({ code: 'invalid', name: 'Failure' });
    expect(await desk.recent({ limit: 10 })).toEqual([]);
    expect(desk.queue()).toEqual([]);
  });
  it('beyond a bound is refused, names the bound, and is taken again when there is room', async () => {
    const workplace = await withDesk(STANDING, { memberMax: 2, totalMax: 3 });
    const { desk } = workplace;
    const first = await desk.submit(submission());
    await desk.submit(submission());
    await expect(desk.submit(submission())).rejects.toThrow(/2 at a time, and you have 2 open/);
    await desk.submit(submission({ member: STRANGER }));
    await expect(desk.submit(submission({ member: MODERATOR }))).rejects.toThrow(/the queue is full with 3/);
    await desk.cancel(first.job.id, NELLY);
    expect((await desk.submit(submission())).job.state.kind).toBe('queued');
  });
  it('waits in a place that moves', async () => {
    const workplace = await withDesk({ ...STANDING, queueMax: 0 });
    const { desk } = workplace;
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.push((await desk.submit(submission())).job.id);
    await isDrawn(workplace, ids[0]!);
    expect(desk.queue().map(({ job, progress }) => [job.id, progress.position])).toEqual([
      [ids[0], null],
      [ids[1], 0],
      [ids[2], 1],
    ]);
    await desk.cancel(ids[1]!, NELLY);
    expect((await desk.view(ids[2]!))?.progress.position).toBe(0);
  });
});

describe('cancelling', () => {
  it('a queued job ends it before anybody draws it', async () => {
    const workplace = await withDesk({ ...STANDING, queueMax: 0 });
    const first = await workplace.desk.submit(submission());
    await isDrawn(workplace, first.job.id);
    const { job } = await workplace.desk.submit(submission());
    await workplace.desk.cancel(job.id, NELLY);
    expect((await workplace.desk.view(job.id))?.job.state).toEqual({ kind: 'cancelled', byId: 'nelly' });
    expect(workplace.renderer.renders.map(({ request }) => request.jobId)).not.toContain(job.id);
  });
  it('a job that is being drawn ends it at the renderer too, and nothing is shown later', async () => {
    const workplace = await withDesk({ stepMs: 30 });
    const { job } = await workplace.desk.submit(submission());
    await isDrawn(workplace, job.id);
    await workplace.desk.cancel(job.id, MODERATOR);
    expect((await end(workplace, job.id)).job.state).toEqual({ kind: 'cancelled', byId: 'moderator' });
    const next = await workplace.desk.submit(submission());
    await end(workplace, next.job.id);
    expect(workplace.renderer.renders.map(({ state }) => state)).toEqual(['cancelled', 'finished']);
    expect((await workplace.desk.view(job.id))?.job.state.kind).toBe('cancelled');
    expect(readdirSync(join(workplace.folder, 'pictures'))).toHaveLength(1);
  });
  it('is for the owner and moderators, and twice is once', async () => {
    const { desk } = await withDesk(STANDING);
    const { job } = await desk.submit(submission());
    await expect(desk.cancel(job.id, STRANGER)).rejects.toThrow(/Only Nelly or a moderator can cancel/);
    await desk.cancel(job.id, NELLY);
    await desk.cancel(job.id, NELLY);
    await expect(desk.cancel('no-such-job', NELLY)).rejects.toMatchObject({ code: 'not-found' });
  });
  it('what has ended is refused', async () => {
    const workplace = await withDesk();
    const { job } = await workplace.desk.submit(submission());
    await end(workplace, job.id);
    await expect(workplace.desk.cancel(job.id, NELLY)).rejects.toThrow(/it has ended/);
  });
});

describe('deleting', () => {
  it('takes the job and its files away, for its owner', async () => {
    const workplace = await withDesk();
    const { desk, folder } = workplace;
    const { job } = await desk.submit(submission());
    await end(workplace, job.id);
    await expect(desk.remove(job.id, STRANGER)).rejects.toMatchObject({ code: 'denied' });
    await desk.remove(job.id, NELLY);
    expect(readdirSync(join(folder, 'pictures'))).toEqual([]);
    expect(await desk.recent({ limit: 5 })).toEqual([]);
    await expect(desk.pictures(job.id)).rejects.toMatchObject({ code: 'not-found' });
  });
  it('what is still open is refused', async () => {
    const { desk } = await withDesk(STANDING);
    const { job } = await desk.submit(submission());
    await expect(desk.remove(job.id, NELLY)).rejects.toThrow(/cancel it first/);
  });
});

describe('rerolling', () => {
  it('asks again with a new seed, for whoever asks', async () => {
    const workplace = await withDesk();
    const { desk } = workplace;
    const parent = await desk.submit(submission());
    await end(workplace, parent.job.id);
    const { order: _, ...request } = submission({ member: STRANGER });
    const child = await desk.reroll(parent.job.id, request);
    expect(child.job).toMatchObject({ ownerId: 'stranger', parentId: parent.job.id });
    const { seed, ...spec } = child.job.settled.spec;
    expect(seed).not.toBe(parent.job.settled.spec.seed);
    expect({ ...spec, seed: parent.job.settled.spec.seed }).toEqual(parent.job.settled.spec);
    expect((await end(workplace, child.job.id)).job.state.kind).toBe('done');
  });
  it('what was deleted is refused', async () => {
    const workplace = await withDesk();
    const { job } = await workplace.desk.submit(submission());
    await end(workplace, job.id);
    await workplace.desk.remove(job.id, NELLY);
    const { order: _, ...request } = submission();
    await expect(workplace.desk.reroll(job.id, request)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a desk without renderers', () => {
  it('refuses kindly when none has ever answered, after a bounded time', async () => {
    const clock = createFakeClock();
    const { desk } = await openWorkplace({ folder: scratchFolder(), addresses: ['127.0.0.1:9'], clock });
    const refused = expect(desk.submit(submission())).rejects.toThrow(/no renderer has answered so far/);
    await clock.advance(5_000);
    await refused;
  });
  it('takes orders by what a renderer said before the restart, and says what they wait for', async () => {
    const clock = createFakeClock();
    const { desk, storage } = await openWorkplace({ folder: scratchFolder(), addresses: ['127.0.0.1:9'], clock });
    await storage.descriptions.remember('127.0.0.1:9', FAKE_DESCRIPTION);
    const submitting = desk.submit(submission());
    await clock.advance(5_000);
    const { progress } = await submitting;
    expect(progress).toMatchObject({ position: 0, etaMs: null, waitingFor: 'no renderer is connected' });
  });
});

describe('panels', () => {
  it('are bound while the job runs, and an ended job is offered until its panel shows the end', async () => {
    const workplace = await withDesk();
    const { desk } = workplace;
    const { job } = await desk.submit(submission());
    const panel = { channelId: '1', messageId: '2', interactionToken: 'secret', tokenExpiresAt: 3 };
    await desk.bindPanel(job.id, panel);
    const ended = await end(workplace, job.id);
    expect(ended.job.panel).toEqual(panel);
    expect((await desk.findByMessage('2'))?.job.id).toBe(job.id);
    expect((await desk.undelivered('discord')).map((view) => view.job.id)).toEqual([job.id]);
    expect(await desk.undelivered('studio')).toEqual([]);
    await desk.markDelivered(job.id);
    expect(await desk.undelivered('discord')).toEqual([]);
  });
});
