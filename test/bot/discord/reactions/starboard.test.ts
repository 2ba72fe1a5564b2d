import { expect, it } from 'vitest';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

it('enough ⭐ bring a picture to the starboard once; the count goes on, over restarts, until it is deleted', async () => {
  const stage = await startTestBot();
  const { guild, ada, bob, mod, channel, discord } = stage;
  const wall = guild.channel('wall');
  const secret = guild.channel('secret');
  const set = (name: string, value: string) => ada.slash(channel, 'settings set', { name, value }).message();
  await set('starboard', `<#${wall.id}>`);
  await set('stars', '2');
  const draw = async (where: typeof channel) => {
    const shown = await ada.slash(where, 'imagine', { prompt: 'a lighthouse', steps: 1 }).message();
    return where.waitFor((one) => one.id === shown.id && one.text.includes('Drawn in'));
  };
  const heard = () => ada.slash(channel, 'help').message();
  const picture = await draw(channel);
  bob.react(picture, '⭐');
  await heard();
  expect(wall.messages()).toEqual([]);
  mod.react(picture, '⭐');
  const post = await wall.waitFor((one) => one.text.includes('⭐ 2'));
  expect(post.text).toContain(`/${channel.id}/${picture.id}`);
  expect(post).toMatchObject({ attachments: [{ contentType: 'image/png' }], pings: [] });

  // Of what happens while the bot is away it hears nothing: the next star tells of all.
  await stage.stop();
  const eve = guild.member('Eve');
  eve.react(picture, '⭐');
  await stage.start();
  guild.member('Fay').react(picture, '⭐');
  await wall.waitFor((one) => one.id === post.id && one.text.includes('⭐ 4'));
  for (const member of [bob, mod, eve]) member.unreact(picture, '⭐');
  await wall.waitFor((one) => one.id === post.id && one.text.includes('⭐ 1'));
  expect(wall.messages()).toHaveLength(1);

  // Nothing leaves a channel that not everybody may see.
  secret.overwrite('everyone', { deny: ['ViewChannel'] });
  for (const who of [ada, bob, mod, { id: discord.applicationId }]) secret.overwrite(who, { allow: ['ViewChannel'] });
  const hidden = await draw(secret);
  for (const who of [bob, mod]) who.react(hidden, '⭐');
  await heard();

  await ada.click(picture, 'Delete').message();
  await expect.poll(() => post.deleted, SOON).toBe(true);
  expect(wall.messages()).toEqual([]);
  expect(discord.problems()).toEqual([]);
});

it('a post that somebody takes off the starboard stays away, and one whose note was lost is found again', async () => {
  const { guild, ada, bob, mod, channel, discord, jobs } = await startTestBot();
  const wall = guild.channel('wall');
  for (const [name, value] of [
    ['starboard', `<#${wall.id}>`],
    ['stars', '1'],
  ] as const)
    await ada.slash(channel, 'settings set', { name, value }).message();
  const picture = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 1 }).message();
  await channel.waitFor((one) => one.id === picture.id && one.text.includes('Drawn in'));
  bob.react(picture, '⭐');
  const post = await wall.waitFor((one) => one.text.includes('⭐ 1'));
  const { id } = (await jobs().findByMessage(picture.id))!.job;
  const noted = () => jobs().delivery.starboardPost(guild.id, id);
  await expect.poll(noted, SOON).toMatchObject({ messageId: post.id, count: 1 });
  await jobs().delivery.setStarboardPost(guild.id, id, null);
  mod.react(picture, '⭐');
  await wall.waitFor((one) => one.id === post.id && one.text.includes('⭐ 2'));
  mod.deleteMessage(post);
  ada.react(picture, '⭐');
  await expect.poll(noted, SOON).toMatchObject({ messageId: null });
  expect(wall.messages()).toEqual([]);
  expect(discord.problems()).toEqual([]);
});
