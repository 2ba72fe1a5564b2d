import { expect, it } from 'vitest';
import { systemClock } from '#shared/clock.ts';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

it('who wants to be told is woken once by what took long, by a mention or a message, and nobody else ever', async () => {
  const shift = { ms: 0 };
  const clock = { ...systemClock, now: () => Date.now() + shift.ms };
  const { ada, bob, channel, discord, jobs } = await startTestBot({ clock, renderer: { stepMs: 60 } });
  const draw = async (who: typeof ada, lateMs: number) => {
    const shown = await who.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 3 }).message();
    await channel.waitFor((one) => one.id === shown.id && one.text.includes('Step '));
    shift.ms += lateMs;
    await channel.waitFor((one) => one.id === shown.id && one.text.includes('Drawn in'));
    const delivered = async () => (await jobs().findByMessage(shown.id))?.job.delivered;
    await expect.poll(delivered, SOON).toBe(true);
    return shown;
  };
  const told = (who: typeof ada, how: string) => who.slash(channel, 'notify', { how }).message();
  await told(ada, 'ping');
  await draw(ada, 0);
  await draw(bob, 61_000);
  const long = await draw(ada, 61_000);
  const word = await channel.waitFor((one) => one.pings.length > 0);
  expect(word).toMatchObject({ pings: ['Ada'], text: expect.stringContaining(`${channel.id}/${long.id}`) });
  await told(ada, 'message');
  ada.closeTo(true);
  await draw(ada, 61_000);
  ada.closeTo(false);
  const last = await draw(ada, 61_000);
  await ada.direct.waitFor((one) => one.text.includes(`${channel.id}/${last.id}`));
  expect(channel.messages().filter(({ pings }) => pings.length > 0)).toHaveLength(1);
  expect(ada.direct.messages()).toHaveLength(1);
  expect(bob.direct.messages()).toEqual([]);
  expect(discord.problems()).toEqual([]);
});
