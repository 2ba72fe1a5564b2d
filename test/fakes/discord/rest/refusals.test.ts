import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import type { FakeGuild } from '#test/fakes/discord/acts/guild.ts';
import { COMMANDS } from '#test/fakes/discord/example-bot.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import { noLimits } from '#test/fakes/discord/rest/limits.ts';

/** A clock that stands still until a test moves it. */
const clock = { time: 1_700_000_000_000, now: () => clock.time, sleep: () => new Promise<void>(() => {}) };
let discord: FakeDiscord;
let guild: FakeGuild;
let channel: FakeChannel;

beforeEach(async () => {
  discord = await startFakeDiscord({ clock, limiter: noLimits });
  guild = discord.guild({ name: 'Harbour' });
  channel = guild.channel('pictures');
  await call('PUT', `/applications/${discord.applicationId}/commands`, COMMANDS);
});

afterEach(() => discord.close());

interface Body {
  readonly id: string;
  readonly code: number;
  readonly attachments: readonly { readonly url: string }[];
}

async function call(method: string, path: string, body?: unknown, authorization = `Bot ${discord.token}`) {
  const headers = { authorization, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${discord.api}/v10${path}`, { method, headers, ...sent });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type') === 'application/json';
  return { status: answer.status, headers: answer.headers, text, body: (isJson ? JSON.parse(text) : {}) as Body };
}

const NOBODY = { allowed_mentions: { parse: [] } };
const post = (content: string, to: FakeChannel = channel) =>
  call('POST', `/channels/${to.id}/messages`, { content, ...NOBODY });
const edit = ({ body }: { readonly body: Body }, content: string, of: FakeChannel = channel) =>
  call('PATCH', `/channels/${of.id}/messages/${body.id}`, { content, ...NOBODY });
const react = ({ body }: { readonly body: Body }, emoji: string, on: FakeChannel = channel) =>
  call('PUT', `/channels/${on.id}/messages/${body.id}/reactions/${encodeURIComponent(emoji)}/@me`);

describe('what Discord refuses, the fake refuses', () => {
  it('half a character, with 500', async () => {
    const style = { name: 'look', description: 'x\ud83c' };
    expect((await post('x\ud83c')).status).toBe(500);
    expect((await call('PUT', `/applications/${discord.applicationId}/commands`, [style])).status).toBe(500);
    expect(new Set(discord.problems().map(({ rule }) => rule))).toContain(21);
  });

  it('what is no emoji, as a reaction and on a button', async () => {
    const message = await post('hello');
    expect(await react(message, 'again')).toMatchObject({ status: 400, body: { code: 10014 } });
    for (const emoji of ['🔁', '❌', '✏️', 'easel:1234567890123456789']) {
      expect([emoji, (await react(message, emoji)).status]).toEqual([emoji, 204]);
    }
    const button = { type: 2, style: 2, custom_id: 'x', emoji: { name: 'again' } };
    const body = { content: 'x', components: [{ type: 1, components: [button] }], ...NOBODY };
    expect(await call('POST', `/channels/${channel.id}/messages`, body)).toMatchObject({ body: { code: 50035 } });
    expect(discord.problems().map(({ rule }) => rule)).toEqual([22]);
  });

  it('changes in an archived thread; a message opens it again unless it is locked', async () => {
    const thread = channel.thread('ideas');
    const message = await post('hello', thread);
    thread.archive();
    expect((await edit(message, 'x', thread)).body.code).toBe(50083);
    expect((await react(message, '🔁', thread)).body.code).toBe(50083);
    expect((await post('again', thread)).status).toBe(200);
    expect((await edit(message, 'x', thread)).status).toBe(200);
    thread.archive({ locked: true });
    expect((await post('again', thread)).body.code).toBe(50083);
    expect(discord.problems()).toEqual([]);
  });

  it('what AutoMod blocks, new or edited', async () => {
    const message = await post('a boat');
    guild.block(['Lighthouse']);
    expect((await post('a lighthouse')).body.code).toBe(200000);
    expect((await edit(message, 'the LIGHTHOUSE')).body.code).toBe(200000);
    expect(discord.message(message.body.id).content).toBe('a boat');
    guild.block([]);
    expect((await edit(message, 'a lighthouse')).status).toBe(200);
  });

  it('links to files after a day, and gives fresh ones', async () => {
    const ada = guild.member('Ada');
    const said = ada.say(channel, 'look', [{ name: 'a.txt', bytes: Buffer.from('hello') }]);
    const ask = async () => (await call('GET', `/channels/${channel.id}/messages/${said.id}`)).body.attachments[0]!.url;
    const old = await ask();
    expect(await (await fetch(old)).text()).toBe('hello');
    clock.time += 25 * 3_600_000;
    expect((await fetch(old)).status).toBe(404);
    expect((await fetch(old.split('?')[0]!)).status).toBe(404);
    expect(await (await fetch(await ask())).text()).toBe('hello');
  });

  it('tokens of interactions in a server that took the bot out, in each way that there may be', async () => {
    const ada = guild.member('Ada');
    for (const [tokens, code] of [
      ['unknownWebhook', 10015],
      ['unknownGuild', 10004],
      ['missingAccess', 50001],
      [undefined, undefined],
    ] as const) {
      const asked = ada.slash(channel, 'imagine', { prompt: 'x' });
      const answer = { type: 4, data: { content: 'hello', ...NOBODY } };
      await fetch(`${discord.api}/v10/interactions/${asked.id}/${asked.token}/callback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(answer),
      });
      guild.removeBot(tokens ? { tokens } : {});
      expect((await post('x')).body.code).toBe(50001);
      const path = `/webhooks/${discord.applicationId}/${asked.token}/messages/@original`;
      const given = await fetch(`${discord.api}/v10${path}`);
      expect(((await given.json()) as Body).code).toBe(code);
      guild.addBot();
    }
  });
});

describe('what stands before Discord', () => {
  it('answers pages of its own when a test says so', async () => {
    const fault = { kind: 'status', status: 502, html: '<h1>Bad gateway</h1>', retryAfterSeconds: 7 } as const;
    discord.fault(fault);
    const { status, headers, text } = await post('x');
    expect([status, headers.get('content-type'), headers.get('retry-after'), text]).toEqual([
      502,
      'text/html; charset=UTF-8',
      '7',
      fault.html,
    ]);
  });

  it('bans an address for ten minutes that was refused too often', async () => {
    discord.setInvalidRequestsMax(3);
    for (let count = 0; count < 3; count++) await call('GET', '/users/@me', undefined, 'Bot wrong');
    const banned = await call('GET', '/users/@me');
    expect([banned.status, banned.headers.get('retry-after')]).toEqual([429, null]);
    expect(banned.text).toContain('1015');
    clock.time += 10 * 60_000;
    expect((await call('GET', '/users/@me')).status).toBe(200);
  });

  it('has a bucket for reactions', async () => {
    await discord.close();
    discord = await startFakeDiscord({ clock });
    channel = discord.guild({ name: 'Harbour' }).channel('pictures');
    const message = await post('hello');
    expect((await react(message, '🔁')).status).toBe(204);
    expect((await react(message, '❌')).status).toBe(429);
  });
});
