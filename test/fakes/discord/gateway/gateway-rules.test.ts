import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import type { JsonObject } from '#test/fakes/discord/json.ts';

let discord: FakeDiscord;
const open: WebSocket[] = [];

beforeEach(async () => {
  discord = await startFakeDiscord();
});

afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate();
  await discord.close();
});

interface Packet {
  readonly op: number;
  readonly t: string | null;
  readonly d: JsonObject | boolean | null;
}

/** A client that identifies as it is told and collects what it hears. */
async function connect(identify: JsonObject = {}) {
  const socket = new WebSocket(discord.api.replace('http', 'ws').replace('/api', '/'));
  open.push(socket);
  const heard: Packet[] = [];
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('message', (raw) => heard.push(JSON.parse(String(raw)) as Packet));
  await new Promise((resolve) => socket.on('open', resolve));
  const send = (op: number, d: JsonObject | null) => socket.send(JSON.stringify({ op, d }));
  send(2, { token: discord.token, intents: 1 | (1 << 9) | (1 << 10), ...identify });
  const dispatched = (name: string) => heard.filter(({ t }) => t === name).map(({ d }) => d as JsonObject);
  const next = (name: string, count = 1) =>
    discord.until(() => (dispatched(name).length >= count ? dispatched(name) : undefined), { what: name });
  return { heard, closed, send, next };
}

describe('the gateway refuses', () => {
  it('intents that there are not, too few shards, and who sends too much', async () => {
    expect(await (await connect({ intents: 1 << 30 })).closed).toBe(4013);
    discord.gateway.setRules({ shardsMin: 2, sendsPerMinute: 3 });
    expect(await (await connect()).closed).toBe(4011);
    const { send, closed, next } = await connect({ shard: [0, 2] });
    await next('READY');
    for (let count = 0; count < 3; count++) send(1, null);
    expect(await closed).toBe(4008);
  });

  it('a second identify within the time that is set, and takes a token away when all starts are used', async () => {
    discord.gateway.setRules({ identifyEveryMs: 60_000 });
    await (await connect()).next('READY');
    const { heard } = await connect();
    expect(await discord.until(() => heard.find(({ op }) => op === 9))).toMatchObject({ d: false });
    discord.gateway.setRules({});
    discord.world.startsLeft = 0;
    const before = discord.token;
    expect(await (await connect()).closed).toBe(4004);
    expect(discord.token).not.toBe(before);
  });

  it('an old token after a reset, and closes who has it', async () => {
    const { closed, next } = await connect();
    await next('READY');
    const old = discord.token;
    discord.resetToken();
    expect(await closed).toBe(4004);
    expect(await (await connect({ token: old })).closed).toBe(4004);
    await (await connect()).next('READY');
  });
});

describe('the gateway tells', () => {
  it('of no member but the bot', async () => {
    const guild = discord.guild({ name: 'Harbour' });
    guild.member('Ada');
    const { next } = await connect();
    const [told] = await next('GUILD_CREATE');
    expect(told).toMatchObject({ member_count: 3, members: [{ user: { id: discord.applicationId } }] });
    expect(told!.members).toHaveLength(1);
  });

  it('of a server that is lost, found, left and entered, of roles, threads and channels', async () => {
    const guild = discord.guild({ name: 'Harbour' });
    const role = guild.role('Artists');
    const channel = guild.channel('pictures');
    const forum = guild.forum('ideas');
    const { next } = await connect();
    await next('GUILD_CREATE');
    guild.changeRole(role, ['ManageMessages']);
    expect(await next('GUILD_ROLE_UPDATE')).toMatchObject([{ role: { id: role.id, permissions: '8192' } }]);
    const thread = forum.thread('a boat');
    expect(await next('THREAD_CREATE')).toMatchObject([{ id: thread.id, type: 11, parent_id: forum.id }]);
    thread.archive({ locked: true });
    expect(await next('THREAD_UPDATE')).toMatchObject([{ thread_metadata: { archived: true, locked: true } }]);
    thread.remove();
    await next('THREAD_DELETE');
    channel.slowDown(5);
    expect(await next('CHANNEL_UPDATE')).toMatchObject([{ id: channel.id, rate_limit_per_user: 5 }]);
    channel.remove();
    await next('CHANNEL_DELETE');
    guild.lose();
    guild.find();
    guild.removeBot();
    expect(await next('GUILD_DELETE', 2)).toEqual([{ id: guild.id, unavailable: true }, { id: guild.id }]);
    guild.addBot();
    await next('GUILD_CREATE', 3);
  });

  it('of messages that are deleted together, of an event twice, and of events in another order', async () => {
    const guild = discord.guild({ name: 'Harbour' });
    const channel = guild.channel('pictures');
    const ada = guild.member('Ada');
    const { next } = await connect();
    await next('READY');
    const texts = async (count: number) => (await next('MESSAGE_CREATE', count)).map(({ content }) => content);
    discord.gateway.double('MESSAGE_CREATE');
    const one = ada.say(channel, 'one');
    expect(await texts(2)).toEqual(['one', 'one']);
    const release = discord.gateway.holdBack('MESSAGE_CREATE');
    const two = ada.say(channel, 'two');
    ada.say(channel, 'three');
    release();
    expect(await texts(4)).toEqual(['one', 'one', 'three', 'two']);
    guild.deleteTogether([one, two]);
    expect(await next('MESSAGE_DELETE_BULK')).toMatchObject([{ ids: [one.id, two.id] }]);
    expect(channel.messages().map(({ content }) => content)).toEqual(['three']);
  });
});
