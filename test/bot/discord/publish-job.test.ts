import { expect, it } from 'vitest';
import { systemClock } from '#shared/clock.ts';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

const PRIVATE = { prompt: 'a secret lighthouse', steps: 1, private: true };

it('what is drawn privately is seen by who asked alone, until they publish it', async () => {
  const { ada, bob, mod, channel, discord, jobs } = await startTestBot();
  const own = await ada.slash(channel, 'imagine', PRIVATE).message();
  await channel.waitFor((one) => one.id === own.id && one.text.includes('Drawn in'));
  expect(own.ephemeral).toBe(true);
  const { job } = (await jobs().recent({ limit: 1 })).at(0)!;
  const said = async (who: typeof ada, line: string, values = {}) =>
    (await who.slash(channel, line, values).message()).text;
  expect(await said(mod, 'info', { id: job.id })).toContain('There is no such picture that you may see');
  // What comes of it is as private.
  const again = await ada.click(own, 'Reroll').message();
  await channel.waitFor((one) => one.id === again.id && one.text.includes('Drawn in'));
  expect(again.ephemeral).toBe(true);
  expect(channel.messages().every(({ ephemeral }) => ephemeral)).toBe(true);

  const shown = await ada.click(own, 'Publish').message();
  await expect.poll(() => own.deleted, SOON).toBe(true);
  expect(shown).toMatchObject({ ephemeral: false, pings: [], attachments: [{ contentType: 'image/png' }] });
  expect(shown.buttons.map(({ label }) => label)).not.toContain('Publish');
  const theirs = await bob.click(shown, 'Reroll').message();
  expect(theirs.ephemeral).toBe(false);
  expect(await said(bob, 'info', { id: job.id })).toContain('a secret lighthouse');

  const thread = channel.thread('ours');
  const inThread = await ada.slash(thread, 'imagine', PRIVATE).message();
  await thread.waitFor((one) => one.id === inThread.id && one.text.includes('Drawn in'));
  expect(inThread.ephemeral).toBe(true);
  expect(await ada.click(inThread, 'Publish').message()).toMatchObject({ ephemeral: false, channelId: thread.id });
  expect(discord.problems()).toEqual([]);
});

it('says while it waits why its message can be changed for a while only', async () => {
  const { ada, channel, renderer } = await startTestBot();
  renderer.setPhase('RENDERER_PHASE_STARTING');
  await ada.slash(channel, 'imagine', PRIVATE).message();
  const waiting = await channel.waitFor((one) => one.text.includes('for 15 minutes'));
  expect(waiting.text).toContain('You alone see this message, so Discord lets Easel change it for 15 minutes');
  expect(waiting.text).not.toContain('not a member');
});

it('ends in the conversation with who asked when its token is over, and is published from there', async () => {
  const shift = { ms: 0 };
  const clock = { ...systemClock, now: () => Date.now() + shift.ms };
  const stage = await startTestBot({ clock, discord: { clock }, renderer: { stepMs: 150 } });
  const { ada, channel, discord } = stage;
  const own = await ada.slash(channel, 'imagine', { ...PRIVATE, steps: 6 }).message();
  await channel.waitFor((one) => one.id === own.id && one.text.includes('Step '));
  await stage.leave();
  shift.ms = 16 * 60_000;
  await stage.start();
  const sent = await ada.direct.waitFor((one) => one.attachments.length === 1 && one.text.includes('Drawn in'));
  expect(channel.messages().map(({ id }) => id)).toEqual([own.id]);
  ada.click(sent, 'Publish');
  await channel.waitFor((one) => !one.ephemeral && one.text.includes('Drawn in'));
  expect(discord.problems()).toEqual([]);
});
