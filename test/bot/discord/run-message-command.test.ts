import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { UPSCALING } from '#test/fakes/larger-picture.ts';

closeStages();

const brought = sharp({ create: { width: 20, height: 10, channels: 3, background: '#246' } })
  .png()
  .toBuffer();

describe('the menu of a message', () => {
  it('draws a panel once more, makes its picture larger, and goes on from it with other words', async () => {
    const { ada, bob, channel, discord, jobs, renderer } = await startTestBot({ renderer: UPSCALING });
    const shown = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2, seed: '7' }).message();
    const done = ({ id }: { readonly id: string }) =>
      channel.waitFor((one) => one.id === id && one.text.includes('Drawn in'));
    await done(shown);
    const again = await bob.chooseFor(shown, 'Redraw').message();
    await done(again);
    const larger = await bob.chooseFor(shown, 'Upscale').message();
    await done(larger);
    const form = await bob.chooseFor(shown, 'Use as start').modal();
    expect(JSON.stringify(form.components)).toContain('a lighthouse');
    const started = await bob.submitModal(form, { fields: { Prompt: 'a church' } }).message();
    await done(started);
    const parent = (await jobs().findByMessage(shown.id))!.job;
    const [redrawn, enlarged] = await Promise.all([again, larger].map(({ id }) => jobs().findByMessage(id)));
    for (const child of [redrawn, enlarged])
      expect(child!.job).toMatchObject({ parentId: parent.id, ownerName: 'Bob' });
    expect(renderer.renders.at(-1)!.spec).toMatchObject({ parametersPrompt: 'a church', source: { strength: 0.75 } });
    expect(discord.problems()).toEqual([]);
  });

  it('takes the style of a picture, and /blend several pictures, where a renderer reads such', async () => {
    const [tiny] = FAKE_DESCRIPTION.models;
    const able = { ...tiny!, imageAdapters: [{ name: 'plus', kind: 'plus', licence: '' }] };
    const { ada, channel, discord, renderer } = await startTestBot({ renderer: { description: { models: [able] } } });
    const image = { name: 'harbour.png', bytes: await brought };
    const posted = ada.say(channel, 'look', [image]);
    const form = await ada.chooseFor(posted, 'Use as style').modal();
    const styled = await ada.submitModal(form, { fields: { Prompt: 'a church' } }).message();
    await channel.waitFor((one) => one.id === styled.id && one.text.includes('Drawn in'));
    expect(renderer.renders.at(-1)!.spec.imagePrompts).toMatchObject([{ pictures: [{}] }]);
    const blended = await ada.slash(channel, 'blend', { image1: image, image2: image, image5: image }).message();
    await channel.waitFor((one) => one.id === blended.id && one.text.includes('Drawn in'));
    expect(renderer.renders.at(-1)!.spec.imagePrompts).toMatchObject([{ adapter: 'plus', pictures: [{}, {}, {}] }]);
    expect(discord.problems()).toEqual([]);
  });

  it('says what would bring what no renderer can do, before anything is typed, and makes nothing', async () => {
    const { bob, channel, discord, jobs } = await startTestBot();
    const posted = bob.say(channel, 'look', [{ name: 'harbour.png', bytes: await brought }]);
    for (const [command, said] of [
      ['Use as style', /IP-Adapter for tiny.*pull ip-adapter-sd15/],
      ['Upscale', 'npm run models -- pull realesrgan'],
      ['Animate', 'npm run models -- pull svd'],
      ['Mend faces', 'npm run models -- pull codeformer'],
      ['Describe', 'npm run models -- pull'],
      ['Change a part', 'npm run models -- pull sam-vit-b'],
    ] as const) {
      const told = await bob.chooseFor(posted, command).message();
      expect(told.ephemeral).toBe(true);
      expect(told.content, command).toMatch(said);
    }
    expect(await jobs().recent({ limit: 5 })).toEqual([]);
    expect(discord.problems()).toEqual([]);
  });

  it('takes a picture that somebody has posted, and says so where there is none', async () => {
    const { ada, bob, channel, discord, renderer } = await startTestBot({ renderer: UPSCALING });
    const posted = ada.say(channel, 'look', [{ name: 'harbour.png', bytes: await brought }]);
    const larger = await bob.chooseFor(posted, 'Upscale').message();
    await channel.waitFor((one) => one.id === larger.id && one.text.includes('Drawn in'));
    expect(renderer.renders.at(-1)!.request).toMatchObject({ task: 'upscale' });
    const words = ada.say(channel, 'hello');
    for (const [command, said] of [
      ['Redraw', 'it shows no picture that Easel has drawn'],
      ['Upscale', 'there is no picture in it'],
      ['Use as start', 'there is no picture in it'],
    ] as const) {
      const told = await bob.chooseFor(words, command).message();
      expect(told).toMatchObject({ ephemeral: true, content: expect.stringContaining(said) });
    }
    expect(discord.problems()).toEqual([]);
  });
});
