import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Job } from '#bot/domain/job.ts';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import { READING, SEEING } from '#test/fakes/seen-picture.ts';

closeStages();

const png = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
/** How white the halves of a mask are, of 1. */
async function whiteIn(mask: Uint8Array) {
  const { width, height } = await sharp(mask).metadata();
  const mean = async (left: number) => {
    const half = sharp(mask).extract({ left, top: 0, width: width / 2, height });
    const levels = await half.greyscale().raw().toBuffer();
    return levels.reduce((sum, level) => sum + level, 0) / levels.length / 255;
  };
  return { left: await mean(0), right: await mean(width / 2) };
}
const seedOf = ({ settled: { task } }: Job) => ('seed' in task ? task.seed : null);
const file = async (width: number, height: number) => ({ name: 'given.png', bytes: await png(width, height) });

describe('/vary, /outpaint, /img2img and /inpaint', () => {
  it('go on from the last picture, from one that is named, and from a file', async () => {
    const { ada, bob, channel, discord, jobs, renderer } = await startTestBot();
    const drawn = async (member: typeof ada, command: string, values: Parameters<typeof ada.slash>[2] = {}) => {
      const message = await member.slash(channel, command, values).message();
      await channel.waitFor((one) => one.id === message.id && /drawn in/i.test(one.text));
      return {
        message,
        source: renderer.renders.at(-1)!.spec.source!,
        job: (await jobs().findByMessage(message.id))!.job,
      };
    };
    const none = await bob.slash(channel, 'vary', { how: 'subtle' }).message();
    expect(none).toMatchObject({ ephemeral: true, content: expect.stringContaining('you have none here yet') });
    const first = await drawn(ada, 'imagine', { prompt: 'a lighthouse', steps: 2, count: 2 });
    const last = await drawn(ada, 'vary', { how: 'strong', picture: 2 });
    expect(last.job).toMatchObject({ parentId: first.job.id, settled: { task: { parametersPrompt: 'a lighthouse' } } });
    expect(last.source.strength).toBeCloseTo(0.65);
    const named = await drawn(bob, 'outpaint', { how: 'left', id: first.job.id, prompt: 'a harbour --seed 5' });
    expect(named.job).toMatchObject({
      parentId: first.job.id,
      settled: { task: { parametersPrompt: 'a harbour', seed: 5 } },
    });
    expect(named.source.margins).toMatchObject({ right: 0, top: 0, bottom: 0 });
    const masked = await drawn(bob, 'vary', { how: 'region', id: first.job.id, mask: await file(64, 64) });
    expect(masked.source).toMatchObject({ pasteBack: { feather: 2 } });
    expect(masked.source.mask.length).toBeGreaterThan(0);
    const begun = await drawn(bob, 'img2img', { prompt: 'a boat', image: await file(64, 64), strength: 0.4 });
    expect(begun.source.strength).toBeCloseTo(0.4);
    const mended = await drawn(bob, 'inpaint', {
      prompt: 'a boat',
      image: await file(64, 64),
      mask: await file(32, 32),
    });
    expect(mended.source.mask.length).toBeGreaterThan(0);
    const left = await drawn(bob, 'inpaint', { prompt: 'a boat', image: await file(64, 64), area: 'the Left half' });
    expect(await whiteIn(left.source.mask)).toEqual({ left: 1, right: 0 });
    const right = await drawn(bob, 'vary', { how: 'region', id: first.job.id, area: 'right' });
    expect(await whiteIn(right.source.mask)).toEqual({ left: 0, right: 1 });
    const larger = await drawn(bob, 'hires', { id: begun.job.id, scale: 1.5 });
    expect(larger.job).toMatchObject({ parentId: begun.job.id, settled: { order: { prompt: 'a boat' } } });
    expect(larger.job.settled.task).toMatchObject({ seed: seedOf(begun.job), width: 96, height: 96 });
    expect(larger.source.strength).toBeCloseTo(0.45);
    const twice = await bob
      .slash(channel, 'vary', { how: 'strong', id: first.job.id, prompt: 'a --hires 2' })
      .message();
    expect(twice.content).toContain('second pass');
    const by = await bob.slash(channel, 'hires', { id: begun.job.id, by: 'latent' }).message();
    expect(by.content).toContain('Cannot enlarge it by latent');
    const part = await bob.choose(first.message, 'More', ['region']).modal();
    const asked = await bob.submitModal(part, { fields: { Part: ['edges'], Prompt: 'fog' } }).message();
    await channel.waitFor((one) => one.id === asked.id && one.text.includes('drawn in'));
    expect((await sharp(renderer.renders.at(-1)!.spec.source!.mask).stats()).channels[0]!.mean).toBeCloseTo(191, -1);
    expect(discord.problems()).toEqual([]);
  });

  it('number the things in a picture where one is named, and draw what was typed in the place of the one pressed', async () => {
    const { ada, channel, discord, renderer } = await startTestBot({ renderer: SEEING });
    const image = await file(20, 10);
    const typed = { prompt: 'a red hat --seed 3', image, area: 'the hat', steps: 2, strength: 0.9 };
    const found = await ada.slash(channel, 'inpaint', typed).message();
    const shown = await channel.waitFor((one) => one.id === found.id && one.text.includes('found'));
    expect(shown.text).toContain('Press the number of “the hat”');
    expect(shown.text).toMatch(/No renderer here knows things by words.*pull blip-base/);
    const form = await ada.click(found, 'Part 1').modal();
    expect(JSON.stringify(form.components)).toContain('a red hat --seed 3');
    const hat = await ada.submitModal(form).message();
    await channel.waitFor((one) => one.id === hat.id && one.text.includes('Drawn in'));
    const { spec } = renderer.renders.at(-1)!;
    expect(spec).toMatchObject({ parametersPrompt: 'a red hat', steps: 2, source: { pasteBack: {} } });
    expect(spec.source!.strength).toBeCloseTo(0.9);
    expect(discord.problems()).toEqual([]);
  });

  it('ask for the likeliest of the things first where a renderer reads words', async () => {
    const { ada, channel, jobs } = await startTestBot({ renderer: READING });
    const typed = { prompt: 'a red hat', image: await file(20, 10), area: 'the hat', steps: 2 };
    const found = await ada.slash(channel, 'inpaint', typed).message();
    const shown = await channel.waitFor((one) => one.id === found.id && one.text.includes('found'));
    expect(shown.text).toContain('1 is the likeliest “the hat” of what was found (80 %), read in English');
    const { task } = (await jobs().findByMessage(found.id))!.job.settled;
    expect(task).toMatchObject({ kind: 'segment', text: 'the hat', points: [], box: null });
    const form = await ada.click(found, 'Part 1').modal();
    expect(JSON.stringify(form.components)).toContain('a red hat');
  });

  it('say what is missing, or does not fit', async () => {
    const { ada, channel } = await startTestBot();
    const said = async (command: string, values: Parameters<typeof ada.slash>[2]) =>
      (await ada.slash(channel, command, values).message()).content;
    const image = await file(64, 64);
    expect(await said('vary', { how: 'region', image, prompt: 'a boat' })).toContain('give one area, or one mask');
    expect(await said('vary', { how: 'subtle', image, mask: image })).toContain('a mask is for drawing a part anew');
    expect(await said('inpaint', { image, prompt: 'a boat' })).toContain('give an area such as “left” or “the hat”');
    expect(await said('inpaint', { image, prompt: 'a boat', area: 'the hat' })).toMatch(
      /Cannot find “the hat”.*Left half, Right half.*pull sam-vit-b/,
    );
    expect(await said('vary', { how: 'region', image, mask: await file(64, 32), prompt: 'a boat' })).toContain(
      'given 64×32',
    );
    expect(await said('outpaint', { how: 'zoom-2', image })).toContain('The prompt is empty');
    expect(await said('outpaint', { how: 'zoom-2', image, id: 'x' })).toContain('give an id or an image');
    const { id } = await ada.slash(channel, 'imagine', { prompt: 'a boat', steps: 2 }).message();
    await channel.waitFor((one) => one.id === id && one.text.includes('Drawn in'));
    expect(await said('vary', { how: 'strong', id, picture: 3 })).toContain('picture 3: there is 1');
    expect(await said('hires', { id, picture: 3, scale: 9 })).toMatch(/picture 3: there is 1.*given 9/s);
    const bad = { prompt: 'a boat', image, area: 'the hat', seed: 'x', steps: 0 };
    expect(await said('inpaint', { ...bad, mask: image })).toMatch(/and not both.*steps.*given 0/s);
  });
});
