import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mustOwnAdapters, withTrained } from '#bot/orders/settle-own-adapters.ts';
import type { TrainedAdapter } from '#bot/ports/trained.ts';
import type { TrainingWish } from '#bot/ports/training.ts';
import { offerOf } from '#bot/presets/offer.ts';
import { offerFor } from '#bot/presets/offer-with-trained.ts';
import { withKohyaNames } from '#bot/training/export-file.ts';
import { panelOf } from '#bot/views/job-panel.ts';
import { Failure } from '#shared/failure.ts';
import { end, submission } from '#test/bot/jobs/job-service-fixture.ts';
import { asMarkdown } from '#test/bot/text/in-english.ts';
import { asker, trainingPlace } from '#test/bot/training/training-place.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { settledOrder } from '#test/fakes/new-job.ts';
import { TRAINED_FILE, trainedResults } from '#test/fakes/trained-file.ts';

describe('a training', () => {
  it('gives its server, and no other, something to draw with; its owner takes it away', async () => {
    const { jobs, presets, place, renderer, wish, storage } = await trainingPlace();
    const { training } = jobs;
    await expect(training.start(wish, { ...asker('a'), requestKey: '1' })).rejects.toMatchObject({
      ...{ code: 'denied', said: { key: 'train.not-you' } },
    });
    const by = { serverId: 'a', memberId: 'boss', memberName: 'Boss', mayManageServer: true };
    await jobs.rules.settings.set(by, { name: 'training', value: 'everybody', channelId: null });
    const plan = await training.plan(wish, asker('a'));
    expect([plan.steps, plan.captions, plan.secondsLeft]).toEqual([2, ['mine style'], 3600]);
    const { job } = await training.start(wish, { ...asker('a'), requestKey: '1' });
    expect((await end(place, job.id)).job.state).toMatchObject({ kind: 'done', result: { kind: 'adapter' } });

    const drawn = await jobs.submit(
      submission({ ...asker('a'), order: { prompt: 'a hut <lora:mine:0.5>', steps: 1 } }),
    );
    await end(place, drawn.job.id);
    const { ownAdapters } = renderer.renders.at(-1)!.spec;
    expect(ownAdapters).toMatchObject([{ name: 'mine', weight: 0.5, word: '' }]);
    expect(Buffer.from(ownAdapters![0]!.file).equals(TRAINED_FILE)).toBe(true);

    const elsewhere = submission({ ...asker('b'), order: { prompt: 'a hut <lora:mine:0.5>', steps: 1 } });
    await expect(jobs.submit(elsewhere)).rejects.toThrow(/mine/);
    // Its settings and pictures stand for another one, by who trained it.
    const { pictures } = wish;
    expect(await training.again('mine', asker('a'))).toEqual({
      ...{ kind: 'style', name: 'mine-2', about: '', model: 'tiny', steps: 2 },
      pictures: pictures.map((picture) => ({ ...picture, name: '1' })),
    });
    await expect(training.again('mine', asker('a', { id: 'other' }))).rejects.toMatchObject({
      said: { key: 'train.not-yours' },
    });
    const again = { requestKey: 'again', ...asker('b') };
    await expect(jobs.reroll(drawn.job.id, again)).rejects.toMatchObject({ said: { key: 'train.not-here' } });
    const typed = { typed: 'mi', language: 'en', reader: { isModerator: true } } as const;
    const names = async (serverId: string) =>
      (await presets.complete(serverId, 'adapters', typed)).map(({ value }) => value);
    expect([await names('a'), await names('b')]).toEqual([['mine'], []]);

    expect(withKohyaNames(await training.exportFile('mine', 'peft', asker('a'))).toString()).toContain(
      'lora_unet_mid_to_q.lora_down.weight',
    );
    expect(Buffer.from(await training.exportFile('mine', 'peft', asker('a'))).toString()).toContain(
      'unet.mid.to_q.lora_A.weight',
    );
    const other = asker('a', { id: 'other' });
    await expect(training.remove('mine', other)).rejects.toMatchObject({ said: { key: 'train.not-yours' } });
    const boss = asker('a', { id: 'boss', name: 'Boss', isModerator: true });
    expect(await training.remove('mine', boss)).toBe(job.id);
    expect(await training.list('a')).toEqual([]);
    await expect(jobs.reroll(drawn.job.id, { requestKey: 'late', ...asker('a') })).rejects.toThrow(/mine/);
    // It comes back with its name as long as nobody else took that, and still belongs to who trained it.
    await expect(jobs.takeBack(job.id, asker('a').member)).rejects.toMatchObject({ code: 'denied' });
    const second = await training.start(wish, { ...asker('a'), requestKey: '2' });
    await end(place, second.job.id);
    await expect(jobs.takeBack(job.id, boss.member)).rejects.toMatchObject({ said: { key: 'train.name-taken' } });
    await training.remove('mine', asker('a'));
    await jobs.takeBack(job.id, boss.member);
    expect(await training.list('a')).toMatchObject([
      { name: 'mine', jobId: job.id, ownerName: 'Nelly', state: 'done' },
    ]);
    expect((await training.list('a'))[0]!.ownerId).toBe(asker('a').member.id);
    const redrawn = await jobs.reroll(drawn.job.id, { requestKey: 'back', ...asker('a') });
    expect((await end(place, redrawn.job.id)).job.state.kind).toBe('done');
    const log = await storage.ruleStore.audit('a', { limit: 9 });
    expect(log.map(({ kind, key, by: { name } }) => [kind, key, name])).toEqual([
      ['trained', 'mine', 'Boss'],
      ['trained', 'mine', 'Nelly'],
      ['trained', 'mine', 'Nelly'],
      ['trained', 'mine', 'Boss'],
      ['trained', 'mine', 'Nelly'],
      ['setting', '/training', 'Boss'],
    ]);
  });

  it('has a budget by role, and says what is wrong with a wish all at once', async () => {
    const { jobs, wish } = await trainingPlace();
    const role = { serverId: 'a', roleId: 'artists', roleName: 'Artists', authorId: 'boss' };
    await jobs.roleLimits.put({ ...role, limits: { trainingSeconds: 60 } }, { rolesMax: 9 });
    const artist = asker('a', { roleIds: ['artists'] });
    expect((await jobs.training.plan(wish, artist)).secondsLeft).toBe(60);
    await expect(jobs.training.plan(wish, asker('a'))).rejects.toThrow(/moderator lets roles/);
    await jobs.roleLimits.put({ ...role, limits: { trainingSeconds: 0 } }, { rolesMax: 9 });
    await expect(jobs.training.plan(wish, artist)).rejects.toMatchObject({ code: 'denied' });
    await jobs.roleLimits.put({ ...role, limits: { trainingSeconds: 60 } }, { rolesMax: 9 });
    const wrong = jobs.training.plan({ ...wish, kind: 'subject', name: 'Ä', pictures: [] }, artist);
    await expect(wrong).rejects.toThrow(/name[\s\S]*what it is[\s\S]*without pictures/);
    const boss = { serverId: 'a', memberId: 'boss', memberName: 'Boss', mayManageServer: true };
    for (const pattern of ['gore', 'blood', 'knife'])
      await jobs.rules.words.add(boss, { pattern, exceptAdultPlaces: pattern === 'knife' });
    const pictures = wish.pictures.map((picture) => ({ ...picture, caption: 'a knife with blood' }));
    const unwanted = (change: Partial<TrainingWish>, who = artist) => {
      const asked = jobs.training.start({ ...wish, ...change }, { ...who, requestKey: 'bad' });
      return expect(asked).rejects;
    };
    await unwanted({ name: 'g0re', pictures }).toThrow(/“gore”[\s\S]*“blood”[\s\S]*“knife”/);
    await unwanted({ kind: 'subject', about: 'knife' }).toThrow(/“knife”/);
    const adults = { ...artist, member: { ...artist.member, isAmongAdults: true } };
    await unwanted({ pictures }, adults).not.toThrow(/knife/);
    expect(await jobs.training.list('a')).toEqual([]);
  });
});

