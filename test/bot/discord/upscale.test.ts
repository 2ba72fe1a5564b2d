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

  it('is done by the network that is named, and denoises as much as is asked for', async () => {
    const upscalers = [
      { name: 'anime', scale: 4, licence: '' },
      { name: 'realesr-general-x4v3', scale: 4, licence: '', denoises: true },
    ];
    const description = { ...UPSCALING.description!, upscalers };
    const { ada, channel, discord, renderer: fake } = await startTestBot({ renderer: { ...UPSCALING, description } });
    const image = { name: 'harbour.png', bytes: await bytes };
    const typed = { values: { by: 'gen' }, focused: 'by' };
    expect(await ada.complete(channel, 'upscale', typed).choices()).toMatchObject([{ value: 'realesr-general-x4v3' }]);
    for (const given of [{ by: 'Anime' }, { denoise: 0.25 }, { by: 'realesr-general-x4v3', denoise: 0 }]) {
      const message = await ada.slash(channel, 'upscale', { image, ...given }).message();
      await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
    }
    expect(fake.renders.map(({ request }) => request)).toMatchObject([
      { upscale: { model: 'anime', denoise: null } },
      { upscale: { model: 'realesr-general-x4v3', denoise: { value: 0.25 } } },
      { upscale: { model: 'realesr-general-x4v3', denoise: { value: 0 } } },
    ]);
    const unnamed = await ada.slash(channel, 'upscale', { image, by: 'huge' }).message();
    expect(unnamed.text).toContain('Cannot enlarge it by “huge”: there are anime, realesr-general-x4v3');
    const fixed = await ada.slash(channel, 'upscale', { image, by: 'anime', denoise: 0.5 }).message();
    expect(fixed.text).toContain('Cannot set how much “anime” denoises: only realesr-general-x4v3 can');
    expect(discord.problems()).toEqual([]);
  });

  it('says so where no renderer can denoise so much or so little', async () => {
    const { ada, channel } = await startTestBot({ renderer: UPSCALING });
    const image = { name: 'harbour.png', bytes: await bytes };
    const told = await ada.slash(channel, 'upscale', { image, denoise: 0.5 }).message();
    expect(told.text).toContain('realesr-general-wdn-x4v3 beside realesr-general-x4v3');
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
