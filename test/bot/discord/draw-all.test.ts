import { expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

it('words in braces with commas are counted first, and drawn on a press, each in a message of its own, once', async () => {
  const { ada, channel, discord, jobs } = await startTestBot();
  const asked = { prompt: 'a {red, blue} boat {at sea, at night} --n 2', steps: 2 };
  const offer = await ada.slash(channel, 'imagine', asked).message();
  expect(offer.ephemeral).toBe(true);
  expect(offer.text).toContain('4 prompts, 8 pictures');
  expect(offer.buttons.map(({ label }) => label)).toEqual(['Draw all 8', 'Fix it']);
  expect(await jobs().recent({ limit: 9 })).toEqual([]);
  await ada.click(offer, 'Draw all 8').message();
  await ada.click(offer, 'Draw all 8').message();
  for (const words of ['red boat at sea', 'red boat at night', 'blue boat at sea', 'blue boat at night'])
    await channel.waitFor((one) => one.text.includes(words) && one.text.includes('drawn in'));
  expect(await jobs().recent({ limit: 9 })).toHaveLength(4);
  const wrong = await ada.slash(channel, 'imagine', { prompt: 'a {red, blue} boat --sampler eueler' }).message();
  expect(wrong.text).toContain('eueler');
  expect(wrong.buttons.map(({ label }) => label)).toEqual(['Fix it']);
  expect(discord.problems()).toEqual([]);
});
