import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { signPicture } from '#bot/provenance/sign-picture.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { sourceMark, XMP_TEXT } from '#renderer/engine/image/source-mark.ts';
import { putMark } from '#shared/watermark/watermark.ts';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import { AT, KEY } from '#test/bot/provenance/signed-pictures.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { UPSCALING } from '#test/fakes/larger-picture.ts';
import { syntheticPicture } from '#test/shared/watermark/synthetic-pictures.ts';

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

  it('takes the style of a picture, /blend several, each where it shall act, and /follow four control pictures', async () => {
    const [tiny] = FAKE_DESCRIPTION.models;
    const controlNetworks = ['canny', 'depth'].map((name) => ({ name, kind: 'controlnet', licence: '' }));
    const able = { ...tiny!, imageAdapters: [{ name: 'plus', kind: 'plus', licence: '' }], controlNetworks };
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
    const placed = { image1: image, area1: 'Left half', image2: image, mask2: image, take: 'layout' };
    const parts = await ada.slash(channel, 'blend', { ...placed, mask4: image }).message();
    expect(parts.content).toContain('Cannot place image4: there is no such picture');
    const here = await ada.slash(channel, 'blend', placed).message();
    await channel.waitFor((one) => one.id === here.id && one.text.includes('Drawn in'));
    expect(here.text).toContain('cannot take the layout of a picture alone');
    const pictures = renderer.renders.at(-1)!.spec.imagePrompts![0]!.pictures;
    const left = await sharp(pictures[0]!.mask).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([left.info.width / left.info.height, left.data[0], left.data.at(-1)]).toEqual([2, 255, 0]);
    expect(pictures[1]!.mask.length).toBeGreaterThan(0);
    const four = { image1: image, image2: image, image3: image, image4: image, guess: true };
    const said = { ...four, prompt: 'a church', control: 'canny, depth:0.5:0:0.5, canny, depth' };
    const along = await ada.slash(channel, 'follow', said).message();
    await channel.waitFor((one) => one.id === along.id && one.text.includes('Drawn in'));
    const { guess, units } = renderer.renders.at(-1)!.spec.control!;
    expect([guess, units.map(({ network, end }) => [network, end])]).toEqual([
      true,
      [
        ['canny', 1],
        ['depth', 0.5],
        ['canny', 1],
        ['depth', 1],
      ],
    ]);
    expect(discord.problems()).toEqual([]);
  });

  it('says where a picture comes from, and draws it again from its settings', async () => {
    const { ada, channel, discord, renderer, jobs } = await startTestBot();
    const parameters =
      'a lighthouse\nSteps: 3, Sampler: LCM, CFG scale: 5, Seed: 7, Size: 64x64, Denoising strength: 1';
    const width = 64;
    const picture = syntheticPicture('scene', { width, height: width, seed: 1 });
    putMark(picture);
    const bytes = await encodePng(picture, { parameters, [XMP_TEXT]: sourceMark('trainedAlgorithmicMedia') });
    const signed = signPicture(bytes, { digitalSource: 'trainedAlgorithmicMedia', at: AT, key: KEY });
    const posted = ada.say(channel, 'look', [{ name: 'lighthouse.png', bytes: signed }]);
    for (const answer of [
      ada.slash(channel, 'verify', { image: { name: 'lighthouse.png', bytes: signed } }),
      ada.chooseFor(posted, 'Verify picture'),
    ]) {
      const { text } = await answer.message();
      expect(text).toContain('Drawn with Easel: its watermark is in the pixels');
      expect(text).toMatch(
        /valid; signed by Easel, made with Easel 0\.1\.0 on 2026-03-01.*\n.*\n.*\n.*\nmade by a network \(trainedAlgorithmicMedia\)/,
      );
      expect(text).toMatch(/differs by \d+(\.\d+)? of 255 levels on average/);
      expect(text).toContain('Without what cannot be taken over: Denoising strength');
    }
    const drawn = { seed: 7, steps: 3, sampler: 'lcm', width };
    // At the same time it is one job; whoever comes later gets another.
    expect(renderer.renders.length).toBeLessThanOrEqual(2);
    for (const { spec } of renderer.renders) expect(spec).toMatchObject(drawn);
    // Nobody has asked for further pictures: none of them is left among the member's own.
    expect(await jobs().recent({ limit: 5 })).toEqual([]);
    expect(discord.problems()).toEqual([]);
  });

  it('verifies a picture that says nothing, and one whose settings cannot be drawn here', async () => {
    const { ada, channel } = await startTestBot();
    const plain = { name: 'harbour.png', bytes: await brought };
    const { text } = await ada.slash(channel, 'verify', { image: plain }).message();
    expect(text).toContain('Nothing here says that a network drew it');
    const large = { width: 64, height: 64, data: new Uint8Array(64 * 64 * 3) };
    const bytes = await encodePng(large, { parameters: 'a boat\nSteps: 3, Seed: 7, Clip skip: 2, Model: unheard-of' });
    const refused = await ada.slash(channel, 'verify', { image: { name: 'boat.png', bytes } }).message();
    expect(refused.text).toMatch(/^.*It has the settings of a program that draws with networks/s);
    expect(refused.text).toMatch(/a boat.*\n.*Steps: 3.*not possible: .*unheard-of/s);
    expect(refused.text).not.toContain('cannot be taken over');
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
