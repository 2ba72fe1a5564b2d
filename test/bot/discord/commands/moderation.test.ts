import { expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

it('words and bans are set by who may, obeyed by commands, buttons, forms and reactions, logged and taken back', async () => {
  const { guild, channel, discord, ada, bob, mod } = await startTestBot();
  const adults = guild.channel('late', { nsfw: true });
  const said = async (who: typeof ada, line: string, values = {}, where = channel) =>
    (await who.slash(where, line, values).message()).text;
  const drawn = await bob.slash(channel, 'imagine', { prompt: 'a gory boat' }).message();
  await channel.waitFor((one) => one.id === drawn.id && one.text.includes('Drawn in'));
  const edit = await bob.click(drawn, 'Edit').modal();

  expect(await said(mod, 'words add', { words: 'gor?' })).toContain('takes the permission Manage Server');
  expect(await said(ada, 'words add', { words: '*' })).toContain('up to 8 words in 100 characters');
  expect(await said(ada, 'words add', { words: 'gor?', 'except-adults': true })).toMatch(/Except in age.*`gor\?`/s);
  const REFUSED = 'this server does not want “gor?”';
  expect(await said(bob, 'imagine', { prompt: 'a boat', negative: 'g-o-r-e' })).toContain(REFUSED);
  expect((await bob.click(drawn, 'Reroll').message()).content).toContain(REFUSED);
  expect((await bob.submitModal(edit, { fields: { Prompt: 'gore' } }).message()).text).toContain(REFUSED);
  bob.react(drawn, '🔁');
  await channel.waitFor((one) => one.text.includes(REFUSED));
  const style = { name: 'gore-night', template: '{prompt}, Gory', steps: 0 };
  const refused = await said(ada, 'style create', style);
  expect(refused).toContain('Cannot keep the style “gore-night”: this server does not want “gor?” in a style');
  expect(refused, 'all that is wrong at once').toMatch(/steps/i);
  expect(await said(bob, 'imagine', { prompt: 'gore' }, adults)).not.toContain(REFUSED);

  expect(await said(bob, 'ban add', { member: mod.id, reason: 'x' })).toContain('Manage Messages or Manage Server');
  expect(await said(mod, 'ban add', { member: mod.id, reason: 'x' })).toContain('nobody bans themselves');
  expect(await said(mod, 'ban add', { member: bob.id, reason: 'Spam', days: 7 })).toContain('Nothing is drawn for Bob');
  expect(await said(mod, 'ban list')).toMatch(/Bob.*Spam · until 20/s);
  expect(await said(bob, 'imagine', { prompt: 'a boat' })).toContain('Reason: Spam');
  const [, number] = (await said(ada, 'audit list')).match(/(\d+) · Mod/)!;
  expect(await said(ada, 'audit undo', { number: Number(number) })).toContain('ban: set to Bob');
  expect(await said(mod, 'ban remove', { member: bob.id })).toContain('not banned');
  expect(await said(ada, 'words remove', { words: 'GOR?' })).toContain('may be drawn again');
  expect(await said(bob, 'imagine', { prompt: 'gore' })).not.toContain(REFUSED);
  await ada.slash(channel, 'settings set', { name: 'keep-days', value: '30' }).message();
  expect(await said(bob, 'privacy')).toMatch(/\d finished pictures? in this place.*30 days after it was drawn/s);
  expect(discord.problems()).toEqual([]);
});
