import { expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

it('settings are shown, completed, set for a channel, obeyed, logged and taken back by who manages the server', async () => {
  const { guild, channel, discord, ada, bob } = await startTestBot();
  const hills = guild.channel('hills');
  const said = async (who: typeof ada, line: string, values = {}) =>
    (await who.slash(channel, line, values).message()).text;
  const off = { name: 'drawing', value: 'off', where: 'channel' };
  expect(await said(bob, 'settings set', off)).toContain('takes the permission Manage Server');
  const completed = ada.complete(channel, 'settings set', {
    values: { name: 'drawing', value: 'o' },
    focused: 'value',
  });
  expect((await completed.choices()).map(({ value }) => value)).toEqual(['on', 'off']);
  expect(await said(ada, 'settings set', off)).toContain('drawing is off in this channel now');
  expect(await said(ada, 'settings show')).toMatch(/drawing.*in this channel `off`.*usually `on`/s);
  expect(await said(bob, 'imagine', { prompt: 'a boat' })).toContain('has switched drawing off in this place');
  const inThread = await bob.slash(channel.thread('boats'), 'imagine', { prompt: 'a boat' }).message();
  expect(inThread.text).toContain('has switched drawing off in this place');
  await bob.slash(hills, 'imagine', { prompt: 'a boat' }).message();
  const log = await said(ada, 'audit list');
  expect(log).toMatch(/Ada.*setting drawing of a channel: set to off/s);
  const [, number] = log.match(/(\d+) · Ada/)!;
  expect(await said(ada, 'audit undo', { number: Number(number) })).toContain(`Change ${number} is taken back`);
  await bob.slash(channel, 'imagine', { prompt: 'a boat' }).message();
  expect(await said(ada, 'settings reset', { name: 'drawing' })).toContain('drawing is what it usually is again: on');
  expect(discord.problems()).toEqual([]);
});
