import { type BaseInteraction, type ChatInputCommandInteraction, type Client, DiscordAPIError } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '#shared/clock.ts';
import { PIXEL, startBot } from '#test/fakes/discord/example-bot.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import { bucketLimits, noLimits } from '#test/fakes/discord/rest/limits.ts';

let discord: FakeDiscord;
let client: Client;
let received: Promise<ChatInputCommandInteraction>;
let now = 0;
const clock: Clock = { now: () => now, sleep: () => Promise.reject(new Error('The fake never sleeps')) };

beforeEach(async () => {
  now = Date.UTC(2026, 0, 1);
  discord = await startFakeDiscord({ clock, limiter: noLimits });
  const { promise, resolve } = Promise.withResolvers<ChatInputCommandInteraction>();
  received = promise;
  const interaction = async (one: BaseInteraction) => (one.isChatInputCommand() ? resolve(one) : undefined);
  client = (await startBot(discord, { interaction })).client;
});

afterEach(async () => {
  await client.destroy();
  await discord.close();
});

/** A command that waits for its answer, on both sides. */
async function ask(options: { readonly attachmentSizeLimit?: number; readonly userInstalled?: boolean } = {}) {
  const guild = discord.guild({ name: 'Harbour', ...options });
  const channel = guild.channel('pictures');
  const member = guild.member('Ada');
  const { userInstalled = false } = options;
  const asked = member.slash(channel, 'imagine', { prompt: 'a lighthouse' }, { userInstalled });
  return { guild, channel, member, asked, interaction: await received };
}

const refused = async (act: Promise<unknown>) => {
  const error = await act.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof DiscordAPIError ? [error.status, error.code] : error;
};
const text = (content: string) => ({ content, allowed_mentions: { parse: [] } });
const send = (channel: { readonly id: string }, content: string) =>
  client.rest.post(`/channels/${channel.id}/messages`, { body: text(content) }) as Promise<{ readonly id: string }>;
const edit = (channel: { readonly id: string }, id: string, content: string) =>
  client.rest.patch(`/channels/${channel.id}/messages/${id}`, { body: text(content) });

describe('an interaction', () => {
  it('is acknowledged once, by whichever client comes first', async () => {
    const { interaction } = await ask();
    const again = `/interactions/${interaction.id}/${interaction.token}/callback` as const;
    await interaction.deferReply();
    expect(await refused(client.rest.post(again, { body: { type: 5 }, auth: false }))).toEqual([400, 40060]);
  });

  it('is lost after three seconds without an answer', async () => {
    const { interaction, asked } = await ask();
    now += 3001;
    expect(await refused(interaction.deferReply())).toEqual([404, 10062]);
    await expect(asked.response()).rejects.toThrow('did not respond to the command imagine within 3 s');
  });

  it('has a token for fifteen minutes; the bot’s own token works on', async () => {
    const { interaction, channel } = await ask();
    await interaction.reply('working');
    const [message] = channel.messages();
    now += 15 * 60_000 - 1;
    await interaction.editReply('still working');
    now += 1;
    expect(await refused(interaction.editReply('too late'))).toEqual([401, 50027]);
    await edit(channel, message!.id, 'delivered');
    expect(discord.message(message!.id).versions.map((one) => one.content)).toEqual([
      'working',
      'still working',
      'delivered',
    ]);
    expect(discord.problems()).toEqual([]);
  });

  it('takes five followups where the app is installed by a user only', async () => {
    const { interaction } = await ask({ userInstalled: true });
    await interaction.reply('one');
    for (let n = 0; n < 5; n++) await interaction.followUp(`followup ${n}`);
    expect(await refused(interaction.followUp('one too many'))).toEqual([400, 50035]);
  });

  it('turns a followup right after a defer into the answer, and says that nobody should do that', async () => {
    const { interaction, channel } = await ask();
    await interaction.deferReply();
    await interaction.followUp('done');
    expect(channel.messages().map((one) => one.content)).toEqual(['done']);
    expect(discord.problems().map((one) => one.rule)).toEqual([18]);
  });
});