describe('the budget of trainings', () => {
  it('holds what open ones will take, also of two that begin at once, and gives it back when they come to nothing', async () => {
    const never = { kind: 'hang', atStep: 1 } as const;
    const broken = { kind: 'break', atStep: 1, failure: new Failure('invalid', 'It cannot be trained') } as const;
    const { jobs, place, wish, renderer } = await trainingPlace({
      script: (_, n) => (n === 1 ? broken : n === 2 ? null : never),
      stepMs: 1,
    });
    const role = { serverId: 'a', roleId: 'artists', roleName: 'Artists', authorId: 'boss' };
    await jobs.roleLimits.put({ ...role, limits: { trainingSeconds: 50 } }, { rolesMax: 9 });
    const artist = asker('a', { roleIds: ['artists'] });
    // A picture of 64 by 64 is a 64th of the usual work of 100 ms, and nine samples are as much as 78 steps.
    const long = { ...wish, steps: 19_121 };
    const begin = (name: string) => jobs.training.start({ ...long, name }, { ...artist, requestKey: name });
    const left = async () => (await jobs.training.plan({ ...wish, name: 'look' }, artist)).secondsLeft;
    const [first, second] = await Promise.allSettled([begin('one'), begin('two')]);
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
    expect((second as PromiseRejectedResult).reason).toMatchObject({
      ...{ code: 'exhausted', said: { key: 'train.budget', values: { left: 20, seconds: 30 } } },
    });
    expect(await left()).toBe(20);
    await expect.poll(() => renderer.renders[0]?.stepsDone).toBe(1);
    await jobs.training.remove('one', artist);
    expect(await left()).toBe(50);

    const failing = await begin('three');
    expect((await end(place, failing.job.id)).job.state.kind).toBe('failed');
    expect(await left()).toBe(50);
    const done = await begin('four');
    await expect.poll(() => renderer.renders[2]?.stepsDone).toBeGreaterThan(2);
    await jobs.training.pause('four', artist, true);
    const four = async () => (await jobs.training.list('a')).find(({ name }) => name === 'four');
    await expect.poll(async () => (await four())?.course?.isPaused).toBe(true);
    const held = renderer.renders[2]!.stepsDone;
    await expect(jobs.training.pause('four', asker('a', { id: 'other' }), false)).rejects.toMatchObject({
      said: { key: 'train.not-yours' },
    });
    expect(renderer.renders[2]!.stepsDone).toBe(held);
    await jobs.training.pause('four', artist, false);
    await expect.poll(() => renderer.renders[2]!.stepsDone).toBeGreaterThan(held);
    expect(await jobs.training.stop('four', artist)).toBe('ending');
    expect((await end(place, done.job.id)).job.state.kind).toBe('done');
    expect(await left()).toBeGreaterThan(45);
    // How it went is still known, and there is nothing to hold any more.
    expect((await four())!.course!.losses!.length).toBeGreaterThan(1);
    await expect(jobs.training.pause('four', artist, true)).rejects.toMatchObject({
      said: { key: 'train.over' },
    });
    // Another job of theirs keeps the only renderer: this one waits, and is taken out when it is stopped.
    await begin('five');
    await expect.poll(() => renderer.renders.length).toBe(4);
    await jobs.training.start({ ...wish, name: 'six' }, { ...artist, requestKey: 'six' });
    expect(await jobs.training.stop('six', artist)).toBe('taken-out');
    expect((await jobs.training.list('a')).map(({ name }) => name)).toEqual(['five', 'four']);
    // One that is held while it waits takes no place: the next one begins, and it does once it may.
    const seven = await jobs.training.start({ ...wish, name: 'seven' }, { ...artist, requestKey: 'seven' });
    expect(await jobs.training.pause('seven', artist, true)).toBe('waiting');
    expect((await jobs.training.list('a')).find(({ name }) => name === 'seven')).toMatchObject({ isPaused: true });
    const eight = await jobs.training.start({ ...wish, name: 'eight' }, { ...artist, requestKey: 'eight' });
    await jobs.training.remove('five', artist);
    await expect.poll(() => renderer.renders.at(-1)!.request.jobId).toBe(eight.job.id);
    await jobs.training.remove('eight', artist);
    expect(await jobs.training.pause('seven', artist, false)).toBe('waiting');
    await expect.poll(() => renderer.renders.at(-1)!.request.jobId, { timeout: 10_000 }).toBe(seven.job.id);
    expect(renderer.renders.at(-1)!.request).toMatchObject({ train: { paused: false } });
    await jobs.training.remove('seven', artist);
  });
});

