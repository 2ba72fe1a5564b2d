import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import { PREPROCESSING } from '#test/fakes/larger-picture.ts';

closeStages();

describe('/preview', () => {
  it('shows what a ControlNet would read of a picture, of one that is given and of the last one drawn', async () => {
    const { ada, channel, discord, renderer: fake } = await startTestBot({ renderer: PREPROCESSING });
    const picture = sharp({ create: { width: 20, height: 10, channels: 3, background: '#246' } });
    const image = { name: 'harbour.png', bytes: await picture.png().toBuffer() };
    const first = await ada.slash(channel, 'preview', { method: 'canny', image, low: 50 }).message();
    await channel.waitFor((one) => one.id === first.id && one.text.includes('Drawn in'));
    expect(first.attachments).toMatchObject([{ contentType: 'image/png', width: 256 }]);
    expect(first.text).toContain('control picture');
    await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
    await channel.waitFor((one) => one.text.includes('a lighthouse') && one.text.includes('Drawn in'));
    const again = await ada.slash(channel, 'preview', { method: 'canny' }).message();
    await channel.waitFor((one) => one.id === again.id && one.text.includes('Drawn in'));
    expect(again.text).toContain('a lighthouse');
    const asked = fake.renders.map(({ request }) => request).filter(({ task }) => task === 'preprocess');
    expect(asked).toMatchObject([
      { preprocess: { method: 'canny', low: 50, high: 200, side: 0 } },
      { preprocess: { method: 'canny', low: 0, high: 0, side: 0 } },
    ]);
    expect(discord.problems()).toEqual([]);
    const told = await ada.slash(channel, 'preview', { method: 'depth', image }).message();
    expect(told).toMatchObject({
      ephemeral: true,
      content: expect.stringMatching(/No renderer can make control pictures by depth/),
    });
    const both = await ada.slash(channel, 'preview', { method: 'depth', image, low: 1 }).message();
    expect(both.content).toMatch(/only canny has them/);
  });
});
