import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import { SEEING } from '#test/fakes/seen-picture.ts';

closeStages();

const bytes = sharp({ create: { width: 20, height: 10, channels: 3, background: '#246' } })
  .png()
  .toBuffer();

describe('/describe', () => {
  it('suggests prompts, each with a button that draws it for whoever presses', async () => {
    const { ada, bob, channel, discord, jobs, renderer } = await startTestBot({ renderer: SEEING });
    const image = { name: 'harbour.png', bytes: await bytes };
    const message = await ada.slash(channel, 'describe', { image }).message();
    await channel.waitFor((one) => one.id === message.id && one.text.includes('Described in'));
    expect(message.text).toContain('harbour.png');
    for (const line of ['by the sea', 'a white tower on a rock', 'lighthouse, no humans']) {
      expect(message.text).toContain(line);
    }
    expect(message.buttons.map(({ label }) => label)).toEqual(['Draw 1', 'Draw 2', 'Draw 3', 'Delete']);
    expect(renderer.renders[0]!.request).toMatchObject({ task: 'describe', describe: { model: '', textsMax: 40 } });
    const drawn = await bob.click(message, 'Draw 1').message();
    await channel.waitFor((one) => one.id === drawn.id && one.text.includes('Drawn in'));
    const child = await jobs().findByMessage(drawn.id);
    const parent = await jobs().findByMessage(message.id);
    expect(child?.job).toMatchObject({ parentId: parent?.job.id, ownerName: 'Bob' });
    // The brackets of the caption are no weight.
    expect(renderer.renders.at(-1)!.spec).toMatchObject({
      prompt: { chunks: [{ spans: [{ text: 'a lighthouse (old) by the sea', weight: 1 }] }] },
    });
    expect(discord.problems()).toEqual([]);
  });

  it('is in the menu of a message, for pictures of ours and of others', async () => {
    const { ada, bob, channel, discord, jobs } = await startTestBot({ renderer: SEEING });
    const described = ({ id }: { readonly id: string }) =>
      channel.waitFor((one) => one.id === id && one.text.includes('Described in'));
    const posted = ada.say(channel, 'look', [{ name: 'harbour.png', bytes: await bytes }]);
    await described(await bob.chooseFor(posted, 'Describe').message());
    const shown = await ada.slash(channel, 'imagine', { prompt: 'a red house', steps: 2 }).message();
    await channel.waitFor((one) => one.id === shown.id && one.text.includes('Drawn in'));
    const ours = await bob.chooseFor(shown, 'Describe').message();
    await described(ours);
    const parent = (await jobs().findByMessage(shown.id))!.job;
    expect((await jobs().findByMessage(ours.id))!.job).toMatchObject({ parentId: parent.id, ownerName: 'Bob' });
    expect(discord.problems()).toEqual([]);
  });

  it('numbers the things in a picture, and draws another in the place of one', async () => {
    const { ada, bob, channel, discord, jobs, renderer } = await startTestBot({ renderer: SEEING });
    const posted = ada.say(channel, 'look', [{ name: 'harbour.png', bytes: await bytes }]);
    const found = await bob.chooseFor(posted, 'Change a part').message();
    const shown = await channel.waitFor((one) => one.id === found.id && one.text.includes('One thing found'));
    expect(shown.buttons.map(({ label }) => label)).toEqual(['Part 1', 'Delete']);
    expect(shown.text).toContain('Press the number of a part');
    expect(await sharp(shown.attachments[0]!.bytes).metadata()).toMatchObject({ width: 20, height: 10 });
    const form = await ada.click(found, 'Part 1').modal();
    const drawn = await ada.submitModal(form, { fields: { Prompt: 'a red boat' } }).message();
    await channel.waitFor((one) => one.id === drawn.id && one.text.includes('Drawn in'));
    const { parametersPrompt, source } = renderer.renders.at(-1)!.spec;
    expect(parametersPrompt).toBe('a red boat');
    for (const file of [source!.image, source!.mask])
      expect(await sharp(file).metadata()).toMatchObject({ width: 20, height: 10 });
    const parent = (await jobs().findByMessage(found.id))!.job;
    expect((await jobs().findByMessage(drawn.id))!.job).toMatchObject({ parentId: parent.id, ownerName: 'Ada' });
    expect(discord.problems()).toEqual([]);
  });

  it('says so where no renderer can', async () => {
    const { ada, channel } = await startTestBot();
    const image = { name: 'harbour.png', bytes: await bytes };
    const told = await ada.slash(channel, 'describe', { image }).message();
    expect(told).toMatchObject({
      ephemeral: true,
      content: expect.stringMatching(/No renderer can say what is in pictures/),
    });
  });
});