describe('a training whose losses are no numbers any more', () => {
  it('gives what was before, with a sentence that says after which step', async () => {
    const broken = trainedResults({ task: 'train' }).map((said) =>
      said.event === 'file' ? { ...said, file: { ...said.file, brokeOffAt: 2 } } : said,
    );
    const { jobs, place, wish } = await trainingPlace({ results: () => broken });
    const by = { serverId: 'a', memberId: 'boss', memberName: 'Boss', mayManageServer: true };
    await jobs.rules.settings.set(by, { name: 'training', value: 'everybody', channelId: null });
    const { job } = await jobs.training.start(wish, { ...asker('a'), requestKey: '1' });
    const { status } = asMarkdown(panelOf(await end(place, job.id), { language: 'en', platform: 'discord' }));
    expect(status).toContain('mine is ready as it was before step 2, after which its losses were no numbers');
    expect((await jobs.training.list('a'))[0]!.file).toMatchObject({ brokeOffAt: 2 });
  });
});

describe('the names of a server', () => {
  it('are not used up by trainings that came to nothing', async () => {
    const { storage } = await trainingPlace();
    const rule = { kind: 'style', model: 'tiny', family: 'sd15', word: 'w', pictures: 1, ownerName: 'Nelly' } as const;
    const by = { id: 'nelly', name: 'Nelly' };
    for (let i = 0; i <= 50; i++) await storage.trained.put('a', `name-${i}`, { ...rule, jobId: `gone-${i}` }, by);
    expect(await storage.trained.list('a')).toEqual([]);
  });
});

