import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { mustOwnAdapters, withTrained } from '#bot/orders/settle-own-adapters.ts';
import type { TrainedAdapter } from '#bot/ports/trained.ts';
import type { TrainingWish } from '#bot/ports/training.ts';
import { offerOf } from '#bot/presets/offer.ts';
import { offerFor } from '#bot/presets/offer-with-trained.ts';
import { withKohyaNames } from '#bot/training/export-file.ts';
import { end, startTestJobService, submission, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { settledOrder } from '#test/fakes/new-job.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { TRAINED_FILE, trainedResults } from '#test/fakes/trained-file.ts';

async function workplace() {
  const renderer = await withRenderer({
    description: { ...FAKE_DESCRIPTION, tasks: ['draw', 'train'], draws: ['own_adapters'] },
    results: trainedResults,
  });
  const place = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
  const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#a03020' } })
    .png()
    .toBuffer();
  const { pictures } = await place.intake.filesForTraining([{ name: 'a.png', data: picture }]);
  const wish: TrainingWish = { kind: 'style', name: 'mine', about: '', steps: 2, pictures };
  return { ...place, place, renderer, wish };
}

const asker = (serverId: string, change = {}) => {
  const { place, member } = submission();
  return { place: { ...place, serverId }, member: { ...member, ...change } };
};

describe('a training', () => {
  it('gives its server, and no other, something to draw with; its owner takes it away', async () => {
    const { jobs, presets, place, renderer, wish, storage } = await workplace();
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
    const again = { requestKey: 'again', ...asker('b') };
    await expect(jobs.reroll(drawn.job.id, again)).rejects.toMatchObject({ said: { key: 'train.not-here' } });
    const typed = { typed: 'mi', language: 'en', reader: { isModerator: true } } as const;
    const names = async (serverId: string) =>
      (await presets.complete(serverId, 'adapters', typed)).map(({ value }) => value);
    expect([await names('a'), await names('b')]).toEqual([['mine'], []]);

    expect(withKohyaNames(await training.exportFile('mine', 'peft', asker('a'))).toString()).toContain(
      'lora_unet_mid_to_q.lora_down.weight',
    );
    const other = asker('a', { id: 'other' });
    await expect(training.remove('mine', other)).rejects.toMatchObject({ said: { key: 'train.not-yours' } });
    await training.remove('mine', asker('a'));
    expect(await training.list('a')).toEqual([]);
    await expect(jobs.reroll(drawn.job.id, { requestKey: 'late', ...asker('a') })).rejects.toThrow(/mine/);
    const log = await storage.ruleStore.audit('a', { limit: 9 });
    expect(log.map(({ kind, key, by: { name } }) => [kind, key, name])).toEqual([
      ['trained', 'mine', 'Nelly'],
      ['trained', 'mine', 'Nelly'],
      ['setting', '/training', 'Boss'],
    ]);
  });

  it('has a budget by role, and says what is wrong with a wish all at once', async () => {
    const { jobs, wish } = await workplace();
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
  });
});

describe('what was taught for a server', () => {
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
        async (taught, here) => {
          const all = taught.map(([serverId, name]) => adapter(serverId, name));
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
