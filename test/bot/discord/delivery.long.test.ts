import { describe, expect, it } from 'vitest';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import { shiftedClock } from '#test/fakes/shifted-clock.ts';

closeStages();

const done = (channel: FakeChannel) => channel.waitFor((one) => one.text.includes('Drawn in'));
const drawing = (channel: FakeChannel) => channel.waitFor((one) => one.text.includes('Step '));

describe('a panel', () => {
  it('is finished in the same message after the bot was away', async () => {
    const { ada, channel, leave, start, discord } = await startTestBot({ renderer: { stepMs: 150 } });
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 8 }).message();
    await drawing(channel);
    await leave();
    await start();
    await done(channel);
    expect(channel.messages().map(({ id }) => id)).toEqual([message.id]);
    expect(discord.problems()).toEqual([]);
  });

  it('says what to allow where the bot may not attach files any more, and shows the picture once it may', async () => {
    const { clock, shift } = shiftedClock();
    const stage = await startTestBot({ clock, renderer: { stepMs: 60 }, discord: { clock } });
    const { ada, channel, discord, jobs } = stage;
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 10 }).message();
    await drawing(channel);
    channel.denyBot(['AttachFiles']);
    shift.ms = 16 * 60_000;
    await done(channel);
    expect(message.text).toContain('Easel may not attach files in this channel, so the picture cannot be shown');
    expect(message.buttons.map(({ label }) => label)).toEqual(['Reroll', 'Vary', 'Edit', 'Delete']);
    expect(message.attachments).toEqual([]);
    const delivered = async () => (await jobs().findByMessage(message.id))?.job.delivered;
    expect(await delivered()).toBe(false);
    channel.denyBot([]);
    await discord.until(() => (message.attachments.length === 1 ? true : undefined));
    expect(message.text).not.toContain('may not attach files');
    await expect.poll(delivered, SOON).toBe(true);
    expect(discord.requests.filter(({ status }) => status === 403).length).toBeLessThanOrEqual(2);
    expect(discord.problems()).toEqual([]);
  });

  it('never runs into a limit that Discord has announced', async () => {
    const { ada, channel, discord } = await startTestBot({ renderer: { stepMs: 25 } });
    await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 120 }).message();
    await done(channel);
    expect(discord.requests.filter(({ status }) => status === 429)).toEqual([]);
    const edits = discord.requests.filter(({ method }) => method === 'PATCH');
    expect(edits.length).toBeGreaterThan(3);
  });
});
