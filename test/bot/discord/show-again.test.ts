import { describe, expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import { UPSCALING } from '#test/fakes/larger-picture.ts';

closeStages();

describe('U1 to U4 and V1 to V4 under several pictures', () => {
  it('pick one, which is drawn once: a second press shows the first result, also after a restart', async () => {
    const stage = await startTestBot({ renderer: UPSCALING });
    const { ada, bob, channel, discord, jobs } = stage;
    const grid = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2, count: 3 }).message();
    await channel.waitFor((one) => one.text.includes('3 pictures drawn in'));
    expect(grid.buttons.map(({ label }) => label)).toEqual(['U1', 'U2', 'U3', 'Reroll', 'V1', 'V2', 'V3', 'Edit']);
    const larger = await bob.click(grid, 'U2').message();
    await channel.waitFor((one) => one.id === larger.id && one.text.includes('Drawn in'));
    const varied = await ada.click(grid, 'V3').message();
    await channel.waitFor((one) => one.id === varied.id && one.text.includes('3 pictures drawn in'));
    await stage.stop();
    await stage.start();
    for (const [button, first] of [
      ['U2', larger],
      ['V3', varied],
    ] as const) {
      const again = await ada.click(grid, button).message();
      expect(again).toMatchObject({ ephemeral: true, text: expect.stringContaining(`/${channel.id}/${first.id}`) });
      expect(again.attachments).toHaveLength(first.attachments.length);
    }
    const parent = (await jobs().findByMessage(grid.id))!.job;
    const all = await jobs().recent({ limit: 9 });
    expect(all.map(({ job }) => [job.ownerName, job.parentId, job.settled.task.kind])).toEqual([
      ['Ada', parent.id, 'draw'],
      ['Bob', parent.id, 'upscale'],
      ['Ada', null, 'draw'],
    ]);
    expect(discord.problems()).toEqual([]);
  });

  it('draw it anew where the first result was deleted, and tell where it is as long as it is drawn', async () => {
    const { ada, channel, discord, renderer } = await startTestBot({ renderer: UPSCALING });
    const grid = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2, count: 2 }).message();
    await channel.waitFor((one) => one.text.includes('2 pictures drawn in'));
    const first = await ada.click(grid, 'V1').message();
    await channel.waitFor((one) => one.id === first.id && one.text.includes('2 pictures drawn in'));
    await ada.choose(first, 'More', ['delete']).message();
    await discord.until(() => (first.deleted ? true : undefined));
    renderer.setStepMs(200);
    const second = await ada.click(grid, 'V1').message();
    await channel.waitFor((one) => one.id === second.id && one.text.includes('Step '));
    const pressed = await ada.click(grid, 'V1').message();
    expect(pressed).toMatchObject({ ephemeral: true, content: expect.stringContaining(second.id) });
    expect(discord.problems()).toEqual([]);
  });
});
