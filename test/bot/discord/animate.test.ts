import { expect, it } from 'vitest';
import { animateOrder } from '#bot/orders/animate-order.ts';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';
import { ANIMATING } from '#test/fakes/larger-picture.ts';
import { SOME_BLOB } from '#test/fakes/some-tasks.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

closeStages();

const image = { name: 'waves.png', bytes: tinyPng({ width: 20, height: 10, seed: 1 }) };

it('makes a picture move that somebody brings, and shows it as an animated WebP', async () => {
  const { ada, bob, channel, discord, renderer } = await startTestBot({ renderer: ANIMATING });
  const message = await ada.slash(channel, 'animate', { image, motion: 0.75 }).message();
  await channel.waitFor((one) => one.id === message.id && one.text.includes('14 frames animated in'));
  expect(message.text).toContain('waves.png');
  expect(message.attachments.map(({ filename }) => filename)).toEqual([expect.stringMatching(/\.webp$/)]);
  expect(message.buttons.map(({ label }) => label)).toEqual(['Delete']);
  const { animate } = renderer.renders[0]!.request as unknown as { animate: Record<string, unknown> };
  expect(animate).toMatchObject({ width: 128, height: 64, frames: 14, steps: 25, motion: 0.75, prompt: null });

  // 🔁 makes it move in another way, and ✉️ sends the film to whoever asks.
  ada.react(message, '🔁');
  await expect.poll(() => renderer.renders.length, SOON).toBe(2);
  const again = (renderer.renders[1]!.request as unknown as { animate: Record<string, unknown> }).animate;
  expect(again).toMatchObject({ width: 128, height: 64, motion: 0.75 });
  expect(again.seed).not.toBe(animate.seed);
  bob.react(message, '✉️');
  await expect.poll(() => bob.direct.messages().length, SOON).toBe(1);
  expect(bob.direct.messages()[0]!.attachments[0]!.filename).toMatch(/\.webp$/);
  expect(discord.problems()).toEqual([]);
});

it('says so where no renderer can make pictures move', async () => {
  const { ada, channel } = await startTestBot();
  const told = await ada.slash(channel, 'animate', { image }).message();
  expect(told).toMatchObject({ ephemeral: true, content: expect.stringMatching(/No renderer can make pictures move/) });
});

it('gives an animation the shape of its picture, in about as many pixels as the model was made for', () => {
  const animator = { frames: 25, defaultWidth: 1024, defaultHeight: 576 };
  const sizeOf = (width: number, height: number) => {
    const { task } = animateOrder({ image: SOME_BLOB, width, height, animator, motion: 0, seed: 1, words: '' });
    return 'width' in task ? [task.width, task.height] : [];
  };
  expect(sizeOf(1024, 576)).toEqual([1024, 576]);
  expect(sizeOf(512, 512)).toEqual([768, 768]);
  expect(sizeOf(100, 1000)).toEqual([512, 1088]);
});
