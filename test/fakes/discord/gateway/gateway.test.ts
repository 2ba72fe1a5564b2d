import { Client, Events, GatewayIntentBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startBot } from '#test/fakes/discord/example-bot.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';

let discord: FakeDiscord;
const clients: Client[] = [];

beforeEach(async () => {
  discord = await startFakeDiscord();
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.destroy();
  await discord.close();
});

async function connect(answer = 'hello') {
  const bot = await startBot(discord, {
    interaction: async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply(answer);
    },
  });
  clients.push(bot.client);
  return bot;
}

describe('a session', () => {
  it.each([4000, 1006])('is resumed after close %d, with what happened meanwhile', async (code) => {
    const guild = discord.guild({ name: 'Harbour' });
    const channel = guild.channel('pictures');
    await connect();
    discord.disconnect({ code });
    const asked = guild.member('Ada').slash(channel, 'imagine', { prompt: 'x' });
    expect((await asked.message()).content).toBe('hello');
    expect(discord.gateway).toMatchObject({ identified: 1, resumed: 1 });
  });

  it('that Discord has forgotten cannot be resumed', async () => {
    const talk = (text: (session: string) => string, session = '') =>
      new Promise<{ readonly op: number; readonly d: { readonly session_id: string } }>((resolve) => {
        const socket = new WebSocket(discord.api.replace('http', 'ws').replace('/api', ''));
        socket.on('open', () => socket.send(text(session)));
        socket.on('message', (raw) => {
          const packet = JSON.parse(String(raw));
          if (packet.op !== 10) resolve(packet);
        });
      });
    const ready = await talk(() => JSON.stringify({ op: 2, d: { token: discord.token, intents: 1 } }));
    const resume = (session_id: string) => JSON.stringify({ op: 6, d: { token: discord.token, session_id, seq: 1 } });
    expect((await talk(resume, ready.d.session_id)).op).toBe(0);
    discord.disconnect({ forget: true });
    expect((await talk(resume, ready.d.session_id)).op).toBe(9);
  });

  it('ends with close 1000 when the client is destroyed', async () => {
    const { client } = await connect();
    await client.destroy();
    await discord.until(() => (discord.gateway.connections === 0 ? true : undefined), { what: 'the end' });
    expect(discord.gateway.closeCodes).toEqual([1000]);
  });

  it('is refused for a wrong token and for intents that were not granted', async () => {
    const refused = async (token: string, intents: GatewayIntentBits[]) => {
      const client = new Client({ intents, rest: { api: discord.api } });
      clients.push(client);
      return client.login(token).then(
        () => 'let in',
        (error: Error) => error.message,
      );
    };
    expect(await refused('wrong', [GatewayIntentBits.Guilds])).toContain('invalid token');
    const error = new Promise<Error>((resolve) => {
      const client = new Client({ intents: [GatewayIntentBits.MessageContent], rest: { api: discord.api } });
      clients.push(client);
      client.on(Events.Error, resolve);
      client.login(discord.token).catch(resolve);
    });
    expect((await error).message).toContain('disallowed intents');
  });

  it('is closed when it talks nonsense', async () => {
    const codes = await Promise.all(
      ['{', '{"op":77}', '{"op":6,"d":{"session_id":"none"}}'].map(
        (text) =>
          new Promise((resolve) => {
            const socket = new WebSocket(discord.api.replace('http', 'ws').replace('/api', ''));
            socket.on('close', resolve);
            socket.on('message', (raw) => {
              if (JSON.parse(String(raw)).op === 9) socket.close(4321);
            });
            socket.on('open', () => socket.send(text));
          }),
      ),
    );
    expect(codes).toEqual([4002, 4001, 4321]);
  });
});

describe('servers', () => {
  it('come and go while the bot is there', async () => {
    const { client } = await connect();
    const joined = new Promise((resolve) => client.once(Events.GuildCreate, ({ name }) => resolve(name)));
    const guild = discord.guild({ name: 'Late' });
    expect(await joined).toBe('Late');
    const left = new Promise((resolve) => client.once(Events.GuildDelete, ({ id }) => resolve(id)));
    guild.removeBot();
    expect(await left).toBe(guild.id);
  });

  it('show the bot its permissions per channel', async () => {
    const guild = discord.guild({ name: 'Harbour' });
    const channel = guild.channel('pictures');
    const { client } = await connect();
    const may = () => client.guilds.cache.get(guild.id)?.members.me?.permissionsIn(channel.id).has('SendMessages');
    expect(may()).toBe(true);
    const updated = new Promise((resolve) => client.once(Events.ChannelUpdate, resolve));
    channel.denyBot(['SendMessages']);
    await updated;
    expect(may()).toBe(false);
  });
});

it('lets a restarted bot go on in the same messages', async () => {
  const channel = discord.guild({ name: 'Harbour' }).channel('pictures');
  const { client } = await connect();
  const body = { content: 'half done', allowed_mentions: { parse: [] } };
  const { id } = (await client.rest.post(`/channels/${channel.id}/messages`, { body })) as { readonly id: string };
  await client.destroy();
  const second = await connect();
  await second.client.rest.patch(`/channels/${channel.id}/messages/${id}`, { body: { ...body, content: 'done' } });
  expect(channel.messages().map((one) => one.versions.map(({ content }) => content))).toEqual([['half done', 'done']]);
  expect(discord.gateway.identified).toBe(2);
});

it('tells every client with the same token, and the slower one is told that it is too late', async () => {
  const guild = discord.guild({ name: 'Harbour' });
  const channel = guild.channel('pictures');
  const bots = [await connect('first'), await connect('second')];
  await discord.clientReady({ clients: 2 });
  await guild.member('Ada').slash(channel, 'imagine', { prompt: 'x' }).message();
  await discord.until(() => bots.flatMap((one) => one.errors)[0], { what: 'an error' });
  expect(bots.flatMap((one) => one.errors)).toMatchObject([{ code: 40060 }]);
  expect(channel.messages()).toHaveLength(1);
});
