import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mustOwnAdapters } from '#bot/orders/settle-own-adapters.ts';
import { trainedCard } from '#bot/views/train-cards.ts';
import { end, submission } from '#test/bot/jobs/job-service-fixture.ts';
import { asMarkdown } from '#test/bot/text/in-english.ts';
import { asker, trainingPlace } from '#test/bot/training/training-place.ts';
import { TRAINED_FILE } from '#test/fakes/trained-file.ts';

describe('a training that goes on', () => {
  it('can be tried as it is, in its server alone, and what was drawn with it is drawn again', async () => {
    const { jobs, place, wish, renderer } = await trainingPlace({ stepMs: 2 });
    const boss = asker('a', { isModerator: true, isOwner: true });
    const by = { serverId: 'a', memberId: 'boss', memberName: 'Boss', mayManageServer: true };
    await jobs.rules.settings.set(by, { name: 'training', value: 'everybody', channelId: null });
    const { job } = await jobs.training.start({ ...wish, steps: 320 }, { ...boss, requestKey: '1' });
    const mine = async () => (await jobs.training.list('a')).find(({ name }) => name === 'mine')!;
    await expect.poll(async () => (await mine()).interim?.step, { timeout: 15_000 }).toBeGreaterThan(0);
    await jobs.training.pause('mine', boss, true);
    const { step } = (await mine()).interim!;
    expect(asMarkdown(trainedCard([await mine()], { language: 'en', platform: 'discord' }).fields[0]!.value)).toContain(
      `What it knew at step ${step} can be tried: \\<lora:mine:1>`,
    );
    const order = { prompt: 'a hut <lora:mine:0.5>', steps: 1 };
    const drawn = await jobs.submit(submission({ ...asker('a'), order }));
    const { task } = drawn.job.settled;
    const sha256 = createHash('sha256').update(TRAINED_FILE).digest('hex');
    expect(task).toMatchObject({ ownAdapters: [{ name: 'mine', weight: 0.5, file: { sha256 } }] });
    await expect(jobs.submit(submission({ ...asker('b'), order, requestKey: 'b' }))).rejects.toThrow('mine');
    await mustOwnAdapters(drawn.job.settled, { serverId: 'a' }, { trained: { list: async () => [await mine()] } });
    expect(await jobs.training.stop('mine', boss)).toBe('ending');
    expect((await end(place, job.id)).job.state.kind).toBe('done');
    expect((await end(place, drawn.job.id)).job.state.kind).toBe('done');
    expect(Buffer.from(renderer.renders.at(-1)!.spec.ownAdapters![0]!.file).equals(TRAINED_FILE)).toBe(true);
    expect((await mine()).interim).toBeUndefined();
  });
});
