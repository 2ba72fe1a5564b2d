import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

const png = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
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
    const named = await drawn(bob, 'outpaint', { how: 'left', id: first.job.id, prompt: 'a harbour' });
    expect(named.job).toMatchObject({ parentId: first.job.id, settled: { task: { parametersPrompt: 'a harbour' } } });
    expect(named.source.margins).toMatchObject({ right: 0, top: 0, bottom: 0 });
    const part = await drawn(bob, 'vary', { how: 'region', id: first.job.id, mask: await file(64, 64) });
    expect(part.source).toMatchObject({ pasteBack: { feather: 2 } });
    expect(part.source.mask.length).toBeGreaterThan(0);
    const begun = await drawn(bob, 'img2img', { prompt: 'a boat', image: await file(64, 64), strength: 0.4 });
    expect(begun.source.strength).toBeCloseTo(0.4);
    const mended = await drawn(bob, 'inpaint', {
      prompt: 'a boat',
      image: await file(64, 64),
      mask: await file(32, 32),
    });
    expect(mended.source.mask.length).toBeGreaterThan(0);
    expect(discord.problems()).toEqual([]);
  });

  it('say what is missing, or does not fit', async () => {
    const { ada, channel } = await startTestBot();
    const said = async (command: string, values: Parameters<typeof ada.slash>[2]) =>
      (await ada.slash(channel, command, values).message()).content;
    const image = await file(64, 64);
    expect(await said('vary', { how: 'region', image, prompt: 'a boat' })).toContain('without a mask');
    expect(await said('vary', { how: 'subtle', image, mask: image })).toContain('A mask is for drawing a part anew');
    expect(await said('vary', { how: 'region', image, mask: await file(64, 32), prompt: 'a boat' })).toContain(
      'given 64×32',
    );
    expect(await said('outpaint', { how: 'zoom-2', image })).toContain('The prompt is empty');
    expect(await said('outpaint', { how: 'zoom-2', image, id: 'x' })).toContain('give an id or an image');
  });
});
