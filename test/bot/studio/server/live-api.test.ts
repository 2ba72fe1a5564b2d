import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobCard, JobPage } from '#bot/studio/server/api.ts';
import { events, type OpenStudio, openStudio } from '#test/bot/studio/server/studio-fixture.ts';

const ORDER = { prompt: 'a red house', seed: 7, width: 64, height: 64 };

function type({ ask }: OpenStudio, prompt: string, session = 'page') {
  return ask<JobCard>('POST', '/api/live', { session, input: { ...ORDER, prompt } });
}

function liveJobs({ workplace }: OpenStudio) {
  return workplace.jobs.recent({ platform: 'studio', channelId: 'live', limit: 100 });
}

describe('live renders', () => {
  it('cancel the one before with every keystroke and keep the newest', async () => {
    const place = await openStudio({ stepMs: 100 });
    for (const prompt of ['a', 'a r', 'a red', 'a red house']) await type(place, prompt);
    await expect
      .poll(() => place.renderer.renders.filter(({ state }) => state === 'drawing' || state === 'waiting').length)
      .toBeLessThan(2);
    const left = await liveJobs(place);
    expect(left.map(({ job }) => job.settled.order.prompt)).toEqual(['a red house']);
  });

  it('leave nothing in the gallery and nothing on disk', async () => {
    const place = await openStudio();
    const pictures = join(place.workplace.folder, 'pictures');
    for (const prompt of ['a', 'a red', 'a red house']) {
      const { body } = await type(place, prompt);
      await expect.poll(async () => (await place.workplace.jobs.view(body.id))?.job.state.kind).toBe('done');
    }
    await expect.poll(() => readdirSync(pictures).length).toBe(2); // on show, and the one before, perhaps on its way
    await place.ask('POST', '/api/live/stop', { session: 'page' });
    expect(readdirSync(pictures)).toEqual([]);
    expect(await liveJobs(place)).toEqual([]);
    expect((await place.ask<JobPage>('GET', '/api/jobs')).body.jobs).toEqual([]);
  });

  it('are told to their own page only, and given up when it leaves', async () => {
    const place = await openStudio({ stepMs: 50 });
    const others: string[] = [];
    const watching = (async () => {
      for await (const { event, data } of events(place.studio.address, 'other'))
        if (event === 'job') others.push((data as JobCard).id);
    })().catch(() => {});
    let own: JobCard | null = null;
    for await (const { event, data } of events(place.studio.address, 'page')) {
      if (event === 'hello') await type(place, 'a red house');
      if (event === 'job') own = data as JobCard;
      if (own) break;
    }
    expect(own).toMatchObject({ live: true });
    await expect.poll(() => liveJobs(place)).toEqual([]);
    await place.studio.close();
    await watching;
    expect(others).toEqual([]);
  });

  it('of two pages do not disturb each other', async () => {
    const place = await openStudio({ stepMs: 20 });
    await type(place, 'mine', 'one');
    await type(place, 'yours', 'two');
    expect((await liveJobs(place)).map(({ job }) => job.settled.order.prompt).sort()).toEqual(['mine', 'yours']);
  });

  it('from before a kill are removed at the next start', async () => {
    const place = await openStudio({ stepMs: 5_000 });
    const { body } = await type(place, 'a red house');
    await place.workplace.stop(); // the studio had no time to give it up
    const next = await openStudio({ folder: place.workplace.folder });
    await expect.poll(() => liveJobs(next)).toEqual([]);
    expect(await next.workplace.jobs.view(body.id)).toMatchObject({ job: { state: { kind: 'deleted' } } });
  });

  it('that nobody could draw are refused with a sentence', async () => {
    const { status, body } = await type(await openStudio(), '');
    expect([status, (body as unknown as { error: string }).error]).toEqual([400, expect.stringMatching(/empty/)]);
  });
});
