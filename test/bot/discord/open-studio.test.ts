import { expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

const LAUNCH = 12;

it('the studio opens by the Activity’s command, and for others by a button and a form that outlive the bot', async () => {
  const stage = await startTestBot({ operator: { hasActivity: true } });
  const { ada, bob, channel, discord } = stage;
  expect((await ada.launch(channel).response()).type).toBe(LAUNCH);
  const told = await channel.waitFor((one) => one.text.includes('draws in the studio'));
  await stage.stop();
  await stage.start();
  expect((await bob.click(told, 'Draw along').response()).type).toBe(LAUNCH);
  const form = await bob.click(told, 'Bring words along').modal();
  await stage.stop();
  await stage.start();
  const sent = bob.submitModal(form, { fields: { prompt: ' a red lighthouse, (night:1.2) ' } });
  expect((await sent.response()).type).toBe(LAUNCH);
  const { drafts } = stage.storage();
  expect(await drafts.collect(bob.id)).toBe('a red lighthouse, (night:1.2)');
  expect(await drafts.collect(bob.id)).toBeNull();
  expect(discord.problems()).toEqual([]);
});

it('Discord is told of no Activity where there is none', async () => {
  const { ada, channel } = await startTestBot();
  expect(() => ada.launch(channel)).toThrow('no Activity');
});
