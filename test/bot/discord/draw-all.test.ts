import { expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

it('words in braces with commas are counted first, and drawn on a press, each in a message of its own, once', async () => {
  const { ada, channel, discord, jobs } = await startTestBot();
  const asked = { prompt: 'a {red, blue} boat --n 2', steps: 1 };
  const offer = await ada.slash(channel, 'imagine', asked).message();
  expect(offer.ephemeral).toBe(true);
  expect(offer.text).toContain('2 prompts, 4 pictures');
  expect(offer.buttons.map(({ label }) => label)).toEqual(['Draw all 4', 'Fix it']);
  expect(await jobs().recent({ limit: 9 })).toEqual([]);
  await ada.click(offer, 'Draw all 4').message();
  await ada.click(offer, 'Draw all 4').message();
  for (const words of ['red boat', 'blue boat'])
    await channel.waitFor((one) => one.text.includes(words) && one.text.includes('drawn in'));
  expect(await jobs().recent({ limit: 9 })).toHaveLength(2);
  const wrong = await ada.slash(channel, 'imagine', { prompt: 'a {red, blue} boat --sampler eueler' }).message();
  expect(wrong.text).toContain('eueler');
  expect(wrong.buttons.map(({ label }) => label)).toEqual(['Fix it']);
  expect(discord.problems()).toEqual([]);
});

it('what is asked for several times goes into a thread under the first picture where a server wants that', async () => {
  const { ada, channel, discord, jobs } = await startTestBot();
  await ada.slash(channel, 'settings set', { name: 'threads', value: 'batch' }).message();
  const first = await ada.slash(channel, 'imagine', { prompt: 'a ship --repeat 3', steps: 1 }).message();
  const under = () => [...discord.world.messages.values()].filter(({ channelId }) => channelId === first.id);
  const areDrawn = () => under().every(({ versions }) => JSON.stringify(versions.at(-1)).includes('Drawn in'));
  await discord.until(() => (under().length === 2 && areDrawn() ? true : undefined));
  expect((await jobs().findByMessage(under()[0]!.id))?.job.panel).toMatchObject({ channelId: first.id });
  await channel.waitFor((one) => one.id === first.id && one.text.includes('Drawn in'));
});
