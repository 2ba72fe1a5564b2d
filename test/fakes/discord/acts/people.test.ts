import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import type { FakeGuild } from '#test/fakes/discord/acts/guild.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';
import { COMMANDS, startBot } from '#test/fakes/discord/example-bot.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';

/** A clock that stands still until a test moves it. */
const clock = { time: 1_700_000_000_000, now: () => clock.time, sleep: () => new Promise<void>(() => {}) };
let discord: FakeDiscord;
let guild: FakeGuild;
let channel: FakeChannel;
let ada: FakeMember;

beforeEach(async () => {
  discord = await startFakeDiscord({ clock });
  guild = discord.guild({ name: 'Harbour' });
  channel = guild.channel('pictures');
  ada = guild.member('Ada');
  await call('PUT', `/applications/${discord.applicationId}/commands`, COMMANDS);
});

afterEach(() => discord.close());

async function call(method: string, path: string, body: unknown, authorization = `Bot ${discord.token}`) {
  const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) };
  const answer = await fetch(`${discord.api}/v10${path}`, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, body: (text ? JSON.parse(text) : {}) as { readonly id: string } };
}

const PROMPT = { prompt: 'x' };

describe('a person', () => {
  it('who cannot see a channel does nothing in it', async () => {
    const { body } = await call('POST', `/channels/${channel.id}/messages`, {
      content: 'x',
      allowed_mentions: { parse: [] },
    });
    channel.overwrite('everyone', { deny: ['ViewChannel'] });
    for (const act of [
      () => ada.slash(channel, 'imagine', PROMPT),
      () => ada.say(channel, 'hello'),
      () => ada.react(body, '🔁'),
      () => ada.click(body, 'Go'),
    ]) {
      expect(act).toThrow('Ada lacks ViewChannel');
    }
    channel.overwrite(ada, { allow: ['ViewChannel'] });
    ada.react(body, '🔁');
  });

  it('sees commands as the server says under Integrations', () => {
    const artists = guild.role('Artists');
    const bo = guild.member('Bo', { roles: [artists] });
    guild.overrideCommand('all', [{ role: 'everyone', allow: false }]);
    guild.overrideCommand('imagine', [{ role: artists, allow: true }]);
    expect(() => ada.slash(channel, 'imagine', PROMPT)).toThrow('Ada does not see the command /imagine');
    bo.slash(channel, 'imagine', PROMPT);
    guild.overrideCommand('imagine', [
      { role: artists, allow: true },
      { channel, allow: false },
    ]);
    expect(() => bo.slash(channel, 'imagine', PROMPT)).toThrow('Bo does not see the command /imagine');
  });

  it('who is timed out only looks, until it is over', () => {
    const said = ada.say(channel, 'hello');
    guild.timeOut(ada, 60_000);
    expect(() => ada.say(channel, 'hello')).toThrow('Ada lacks SendMessages');
    expect(() => ada.slash(channel, 'imagine', PROMPT)).toThrow('Ada lacks UseApplicationCommands');
    expect(() => ada.react(said, '🔁')).toThrow('Ada lacks AddReactions');
    clock.time += 60_001;
    ada.say(channel, 'hello');
  });

  it('waits in slow mode, and writes in no locked thread', () => {
    const mod = guild.member('Mod', { permissions: ['ManageMessages', 'ManageThreads'] });
    channel.slowDown(5);
    ada.say(channel, 'one');
    expect(() => ada.say(channel, 'two')).toThrow('slow mode');
    mod.say(channel, 'one');
    mod.say(channel, 'two');
    clock.time += 5000;
    ada.say(channel, 'two');
    const thread = channel.thread('ideas');
    ada.say(thread, 'one');
    thread.archive({ locked: true });
    expect(() => ada.say(thread, 'two')).toThrow('Ada lacks ManageThreads');
    mod.say(thread, 'two');
  });
});

