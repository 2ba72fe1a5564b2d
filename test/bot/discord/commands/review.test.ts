import { ComponentType } from 'discord.js';
import { expect, it } from 'vitest';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';
import { objectsOf } from '#test/fakes/discord/json.ts';
import { latest } from '#test/fakes/discord/world/message-state.ts';

closeStages();

it('nobody sees pictures that are held or reported until a moderator has released them, and decisions can be undone', async () => {
  const { guild, channel, discord, jobs, ada, bob, mod } = await startTestBot();
  const said = async (who: typeof ada, line: string, values = {}) => who.slash(channel, line, values).message();
  const shows = (id: string, words: string, files: number) =>
    channel.waitFor((one) => one.id === id && one.text.includes(words) && one.attachments.length === files);
  expect((await said(mod, 'review')).text).toContain('no picture is held or reported');
  await said(ada, 'settings set', { name: 'hold', value: 'on', where: 'channel' });
  await said(ada, 'settings set', { name: 'reports-hide', value: '2' });
  const held = await bob.slash(channel, 'imagine', { prompt: 'a boat', steps: 4 }).message();
  await shows(held.id, 'looks at it before it is shown', 0);
  const seen = await said(mod, 'recent', { member: bob.id });
  expect([seen.attachments.length, seen.text]).toEqual([1, expect.stringContaining('The last 1 of Bob')]);
  expect((await mod.chooseForMember(channel, bob, 'Recent pictures').message()).text).toContain('The last 1 of Bob');
  expect(() => bob.chooseForMember(channel, bob, 'Recent pictures')).toThrow('does not see the command');
  expect((await said(mod, 'recent', { member: bob.id, number: 1 })).attachments).toHaveLength(1);
  expect((await said(mod, 'recent', { member: bob.id, number: 2 })).text).toContain('only 1 of Bob');
  expect((await said(bob, 'recent', { member: bob.id })).text).toContain('Manage Messages or Manage Server');
  const { job } = (await jobs().recent({ limit: 1 }))[0]!;
  expect(await jobs().pictures(job.id)).toEqual([]);
  await expect(jobs().reviews.list({ ...asker(guild.id), isModerator: false }, 1)).rejects.toMatchObject({
    code: 'denied',
  });
  expect((await said(bob, 'review')).text).toContain('Manage Messages or Manage Server');
  expect((await said(bob, 'vary', { id: job.id, how: 'subtle' })).text).toContain(
    'a moderator of this server looks at them first',
  );

  const looked = await said(mod, 'review');
  expect([looked.text, looked.attachments.length]).toEqual([expect.stringContaining('Nobody sees it yet'), 1]);
  expect((await mod.click(looked, 'Show it').message()).content).toContain('Everybody sees it now. Nothing else waits');
  await shows(held.id, 'Drawn in', 1);

  const menu = async (who: typeof ada) => who.choose(held, 'More', ['report']).message();
  expect((await menu(bob)).content).toContain('will look at it');
  expect((await menu(bob)).content).toContain('will look at it');
  expect((await menu(ada)).content).toContain('Nobody sees it until');
  await shows(held.id, 'looks at it before it is shown', 0);
  const again = await said(ada, 'review');
  expect(again.text).toContain('Reported by 2');
  expect((await ada.click(again, 'Do not show it').message()).content).toContain('Nobody sees it any more');
  await shows(held.id, 'has decided not to show it', 0);

  const [, number] = (await said(ada, 'audit list')).text.match(/(\d+) · Ada[^\n]*\n[^\n]*decision about/)!;
  await said(ada, 'audit undo', { number: Number(number) });
  await shows(held.id, 'Drawn in', 1);
  expect(discord.problems()).toEqual([]);
});

it('moderators are told in their channel of what a renderer’s check holds, and of reports, also from a message’s menu', async () => {
  const { guild, channel, discord, ada, bob, mod, renderer } = await startTestBot();
  const desk = guild.channel('desk');
  const set = (name: string, value: string) => ada.slash(channel, 'settings set', { name, value }).message();
  await set('moderators', `<#${desk.id}>`);
  await set('flagged', 'hold');
  const held = await bob.slash(channel, 'imagine', { prompt: 'an unfit boat', steps: 2 }).message();
  await channel.waitFor((one) => one.id === held.id && one.text.includes('looks at it before it is shown'));
  expect(renderer.renders.at(-1)!.spec).toMatchObject({ giveFlagged: true });
  const told = await desk.waitFor((one) => one.text.includes('waits for a moderator'));
  expect(told.text).toContain(held.id);
  expect(told.text).not.toContain('boat');
  const looked = await mod.slash(channel, 'review').message();
  expect([looked.text, looked.attachments.length]).toEqual([expect.stringContaining('Nobody sees it yet'), 1]);

  const fine = await bob.slash(channel, 'imagine', { prompt: 'a boat', steps: 2 }).message();
  await channel.waitFor((one) => one.id === fine.id && one.text.includes('Drawn in'));
  expect((await ada.chooseFor(fine, 'Report').message()).content).toContain('will look at it');
  const reported = await desk.waitFor((one) => one.text.includes('A member has reported'));
  expect(reported.text).toContain(fine.id);
  expect(discord.problems()).toEqual([]);
});

it('moderators see what a member drew last side by side, ten at a time, with what nobody else sees yet', async () => {
  const { guild, channel, discord, jobs, bob, mod } = await startTestBot();
  const place = { platform: 'discord', serverId: guild.id, channelId: channel.id } as const;
  const member = { id: bob.id, name: 'Bob', isModerator: false };
  const draw = (n: number) =>
    jobs().submit({ requestKey: `${n}`, place, member, order: { prompt: `boat ${n}`, steps: 1 } });
  const areOver = async () => (await jobs().recent({ limit: 20 })).every(({ job }) => job.state.kind === 'done');
  for (const n of Array(11).keys()) {
    await draw(n);
    if (n % 5 === 0) await expect.poll(areOver, SOON).toBe(true);
  }
  const first = await mod.slash(channel, 'recent', { member: bob.id }).message();
  expect([first.ephemeral, first.attachments.length]).toEqual([true, 10]);
  expect(first.attachments[0]!.description).toBe('1 · boat 10');
  const gallery = objectsOf(objectsOf(latest(discord.world.messages.get(first.id)!).components)[0]!.components);
  expect(objectsOf(gallery.find(({ type }) => type === ComponentType.MediaGallery)!.items)).toHaveLength(10);
  await mod.click(first, 'Next').message();
  await discord.until(() => (first.attachments.length === 1 && first.text.includes('11 · boat 0') ? true : undefined));
  expect(discord.problems()).toEqual([]);
});

const asker = (serverId: string) => ({ serverId, memberId: 'x', memberName: 'X', mayManageServer: false });
