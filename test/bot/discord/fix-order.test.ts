import { describe, expect, it } from 'vitest';
import { systemClock } from '#shared/clock.ts';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

const WRONG = { prompt: 'a lighthouse --no fog', seed: 'seven', steps: 2, size: '3:2', style: 'plain' };

describe('✏️ Fix it', () => {
  it('opens the form with everything that was typed, also after a restart, and draws what comes back', async () => {
    const { ada, channel, jobs, discord, stop, start } = await startTestBot();
    const refused = await ada.slash(channel, 'imagine', WRONG).message();
    expect(refused).toMatchObject({ ephemeral: true, content: expect.stringContaining('given “seven”') });
    await stop();
    await start();
    const modal = await ada.click(refused, 'Fix it').modal();
    const fields = JSON.stringify(modal.components);
    for (const value of ['a lighthouse', 'fog', '--seed seven --steps 2'])
      expect(fields).toContain(`"value":"${value}"`);
    const again = await ada.submitModal(modal, { fields: { Settings: '--seed -1' } }).message();
    expect(again).toMatchObject({ ephemeral: true, content: expect.stringContaining('Cannot use this seed') });
    const last = await ada.click(again, 'Fix it').modal();
    const drawn = await ada.submitModal(last, { fields: { Settings: '--seed 7 --steps 2' } }).message();
    await channel.waitFor((one) => one.id === drawn.id && one.text.includes('Drawn in'));
    expect((await jobs().findByMessage(drawn.id))!.job.settled.task).toMatchObject({ seed: 7, steps: 2 });
    expect(discord.problems()).toEqual([]);
  });

  it('keeps an edit the child of its picture when a style has gone meanwhile', async () => {
    const { ada, channel, jobs } = await startTestBot();
    await ada.slash(channel, 'style create', { name: 'ink' }).message();
    const first = await ada.slash(channel, 'imagine', { prompt: 'a boat', steps: 2, style: 'ink' }).message();
    await channel.waitFor((one) => one.id === first.id && one.text.includes('Drawn in'));
    const modal = await ada.click(first, 'Edit').modal();
    await ada.slash(channel, 'style delete', { name: 'ink' }).message();
    const refused = await ada.submitModal(modal, { fields: { Prompt: 'a red boat' } }).message();
    expect(refused.content).toContain('no style “ink”');
    const form = await ada.click(refused, 'Fix it').modal();
    const drawn = await ada.submitModal(form, { fields: { Style: 'plain' } }).message();
    await channel.waitFor((one) => one.id === drawn.id && one.text.includes('Drawn in'));
    const [parent, child] = [await jobs().findByMessage(first.id), await jobs().findByMessage(drawn.id)];
    expect(child!.job).toMatchObject({
      parentId: parent!.job.id,
      settled: { task: { parametersPrompt: 'a red boat' } },
    });
  });

  it('says so when it was too long ago', async () => {
    const shift = { ms: 0 };
    const clock = { ...systemClock, now: () => Date.now() + shift.ms };
    const { ada, channel } = await startTestBot({ clock, discord: { clock } });
    const refused = await ada.slash(channel, 'imagine', WRONG).message();
    shift.ms = 15 * 60_000 + 1000;
    expect((await ada.click(refused, 'Fix it').message()).content).toBe(
      'Cannot open what you typed: it is kept for 15 minutes. Please use the command again.',
    );
  });
});