describe('a command', () => {
  it('is where it says that it is, and for those for whom it is', () => {
    const eve = discord.person('Eve');
    const keeper = guild.member('Grace', { permissions: ['ManageGuild'] });
    const own = { userInstalled: true };
    expect(() => keeper.slash(channel, 'style show', {}, own)).toThrow('/style is not for installing by members');
    ada.slash(channel, 'imagine', PROMPT, own);
    eve.slash(eve.direct, 'imagine', PROMPT);
    eve.slash(eve.group('friends'), 'imagine', PROMPT, own);
    expect(() => eve.slash(eve.group('friends'), 'style show', {}, own)).toThrow('Eve does not see the command /style');
  });

  it('in a conversation comes from a user, with its context and whose it is', async () => {
    const eve = discord.person('Eve');
    const heard: unknown[] = [];
    const { client } = await startBot(discord, {
      interaction: async ({ context, guildId, user, authorizingIntegrationOwners: owners }) =>
        heard.push([context, guildId, user.globalName, owners.guildId, owners.userId]),
    });
    eve.slash(eve.direct, 'imagine', PROMPT);
    eve.slash(eve.group('friends'), 'imagine', PROMPT, { userInstalled: true });
    ada.slash(channel, 'imagine', PROMPT, { userInstalled: true });
    await discord.until(() => (heard.length === 3 ? true : undefined));
    expect(heard).toEqual([
      [1, null, 'Eve', '0', null],
      [2, null, 'Eve', null, eve.id],
      [0, guild.id, 'Ada', null, ada.id],
    ]);
    await client.destroy();
  });

  it('is answered in a conversation, and the bot writes in its own but in no group', async () => {
    const eve = discord.person('Eve');
    const friends = eve.group('friends');
    const asked = eve.slash(friends, 'imagine', PROMPT, { userInstalled: true });
    const hello = { content: 'hello', allowed_mentions: { parse: [] } };
    await call('POST', `/interactions/${asked.id}/${asked.token}/callback`, { type: 4, data: hello }, '');
    expect((await asked.message()).content).toBe('hello');
    expect((await call('POST', `/channels/${eve.direct.id}/messages`, hello)).status).toBe(200);
    expect((await call('POST', `/channels/${friends.id}/messages`, hello)).status).toBe(403);
  });
});

describe('a bot', () => {
  it('writes to who takes messages from bots, and opens one thread under a message', async () => {
    const hello = { content: 'hello', allowed_mentions: { parse: [] } };
    const opened = await call('POST', '/users/@me/channels', { recipient_id: ada.id });
    const path = `/channels/${(opened.body as { id: string }).id}/messages`;
    expect((await call('POST', path, hello)).status).toBe(200);
    expect(ada.direct.messages().map(({ content }) => content)).toEqual(['hello']);
    ada.closeTo(true);
    expect(await call('POST', path, hello)).toMatchObject({ status: 403, body: { code: 50007 } });

    const { id } = ada.say(channel, 'here');
    const thread = () => call('POST', `/channels/${channel.id}/messages/${id}/threads`, { name: 'more' });
    expect(await thread()).toMatchObject({ status: 201, body: { id, parent_id: channel.id } });
    expect(await thread()).toMatchObject({ status: 400, body: { code: 160004 } });
    expect(discord.problems()).toEqual([]);
  });
});

describe('an answer', () => {
  const answer = (asked: { readonly id: string; readonly token: string }, body: unknown) =>
    call('POST', `/interactions/${asked.id}/${asked.token}/callback`, body, '');

  it('that was deferred may end as a message for the asker alone', async () => {
    const asked = ada.slash(channel, 'imagine', PROMPT);
    const message = asked.message();
    await answer(asked, { type: 5 });
    const webhook = `/webhooks/${discord.applicationId}/${asked.token}`;
    await call('DELETE', `${webhook}/messages/@original`, {}, '');
    await call('POST', webhook, { content: 'no', flags: 64, allowed_mentions: { parse: [] } }, '');
    expect(await message).toMatchObject({ content: 'no', ephemeral: true });
    expect(discord.problems()).toEqual([]);
  });

  it('that is a form shows on a phone what it showed first under its id', async () => {
    const form = (label: string) => ({
      type: 9,
      data: {
        custom_id: 'form',
        title: label,
        components: [{ type: 18, label, component: { type: 4, custom_id: 'x', style: 1 } }],
      },
    });
    const titles: string[] = [];
    for (const title of ['First', 'Second']) {
      const asked = ada.slash(channel, 'imagine', PROMPT);
      await answer(asked, form(title));
      titles.push((await asked.modal()).title, (await asked.modal({ phone: true })).title);
    }
    expect(titles).toEqual(['First', 'First', 'Second', 'First']);
  });
});

describe('a message', () => {
  it('wakes whom it mentions, as far as it is allowed to', async () => {
    const bo = guild.member('Bo');
    const content = `<@${ada.id}> <@${bo.id}> @everyone`;
    const pings = async (body: object) => {
      const sent = await call('POST', `/channels/${channel.id}/messages`, { content, ...body });
      return discord.message(sent.body.id).pings;
    };
    expect(await pings({})).toEqual(['Ada', 'Bo', '@everyone']);
    expect(await pings({ allowed_mentions: { parse: [] } })).toEqual([]);
    expect(await pings({ allowed_mentions: { parse: ['everyone'], users: [bo.id] } })).toEqual(['Bo', '@everyone']);
    const said = ada.say(channel, 'hello');
    const answer = { message_reference: { message_id: said.id } };
    expect(await pings({ content: 'hi', ...answer })).toEqual(['Ada']);
    expect(await pings({ content: 'hi', ...answer, allowed_mentions: { parse: [], replied_user: false } })).toEqual([]);
  });
});
