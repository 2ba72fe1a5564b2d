import { expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import { RESTORING } from '#test/fakes/larger-picture.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

closeStages();

const image = { name: 'portrait.png', bytes: tinyPng({ width: 20, height: 10, seed: 1 }) };

it('mends the faces of a picture that somebody brings, and of one that was drawn, and names the licence', async () => {
  const { ada, channel, discord, renderer } = await startTestBot({ renderer: RESTORING });
  const message = await ada.slash(channel, 'restore', { image, fidelity: 0.75 }).message();
  await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
  expect(message.text).toContain('portrait.png');
  expect(message.text).toContain('under the licence S-Lab-1.0 (non-commercial)');
  expect(message.buttons.map(({ label }) => label)).toEqual(['Mend faces', 'Delete']);
  expect(renderer.renders[0]!.request).toMatchObject({ task: 'restore', restore: { fidelity: 0.75, model: '' } });
  const again = await ada.click(message, 'Mend faces').message();
  await channel.waitFor((one) => one.id === again.id && one.text.includes('Drawn in'));
  expect(renderer.renders[1]!.request).toMatchObject({ task: 'restore', restore: { fidelity: 0.5 } });
  expect(discord.problems()).toEqual([]);
});

it('says so where no renderer can mend faces', async () => {
  const { ada, channel } = await startTestBot();
  const told = await ada.slash(channel, 'restore', { image }).message();
  expect(told).toMatchObject({ ephemeral: true, content: expect.stringMatching(/No renderer can mend faces/) });
});
