import { expect, it } from 'vitest';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';
import { allComponents } from '#test/fakes/discord/rules/subject.ts';

closeStages();

it('✉️ sends whoever sees a picture its PNG, or says why it cannot; pictures are spoilers, and invite, where a server says so', async () => {
  const { ada, bob, channel, discord } = await startTestBot();
  const set = (name: string, value: string) => ada.slash(channel, 'settings set', { name, value }).message();
  await set('spoiler', 'on');
  await set('invite-1', '🔁');
  await set('invite-3', '⬆️');
  const shown = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 1, count: 2 }).message();
  await channel.waitFor((one) => one.id === shown.id && one.text.includes('2 pictures drawn in'));
  const gallery = allComponents(shown.components).find(({ type }) => type === 12);
  expect(gallery?.items).toMatchObject([{ spoiler: true }, { spoiler: true }]);

  await expect.poll(() => [...shown.reactions.keys()], SOON).toEqual(['🔁', '⬆️']);

  bob.react(shown, '✉️');
  await expect.poll(() => bob.direct.messages().length, SOON).toBe(2);
  const [first] = bob.direct.messages();
  expect(first!.attachments[0]).toMatchObject({
    filename: expect.stringMatching(/-1\.png$/),
    contentType: 'image/png',
  });
  expect(first!.text).toContain(`/${channel.id}/${shown.id}>) that you asked for with ✉️`);
  expect(ada.direct.messages()).toEqual([]);

  bob.closeTo(true);
  bob.unreact(shown, '✉️');
  bob.react(shown, '✉️');
  const closed = await channel.waitFor((one) => one.text.includes('you take no messages from this server'));
  expect([closed.text.startsWith(`<@${bob.id}> `), closed.pings]).toEqual([true, []]);
  expect(bob.direct.messages()).toHaveLength(2);
  expect(discord.problems()).toEqual([]);
});

it('as many reactions as the server says count as the owner’s, once, also after a restart; ❌ stays the owner’s', async () => {
  const stage = await startTestBot();
  const { guild, ada, bob, mod, channel, discord, jobs } = stage;
  await ada.slash(channel, 'settings set', { name: 'votes', value: '2' }).message();
  const shown = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 1 }).message();
  await channel.waitFor((one) => one.id === shown.id && one.text.includes('Drawn in'));
  const children = async () => (await jobs().recent({ limit: 9 })).length - 1;
  const heard = () => ada.slash(channel, 'help').message();
  bob.react(shown, '🎲');
  bob.react(shown, '❌');
  await heard();
  expect(await children()).toBe(0);
  await stage.stop();
  await stage.start();
  mod.react(shown, '🎲');
  const child = await channel.waitFor((one) => one.id !== shown.id && one.text.includes('Drawn in'));
  expect(child.text).toContain(`<@${mod.id}>`);
  guild.member('Eve').react(shown, '🎲');
  await heard();
  await expect.poll(children, SOON).toBe(1);
  expect(shown.deleted).toBe(false);
  expect(discord.problems()).toEqual([]);
});
