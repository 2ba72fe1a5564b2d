import { describe, expect, it } from 'vitest';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

describe('--draft and ⬆️ Finish', () => {
  it('answer with fewer steps, then draw the true picture of the same seed in the same message', async () => {
    const stage = await startTestBot();
    const { ada, bob, channel, discord, jobs, renderer } = stage;
    const shown = await ada
      .slash(channel, 'imagine', { prompt: 'a lighthouse --draft', steps: 8, seed: '7' })
      .message();
    await channel.waitFor((one) => one.text.includes('Drawn in'));
    expect(shown.buttons.map(({ label }) => label)).toEqual(['Finish', 'Reroll', 'Edit', 'Delete']);
    const draft = (await jobs().findByMessage(shown.id))!.job;
    await stage.stop();
    await stage.start();
    expect((await bob.click(shown, 'Finish').response()).type).toBe(6);
    await channel.waitFor(
      (one) => one.id === shown.id && one.text.includes('8 steps') && one.text.includes('Drawn in'),
    );
    expect(renderer.renders.map(({ spec: { steps, seed } }) => [steps, seed])).toEqual([
      [2, 7],
      [8, 7],
    ]);
    const now = (await jobs().findByMessage(shown.id))!.job;
    expect(now).toMatchObject({ parentId: draft.id, ownerId: bob.id });
    expect(shown.buttons.map(({ label }) => label)).toEqual(['Reroll', 'Vary', 'Edit', 'Delete']);
    await jobs().remove(draft.id, { id: ada.id, name: 'Ada', isModerator: false });
    await expect.poll(() => jobs().undelivered('discord'), SOON).toEqual([]);
    expect(shown.deleted).toBe(false);
    expect(channel.messages().filter(({ deleted }) => !deleted)).toHaveLength(1);
    expect(discord.problems()).toEqual([]);
  });
});

describe('/hires and --repeat', () => {
  it('draw the same seed larger, and the same words several times in messages of their own', async () => {
    const { ada, channel, discord, jobs, renderer } = await startTestBot();
    await ada.slash(channel, 'imagine', { prompt: 'a lighthouse --repeat 2 --seed 7', steps: 1 }).message();
    await discord.until(() =>
      channel.messages().filter(({ text }) => text.includes('Drawn in')).length === 2 ? true : undefined,
    );
    expect(renderer.renders.map(({ spec }) => spec.seed).toSorted()).toEqual([7, 8]);
    const larger = await ada.slash(channel, 'hires', { by: 'latent' }).message();
    await channel.waitFor((one) => one.id === larger.id && one.text.includes('Drawn in'));
    const { spec } = renderer.renders.at(-1)!;
    expect(spec).toMatchObject({ width: 64, height: 64, hires: { scale: 1.5, by: 'latent' } });
    const { job } = (await jobs().findByMessage(larger.id))!;
    expect((await jobs().view(job.parentId!))!.job.settled.task).toMatchObject({ seed: spec.seed });
    const told = await ada.slash(channel, 'imagine', { prompt: 'a boat --repeat 11' }).message();
    expect(told).toMatchObject({ ephemeral: true, content: expect.stringContaining('1 to 10 times, given 11') });
    expect(discord.problems()).toEqual([]);
  });
});