describe('what was trained for a server', () => {
  const adapter = (serverId: string, name: string): TrainedAdapter => ({
    ...{ serverId, name, kind: 'style', model: 'tiny', family: 'sd15', word: name, jobId: `${serverId} ${name}` },
    ...{ ownerId: 'nelly', ownerName: 'Nelly', createdAt: 0, pictures: 1, state: 'done' },
    file: { file: 'f', bytes: 1, sha256: `${serverId} ${name}`, mime: 'application/x-safetensors', adapter: 'lora' },
  });

  it('is offered to no other, and no task of another can have it, whatever their names are', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y', 'z')), {
          selector: String,
        }),
        fc.constantFrom('a', 'b', 'c'),
        async (named, here) => {
          const all = named.map(([serverId, name]) => adapter(serverId, name));
          const trained = { list: async (serverId: string) => all.filter((one) => one.serverId === serverId) };
          const offer = await offerFor(here, { offer: offerOf([FAKE_DESCRIPTION]), trained });
          const own = all.filter(({ serverId }) => serverId === here).map(({ name }) => name);
          expect(offer!.models[0]!.adapters.map(({ name }) => name)).toEqual(['ink', ...own]);
          const blobs = { put: async () => ({ sha256: '', bytes: 1, mime: '' }) };
          const pictures = { get: async () => new Uint8Array(1) };
          const asked = settledOrder({ adapters: all.slice(0, 4).map(({ name }) => ({ name, weight: 1 })) });
          const { task } = await withTrained(asked, { serverId: here }, { trained, pictures, blobs });
          const given = task.kind === 'draw' ? (task.ownAdapters ?? []) : [];
          expect(given.every(({ name }) => own.includes(name))).toBe(true);
          for (const { serverId, file } of all) {
            const ownAdapters = [
              { name: 'n', file: { sha256: file!.sha256!, bytes: 1, mime: '' }, weight: 1, word: '' },
            ];
            const foreign = { task: { ...settledOrder().task, ownAdapters } };
            const checking = mustOwnAdapters(foreign, { serverId: here }, { trained });
            if (serverId === here) await checking;
            else await expect(checking).rejects.toMatchObject({ said: { key: 'train.not-here' } });
          }
        },
      ),
      { numRuns: 30 },
    ));
});
