import { expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

it('what roles may draw is set, shown, obeyed by every button, form, menu and reaction, and taken away', async () => {
  const { guild, channel, discord, jobs, ada, bob } = await startTestBot();
  const everyone = guild.id;
  const patron = guild.role('Patrons');
  const pat = guild.member('Pat', { roles: [patron] });
  const draw = (who: typeof ada, values = {}) =>
    who.slash(channel, 'imagine', { prompt: 'a boat', steps: 2, ...values }).message();
  const bobs = await draw(bob);
  await channel.waitFor((one) => one.id === bobs.id && one.text.includes('Drawn in'));
  const vary = await bob.click(bobs, 'Vary').modal();
  const edit = await bob.click(bobs, 'Edit').modal();
  expect((await bob.slash(channel, 'limits set', { role: everyone, jobs: 0 }).message()).content).toContain(
    'takes the permission Manage Server',
  );
  expect((await ada.slash(channel, 'limits set', { role: everyone }).message()).content).toContain('at least one of');
  const shown = await ada.slash(channel, 'limits set', { role: everyone, jobs: 0 }).message();
  expect(shown.text).toMatch(/everyone.*no pictures/s);

  const DENIED = 'your roles in this server allow no pictures';
  const asked = [
    bob.slash(channel, 'imagine', { prompt: 'a boat' }),
    bob.click(bobs, 'Reroll'),
    bob.submitModal(vary, {}),
    bob.submitModal(edit, { fields: { Prompt: 'a red boat' } }),
    bob.chooseFor(bobs, 'Redraw'),
  ];
  for (const each of asked) expect((await each.message()).content).toContain(DENIED);
  bob.react(bobs, '🔁');
  await channel.waitFor((one) => one.text.includes(DENIED));
  expect(await jobs().recent({ limit: 5 })).toHaveLength(1);

  await ada.slash(channel, 'limits set', { role: patron.id, jobs: 1, steps: 3, models: 'Tiny', seconds: 60 }).message();
  expect((await draw(pat, { steps: 9 })).content).toContain('your roles allow 3 at most here, given 9');
  const pats = await draw(pat);
  await channel.waitFor((one) => one.id === pats.id && one.text.includes('Drawn in'));
  expect((await bob.slash(channel, 'limits list').message()).text).toContain(
    '1 at a time · 3 steps · only tiny · 60 GPU-seconds a day',
  );
  expect((await pat.slash(channel, 'limits list').message()).text).toContain(
    'Of your 60 GPU-seconds in 24 hours, 0 are used',
  );
  await ada.slash(channel, 'limits set', { role: patron.id, jobs: 9, seconds: 0 }).message();
  expect((await draw(pat)).content).toContain('0 GPU-seconds in 24 hours');
  await ada.slash(channel, 'settings set', { name: 'when-used-up', value: 'relax' }).message();
  expect((await draw(pat)).text).toContain('Relaxed: it waits for the pictures of others');
  await ada.slash(channel, 'limits remove', { role: everyone }).message();
  const { text } = await ada.slash(channel, 'audit list').message();
  const [, number] = text.match(/(\d+) · Ada[^\n]*\n[^\n]*everyone[^\n]*taken away/)!;
  await ada.slash(channel, 'audit undo', { number: Number(number) }).message();
  expect((await draw(bob)).content).toContain(DENIED);
  await ada.slash(channel, 'limits remove', { role: everyone }).message();
  expect((await draw(bob, { prompt: 'a boat --relax' })).text).toContain('Relaxed: it waits');
  expect(discord.problems()).toEqual([]);
});

it('a member makes a key that only they see once, and it stands for what they are there now', async () => {
  const { channel, discord, ada, bob, mod, bot, storage, guild } = await startTestBot();
  const made = await bob.slash(channel, 'key create', { name: 'painter', scope: 'draw', seconds: 60 }).message();
  expect(made.ephemeral).toBe(true);
  const [token, secret] = made.text.match(/easel_[0-9a-f]{18}_([\w-]{43})/)!;
  const [key] = await storage().apiKeys.all();
  expect(JSON.stringify(key)).not.toContain(secret);
  expect(key).toMatchObject({ name: 'painter', ownerId: bob.id, scopes: ['draw'], secondsPerDay: 60 });
  const listed = await bob.slash(channel, 'key list').message();
  expect([listed.ephemeral, listed.text]).toEqual([true, expect.stringMatching(/painter.*draw · 60 requests.*60 s/s)]);
  expect(listed.text).not.toContain(token);
  expect((await ada.slash(channel, 'key list').message()).text).not.toContain('painter');

  const member = await bot().memberOf(key!);
  expect(member).toMatchObject({ id: bob.id, isModerator: false, isAmongAdults: false });
  expect((await bot().memberOf({ ...key!, ownerId: mod.id })).isModerator).toBe(true);
  await member.demandRight!('imagine');
  await expect(bot().memberOf({ ...key!, ownerId: '999999999999999999' })).rejects.toMatchObject({ code: 'denied' });
  const elsewhere = { ...key!.home, serverId: '999999999999999998' };
  await expect(bot().memberOf({ ...key!, home: elsewhere })).rejects.toMatchObject({ code: 'denied' });

  const alone = { ...key!.home, serverId: '@me:999999999999999997', channelId: '999999999999999997' };
  expect(await bot().memberOf({ ...key!, home: alone })).toMatchObject({ id: bob.id, isModerator: false });

  expect((await ada.slash(channel, 'key revoke', { name: 'painter' }).message()).content).toContain(
    'Cannot find a key',
  );
  expect((await bob.slash(channel, 'key revoke', { name: 'painter' }).message()).content).toContain('nothing any more');
  expect(await storage().apiKeys.all()).toEqual([]);
  await ada.slash(channel, 'settings set', { name: 'keys', value: 'off' }).message();
  expect((await bob.slash(channel, 'key create', { name: 'x' }).message()).content).toContain('switched that off');
  expect(guild.id).toBe(key!.home.serverId);
  expect(discord.problems()).toEqual([]);
});
