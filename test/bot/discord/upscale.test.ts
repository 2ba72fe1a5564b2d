import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import { UPSCALING } from '#test/fakes/larger-picture.ts';

closeStages();

describe('⬆️ Upscale', () => {
  it('makes the picture larger in a message of its own, for whoever presses it', async () => {
    const { ada, bob, channel, discord, jobs } = await startTestBot({ renderer: UPSCALING });
    const typed = { prompt: '{a lighthouse|a lighthouse} --hires 1.5', negative: 'fog', steps: 2 };
    const message = await ada.slash(channel, 'imagine', typed).message();
    await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
    expect(message.buttons.map(({ label }) => label)).toEqual(['Reroll', 'Vary', 'Upscale', 'Edit', 'Delete']);
    const larger = await bob.click(message, 'Upscale').message();
    await channel.waitFor((one) => one.id === larger.id && one.text.includes('Drawn in'));
    expect(larger.attachments).toMatchObject([{ contentType: 'image/png', width: 256 }]);
    expect(larger.text).toContain('a lighthouse');
    expect(larger.buttons.map(({ label }) => label)).toEqual(['Vary', 'Upscale', 'Delete']);
    const [parent, child] = await Promise.all([message, larger].map(({ id }) => jobs().findByMessage(id)));
    expect(child?.job).toMatchObject({ parentId: parent?.job.id, ownerName: 'Bob' });
    const form = await bob.click(larger, 'Vary').modal();
    const varied = await bob.submitModal(form, { fields: { 'What to do': ['subtle'] } }).message();
    await channel.waitFor((one) => one.id === varied.id && one.text.includes('Drawn in'));
    const { job } = (await jobs().findByMessage(varied.id))!;
    expect(job).toMatchObject({
      parentId: child?.job.id,
      settled: { order: { prompt: 'a lighthouse', negative: 'fog' } },
    });
    expect(discord.problems()).toEqual([]);
  });

  it('has no button where no renderer can', async () => {
    const { ada, channel } = await startTestBot();
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
    await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
    expect(message.buttons.map(({ label }) => label)).toEqual(['Reroll', 'Vary', 'Edit', 'Delete']);
  });
});

describe('/upscale', () => {
  const bytes = sharp({ create: { width: 20, height: 10, channels: 3, background: '#246' } })
    .png()
    .toBuffer();

  it('makes a picture larger that somebody brings', async () => {
    const { ada, channel, discord, renderer: fake } = await startTestBot({ renderer: UPSCALING });
    const image = { name: 'harbour.png', bytes: await bytes };
    const message = await ada.slash(channel, 'upscale', { image, scale: '2' }).message();
    await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
    expect(message.text).toContain('harbour.png');
    const [{ request }] = fake.renders as [(typeof fake.renders)[number]];
    expect(request).toMatchObject({ task: 'upscale', upscale: { scale: 2, model: '' } });
    expect(discord.problems()).toEqual([]);
  });

  it('says so where no renderer can', async () => {
    const { ada, channel } = await startTestBot();
    const image = { name: 'harbour.png', bytes: await bytes };
    const told = await ada.slash(channel, 'upscale', { image }).message();
    expect(told).toMatchObject({
      ephemeral: true,
      content: expect.stringMatching(/No renderer can make pictures larger/),
    });
  });
});
