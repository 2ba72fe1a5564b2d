import { describe, expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';

closeStages();

const drawing = (channel: FakeChannel) => channel.waitFor((one) => one.text.includes('Step '));

describe('a panel of pictures that are too large for a message', () => {
  it('shows a smaller one when the picture is larger in every quality than the channel takes', async () => {
    const stage = await startTestBot({ guild: { attachmentSizeLimit: 600 }, renderer: { stepMs: 60 } });
    const { ada, channel, discord, jobs } = stage;
    const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse --width 1024 --height 1024', steps: 5 });
    const message = await asked.message();
    await channel.waitFor((one) => one.text.includes('smaller than drawn'));
    expect(message.attachments.map(({ filename }) => filename)).toEqual([expect.stringMatching(/-1\.webp$/)]);
    expect(message.text).toMatch(/1 picture is shown smaller than drawn.*: this channel takes files up to 0\.6 KiB/);
    const job = (await jobs().findByMessage(message.id))!.job;
    expect(await jobs().pictures(job.id)).toHaveLength(1);
    expect(discord.problems()).toEqual([]);
  });

  it('shows pictures at full size that are too large as PNG, and sends the PNGs to who asks', async () => {
    const renderer = { stepMs: 5, pictureBytes: () => 7 * 1024 * 1024 };
    const { ada, bob, channel, discord } = await startTestBot({ renderer });
    const prompt = 'a lighthouse --width 256 --height 256';
    const message = await ada.slash(channel, 'imagine', { prompt, steps: 2, count: 4 }).message();
    const kindsOf = () => message.versions.map(({ attachments }) => attachments.map(({ contentType }) => contentType));
    await channel.waitFor((one) => one.text.includes('the PNG is too large: one message takes'));
    // Small files at once, then as much of the PNGs as one message takes.
    expect(kindsOf().at(-2)).toEqual(Array(4).fill('image/webp'));
    const kinds = message.attachments.map(({ contentType }) => contentType);
    expect(kinds.toSorted()).toEqual(['image/png', 'image/png', 'image/png', 'image/webp']);
    expect(message.attachments.map(({ width, height }) => [width, height])).toEqual(Array(4).fill([256, 256]));
    expect(message.text).toContain(
      '1 picture is shown at full size as WebP, as the PNG is too large: one message takes',
    );
    const asked = bob.click(message, 'PNG');
    await discord.until(() => (asked.followups().length === 4 ? true : undefined));
    for (const followup of asked.followups()) {
      expect(followup).toMatchObject({ ephemeral: true, attachments: [{ contentType: 'image/png' }] });
    }
    expect(discord.problems()).toEqual([]);
  });

  it('says where a PNG is that is too large to be sent at all', async () => {
    const renderer = { stepMs: 5, pictureBytes: () => 11 * 1024 * 1024 };
    const { ada, channel, discord, jobs } = await startTestBot({ renderer });
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
    await channel.waitFor((one) => one.buttons.some(({ label }) => label === 'PNG'));
    expect(message.attachments.map(({ contentType }) => contentType)).toEqual(['image/webp']);
    const asked = ada.click(message, 'PNG');
    const told = await discord.until(() => asked.followups()[0]);
    const [{ picture } = { picture: null }] = await jobs().pictures((await jobs().findByMessage(message.id))!.job.id);
    expect(told.content).toBe(
      'The PNG has 11.0 MiB, and Discord takes 10.0 MiB from here. ' +
        `The operator of this bot keeps it as ${picture!.file}.`,
    );
    expect(discord.problems()).toEqual([]);
  });

  it('shows each of several pictures, smaller, when Discord takes none of them as they are', async () => {
    const { ada, channel, discord } = await startTestBot({ renderer: { stepMs: 80 } });
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 6, count: 3 }).message();
    await drawing(channel);
    discord.fault({ method: 'PATCH', kind: 'status', status: 413, times: 3 });
    await channel.waitFor((one) => one.text.includes('3 pictures drawn in'));
    await channel.waitFor((one) => one.text.includes('smaller than drawn'));
    expect(message.attachments.map(({ contentType }) => contentType)).toEqual(Array(3).fill('image/webp'));
    expect(message.text).toContain(
      '3 pictures are shown smaller than drawn, as no file at full size fits: Discord did not',
    );
    expect(message.buttons.map(({ label }) => label)).toContain('PNG');
  });
});
