import { expect, it } from 'vitest';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

it('nothing leaves a private channel: no star, list, link, report, look of a moderator or child of a picture', async () => {
  const { guild, channel, discord, ada, bob, mod, jobs, bot } = await startTestBot();
  const [wall, desk, secret] = ['wall', 'desk', 'secret'].map((name) => guild.channel(name)) as [
    typeof channel,
    typeof channel,
    typeof channel,
  ];
  secret.overwrite('everyone', { deny: ['ViewChannel'] });
  for (const who of [ada, bob, { id: discord.applicationId }]) secret.overwrite(who, { allow: ['ViewChannel'] });
  const set = (name: string, value: string) => ada.slash(channel, 'settings set', { name, value }).message();
  await set('starboard', `<#${wall.id}>`);
  await set('stars', '1');
  await set('moderators', `<#${desk.id}>`);
  await set('studio', 'on');

  const hidden = await ada.slash(secret, 'imagine', { prompt: 'a zebra', steps: 2 }).message();
  await secret.waitFor((one) => one.id === hidden.id && one.text.includes('Drawn in'));
  const child = await bob.click(hidden, 'Reroll').message();
  await secret.waitFor((one) => one.id === child.id && one.text.includes('Drawn in'));
  const own = await ada.slash(channel, 'imagine', { prompt: 'a zebra of my own', steps: 1, private: true }).message();
  await expect.poll(() => own.text, SOON).toContain('Drawn in');
  const talk = channel.thread('talk', { isPrivate: true });
  const between = await ada.slash(talk, 'imagine', { prompt: 'a zebra between us', steps: 1 }).message();
  await talk.waitFor((one) => one.id === between.id && one.text.includes('Drawn in'));
  ada.react(between, '⭐');
  bob.react(hidden, '⭐');
  await bob.choose(hidden, 'More', ['report']).message();
  await desk.waitFor((one) => one.text.includes(`/${secret.id}/${hidden.id}`));

  // A moderator of the server who is not let into the channel asks in every way there is.
  const { id } = (await jobs().findByMessage(hidden.id))!.job;
  const link = `https://discord.com/channels/${guild.id}/${secret.id}/${hidden.id}`;
  const ask = async (line: string, values = {}) => (await mod.slash(channel, line, values).message()).text;
  for (const member of [ada, bob]) await ask('recent', { member: member.id });
  expect(await ask('review')).toContain('no picture is held or reported');
  for (const named of [id, link])
    for (const line of ['show', 'info'])
      expect(await ask(line, { id: named })).toContain('no such picture that you may see');
  await ask('vary', { id, how: 'subtle' });
  await ask('queue');
  expect((await ada.slash(secret, 'review').message()).attachments).toHaveLength(1);

  expect(bot().directory.openChannels(guild.id)).toEqual(expect.arrayContaining([channel.id, wall.id]));
  for (const { id: closed } of [secret, talk]) expect(bot().directory.openChannels(guild.id)).not.toContain(closed);
  const elsewhere = [...discord.world.messages.values()].filter(
    (one) => ![secret.id, talk.id].includes(one.channelId) && one.id !== own.id,
  );
  expect(elsewhere.length).toBeGreaterThan(10);
  for (const { versions } of elsewhere) expect(JSON.stringify(versions)).not.toContain('zebra');
  expect(elsewhere.flatMap(({ versions }) => versions.flatMap(({ attachments }) => attachments))).toEqual([]);
});