describe('messages', () => {
  it('that are gone answer 10008', async () => {
    const { channel, guild, interaction } = await ask();
    await interaction.reply('here');
    const [message] = channel.messages();
    guild.member('Grace', { permissions: ['ManageMessages'] }).deleteMessage(message!);
    expect(await refused(interaction.editReply('gone'))).toEqual([404, 10008]);
    expect(await refused(edit(channel, message!.id, 'gone'))).toEqual([404, 10008]);
    expect(discord.message(message!.id).deleted).toBe(true);
  });

  it('of others, and channels without permission, are refused', async () => {
    const { channel, member } = await ask();
    const own = await send(channel, 'mine');
    expect(await refused(edit(channel, member.say(channel, 'hers').id, 'no'))).toEqual([403, 50005]);
    channel.denyBot(['SendMessages']);
    expect(await refused(send(channel, 'no'))).toEqual([403, 50013]);
    await edit(channel, own.id, 'yes');
    channel.denyBot(['ViewChannel']);
    expect(await refused(edit(channel, own.id, 'no'))).toEqual([403, 50001]);
    channel.denyBot([]);
    expect(await refused(edit(channel, own.id, 'yes again'))).toBeNull();
  });

  it('older than an hour take three edits in six seconds per channel', async () => {
    const { channel } = await ask();
    const { id } = await send(channel, 'old');
    now += 3_600_001;
    for (let n = 0; n < 3; n++) await edit(channel, id, `edit ${n}`);
    now += 5500;
    const late = edit(channel, id, 'edit 3');
    await discord.until(() => discord.requests.find((one) => one.status === 429));
    now += 500;
    await late;
    expect(discord.requests.flatMap((one) => (one.status === 429 ? [one.answer] : []))).toMatchObject([
      { code: 30046 },
    ]);
    expect(discord.message(id).content).toBe('edit 3');
  });

  it('with the same enforced nonce are one message', async () => {
    const { channel } = await ask();
    const body = { ...text('once'), nonce: '7', enforce_nonce: true };
    const post = () => client.rest.post(`/channels/${channel.id}/messages`, { body }) as Promise<{ id: string }>;
    expect((await post()).id).toBe((await post()).id);
    expect(channel.messages()).toHaveLength(1);
  });

  it('take files up to the limit of the interaction', async () => {
    const { interaction } = await ask({ attachmentSizeLimit: 1000 });
    await interaction.deferReply();
    const files = (size: number) => ({ files: [{ attachment: Buffer.alloc(size), name: 'big.png' }] });
    expect(await refused(interaction.editReply(files(1001)))).toEqual([413, 40005]);
    await interaction.editReply(files(1000));
    expect(discord.problems()).toEqual([]);
  });

  it('keep twenty different reactions', async () => {
    const { channel } = await ask();
    const { id } = await send(channel, 'popular');
    const react = (emoji: string) =>
      client.rest.put(`/channels/${channel.id}/messages/${id}/reactions/${encodeURIComponent(emoji)}/@me`);
    for (let n = 0; n < 20; n++) await react(String.fromCodePoint(0x1f400 + n));
    expect(await refused(react('🔁'))).toEqual([403, 30010]);
  });
});

describe('limits and faults', () => {
  it('let twelve edits through in order, and discord.js waits without a 429', async () => {
    discord.setLimiter(
      bucketLimits([{ method: 'PATCH', template: '/channels/{channel_id}/messages', limit: 5, windowMs: 300 }]),
    );
    const { channel } = await ask();
    const { id } = await send(channel, 'start');
    await Promise.all(Array.from({ length: 12 }, (_, n) => edit(channel, id, String(n))));
    expect(
      discord
        .message(id)
        .versions.map((one) => one.content)
        .slice(1),
    ).toEqual(Array.from({ length: 12 }, (_, n) => String(n)));
    expect(discord.requests.filter((one) => one.status === 429)).toEqual([]);
  });

  it('answer 429 with scope and retry_after when a client does not wait', async () => {
    const { channel } = await ask();
    discord.setLimiter(bucketLimits([{ method: 'GET', template: '/channels/', limit: 1, windowMs: 60_000 }]));
    const get = () =>
      fetch(`${discord.api}/v10/channels/${channel.id}`, { headers: { authorization: `Bot ${discord.token}` } });
    await get();
    const limited = await get();
    expect([limited.status, limited.headers.get('x-ratelimit-scope')]).toEqual([429, 'user']);
    expect(await limited.json()).toMatchObject({ global: false, retry_after: expect.closeTo(60, 0) });
  });

  it('cut lines and bad gateways: discord.js tries again, and a nonce keeps the message single', async () => {
    const { channel } = await ask();
    const cut = discord.fault({ method: 'POST', path: '/messages', kind: 'dropAnswer' });
    const bad = discord.fault({ method: 'POST', path: '/messages', kind: 'status', status: 502 });
    const body = { ...text('once'), nonce: '8', enforce_nonce: true };
    await client.rest
      .post(`/channels/${channel.id}/messages`, { body })
      .catch(() => client.rest.post(`/channels/${channel.id}/messages`, { body }));
    expect([cut.hits, bad.hits, channel.messages().length]).toEqual([1, 1, 1]);
  });

  it('hold a request until it is released', async () => {
    const { channel } = await ask();
    const held = discord.fault({ path: channel.id, kind: 'hold' });
    const sent = send(channel, 'late');
    await discord.until(() => held.hits || undefined, { what: 'the request' });
    expect(channel.messages()).toEqual([]);
    held.release();
    await sent;
    expect(channel.messages().map((one) => one.content)).toEqual(['late']);
  });

  it('refuse strangers, unreadable bodies and operations that are not there', async () => {
    const call = (path: string, options: RequestInit = {}) => fetch(`${discord.api}/v10${path}`, options);
    const headers = { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' };
    const { channel } = await ask();
    const answers = [
      await call('/users/@me'),
      await call(`/channels/${channel.id}/messages`, { method: 'POST', headers, body: '{"content":' }),
      await call(`/channels/${channel.id}/messages`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' },
        body: 'no such parts',
      }),
      await call('/stickers', { headers }),
      await call('/%E0%A4%A', { headers }),
      await fetch(`${discord.api.replace('/api', '')}/attachments/1/2/none.png`),
    ];
    expect(answers.map((one) => one.status)).toEqual([401, 400, 400, 404, 404, 404]);
    expect(discord.problems().map((one) => one.rule)).toContain('route');
  });
});

it('keeps the files an edit lists, adds the new ones and drops the rest', async () => {
  const { interaction, channel } = await ask();
  const file = (name: string) => ({ attachment: PIXEL, name });
  await interaction.reply({ files: [file('a.png'), file('b.png')] });
  const [message] = channel.messages();
  await interaction.editReply({ attachments: [{ id: message!.attachments[1]!.id }], files: [file('c.png')] });
  expect(message!.attachments.map((one) => one.filename)).toEqual(['b.png', 'c.png']);
  expect(discord.problems()).toEqual([]);
});
