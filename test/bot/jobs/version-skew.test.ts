import { describe, expect, it } from 'vitest';
import type { JobView } from '#bot/domain/job.ts';
import { Failure } from '#shared/failure.ts';
import { end, startTestJobService, submission, viewsUntil, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { allReady, snapshotsWhen } from '#test/contract/cluster.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { earlierContract, LATER_EVENT, laterContract } from '#test/fakes/other-versions.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const NOW = { ...FAKE_DESCRIPTION, draws: ['variation', 'tile', 'stop'] };

/** It knows more kinds of tasks, samplers and settings than this version, and speaks a wider contract. */
const LATER = {
  contract: laterContract(),
  greetings: [LATER_EVENT],
  description: {
    ...{ version: '9.0.0', tasks: ['draw', 'sculpt'], draws: [...NOW.draws, 'levitation'] },
    samplers: [...NOW.samplers, { name: 'warp', hasKarras: false }],
  },
};

/** It knows neither settings nor methods that came after it. */
const EARLIER = {
  contract: earlierContract(['CountTokens', 'Drain', 'Pause', 'Pull']),
  description: { version: '0.0.1', draws: [] },
};

const ordering = (prompt: string) => submission({ order: { prompt, width: 64, height: 64, steps: 4 } });

async function start(...addresses: readonly string[]) {
  const service = await startTestJobService({ folder: scratchFolder(), addresses });
  await snapshotsWhen(service.cluster, allReady);
  return service;
}

describe('a renderer of a later version', () => {
  it('draws what both know, whatever else it says', async () => {
    const renderer = await withRenderer(LATER);
    const service = await start(renderer.address);
    for (const prompt of ['a cat', 'a floor --tile']) {
      const { job } = await service.jobs.submit(ordering(prompt));
      expect((await end(service, job.id)).job).toMatchObject({ state: { kind: 'done' }, attempts: 1 });
      expect(await service.jobs.pictures(job.id)).toHaveLength(1);
    }
    expect(service.cluster.snapshot()[0]!.description).toMatchObject({ version: '9.0.0', tasks: ['draw', 'sculpt'] });
  });

  it('says why it refuses in its own words, where ours have none for it', async () => {
    const said = { key: 'later.moon', values: { phase: 'new' } } as never;
    const failure = new Failure('invalid', 'Cannot draw at new moon', { said });
    const renderer = await withRenderer({ ...LATER, script: () => ({ kind: 'refuse', failure }) });
    const service = await start(renderer.address);
    const { job } = await service.jobs.submit(ordering('a cat'));
    const state = inEnglish((await end(service, job.id)).job.state);
    expect(state).toMatchObject({ kind: 'failed', reason: expect.stringContaining('Cannot draw at new moon') });
  });
});

describe('a renderer of an earlier version', () => {
  it('draws what both know; what came later is refused with a sentence before anything is stored', async () => {
    const renderer = await withRenderer(EARLIER);
    const service = await start(renderer.address);
    const { job } = await service.jobs.submit(ordering('a cat'));
    expect((await end(service, job.id)).job.state.kind).toBe('done');
    await expect(service.jobs.submit(ordering('a floor --tile --stop 50'))).rejects.toThrow(
      'Cannot draw with --tile and --stop: no renderer here can do that; its operator brings it up to date',
    );
    expect(renderer.renders).toHaveLength(1);
  });

  it('does without the methods that it has not: what asks for them is told so, and it stays in use', async () => {
    const { address } = await withRenderer(EARLIER);
    const { cluster, ...service } = await start(address);
    expect(await cluster.countTokens('tiny', { chunks: [] })).toBeNull();
    await expect(cluster.drain(address, true)).rejects.toMatchObject({ code: 'unsupported' });
    expect(await cluster.pause(address, 'nobody', true)).toBe(false);
    const { job } = await service.jobs.submit(ordering('a cat'));
    expect((await end({ cluster, ...service }, job.id)).job.state.kind).toBe('done');
  });

  it('is given what it can draw, and a newer one beside it the rest', async () => {
    const earlier = await withRenderer({ ...EARLIER, stepMs: 20 });
    const newer = await withRenderer({ description: NOW, stepMs: 20 });
    const service = await start(earlier.address, newer.address);
    const orders = ['a cat', 'a floor --tile', 'a dog', 'a wall --tile', 'a boat --stop 50', 'a tree'];
    const jobs = await Promise.all(orders.map((prompt) => service.jobs.submit(ordering(prompt))));
    for (const { job } of jobs) expect((await end(service, job.id)).job.state.kind).toBe('done');
    expect(earlier.renders.length).toBeGreaterThan(0);
    const obeys = earlier.renders.filter(({ spec }) => spec.tile || spec.stop);
    expect(obeys).toEqual([]);
    expect(newer.renders.filter(({ spec }) => spec.tile || spec.stop)).toHaveLength(3);
  });

  it('that takes the place of a newer one lets what it cannot draw wait, and the job says for what', async () => {
    const newer = await withRenderer({ description: NOW, stepMs: 10_000 });
    const service = await start(newer.address);
    const { job } = await service.jobs.submit(ordering('a floor --tile'));
    await viewsUntil(service, job.id, (view) => view.job.state.kind === 'rendering');
    await newer.vanish();
    const port = Number(newer.address.split(':')[1]);
    const earlier = await withRenderer({ ...EARLIER, port });
    const waits = ({ progress }: JobView) => progress.waitingFor?.key === 'waiting.none-able';
    const { progress } = (await viewsUntil(service, job.id, waits)).at(-1)!;
    expect(inEnglish(progress.waitingFor)).toContain('no connected renderer');
    expect(earlier.renders).toEqual([]);
  });
});
