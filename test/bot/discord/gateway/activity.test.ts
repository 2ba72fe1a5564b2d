import { expect, it } from 'vitest';
import { type Clock, systemClock } from '#shared/clock.ts';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

/** The quarter of a minute between two changes is short here. */
const clock: Clock = { now: Date.now, sleep: (ms, signal) => systemClock.sleep(ms === 15_000 ? 30 : ms, signal) };

it('the member list shows whether somebody draws, how many wait, and what is loaded; never a word of a prompt', async () => {
  const { ada, bob, channel, discord } = await startTestBot({ clock, renderer: { stepMs: 60 } });
  const { statuses } = discord.gateway;
  await expect.poll(() => statuses.at(-1), SOON).toBe('/imagine draws at once');
  await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 8 }).message();
  await bob.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
  await expect.poll(() => statuses.at(-1), SOON).toBe('Drawing 1 · 1 in line · tiny');
  await expect.poll(() => statuses.at(-1), SOON).toMatch(/^\/imagine draws at once/);
  expect(statuses.every((status, at) => status !== statuses[at - 1])).toBe(true);
  expect(statuses.join()).not.toContain('lighthouse');
  expect(discord.problems()).toEqual([]);
});
