import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Easel } from '#bot/easel.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import type { FakeMessage } from '#test/fakes/discord/acts/fake-message.ts';
import type { FakeGuild } from '#test/fakes/discord/acts/guild.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';
import { discordLimits } from '#test/fakes/discord/rest/limits.ts';
import {
  distinctFinalsOf,
  drawing,
  drawn,
  finalsOf,
  startTestServer,
  type TestServer,
} from '#test/journeys/test-server.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const MINUTE = 60_000;

let harbour: TestServer;
let easel: Easel;
let guild: FakeGuild;
let channel: FakeChannel;
let ada: FakeMember;
/** How far the clock of bot and Discord is ahead of the machine's. */
let aheadMs = 0;
const clock: Clock = { ...systemClock, now: () => Date.now() + aheadMs };

beforeAll(async () => {
  harbour = await startTestServer({ discord: { clock } });
  easel = await harbour.startBot({ clock });
});
beforeEach(() => enterServer({}));
afterEach(() => expect(harbour.discord.problems()).toEqual([]));
afterAll(() => harbour.close());

function enterServer(options: { readonly attachmentSizeLimit?: number }): void {
  guild = harbour.discord.guild({ name: 'Island', ...options });
  channel = guild.channel('pictures');
  ada = guild.member('Ada');
}

function imagine(steps: number): Promise<FakeMessage> {
  const order = { prompt: 'a huge red mushroom in the rain', style: 'plain', steps };
  return ada.slash(channel, 'imagine', order).message();
}

const editsOf = (message: FakeMessage) =>
  harbour.discord.requests.filter(({ method, path, answer }) => {
    const isThis = (answer as { readonly id?: string } | null)?.id === message.id || path.includes(message.id);
    return method === 'PATCH' && isThis;
  });

describe('a panel', () => {
  it('is finished by the bot itself when the job takes longer than the token of its interaction lives', async () => {
    const message = await imagine(60);
    await drawing(channel, message);
    expect(editsOf(message).at(-1)!.path).toMatch(/^\/webhooks\//);
    aheadMs += 16 * MINUTE;
    await drawn(channel, message);
    expect(editsOf(message).at(-1)!.path).toBe(`/channels/${channel.id}/messages/${message.id}`);
    expect(harbour.discord.requests.filter(({ status }) => status === 401)).toEqual([]);
    expect(finalsOf(message)).toHaveLength(1);
    // A button gives a new token.
    ada.click(message, 'Reroll');
    const next = await channel.waitFor((one) => one.id !== message.id && finalsOf(one).length > 0, {
      timeoutMs: 40_000,
    });
    expect(editsOf(next).at(-1)!.path).toMatch(/^\/webhooks\//);
  });

  it('shows the picture at full size as WebP and says why when its PNG is larger than the server takes', async () => {
    enterServer({ attachmentSizeLimit: 30_000 });
    const message = await imagine(40);
    await drawn(channel, message);
    await channel.waitFor((one) => one.id === message.id && one.text.includes('too large'));
    const [picture] = message.attachments;
    expect(picture).toMatchObject({ contentType: 'image/webp', width: 256, height: 256 });
    expect(picture!.filename).toMatch(/^easel-.*\.webp$/);
    expect(message.text).toMatch(/as WebP, as the PNG is too large: this channel takes files up to 29\.3 KiB/);
  });

  it('is finished in spite of a storm of rate limits, and shows no preview afterwards', async () => {
    const message = await imagine(50);
    await drawing(channel, message);
    const usual = discordLimits();
    harbour.discord.setLimiter((call) =>
      call.method === 'PATCH'
        ? { allowed: false, bucket: 'storm', limit: 5, remaining: 0, resetAfterMs: 300, scope: 'shared' }
        : usual(call),
    );
    const refusedNow = () => harbour.discord.requests.filter(({ status }) => status === 429).length;
    await harbour.discord.until(() => (refusedNow() >= 4 ? true : undefined), { timeoutMs: 40_000 });
    harbour.discord.setLimiter(usual);
    await drawn(channel, message);
    // The queue is empty of edits when a later job has been shown.
    await drawn(channel, await imagine(4));
    expect(finalsOf(message)).toHaveLength(1);
    expect(message.versions.at(-1)!.attachments[0]!.filename).toMatch(/^easel-/);
    expect(refusedNow()).toBeLessThan(30);
  });

  it('is finished though the line to Discord is cut meanwhile, and its reactions are heard afterwards', async () => {
    const { resumed, identified } = harbour.discord.gateway;
    const message = await imagine(40);
    await drawing(channel, message);
    harbour.discord.disconnect({ code: 1006 });
    await drawn(channel, message);
    const again = () => harbour.discord.gateway.resumed + harbour.discord.gateway.identified > resumed + identified;
    await harbour.discord.until(() => again() || undefined, { timeoutMs: 40_000 });
    ada.react(message, '🔁');
    const isOther = (one: FakeMessage) => one.id !== message.id;
    await drawn(channel, await channel.waitFor(isOther));
  });

  it('is shown where the bot may not write, as far as the interaction reaches; a reaction draws nothing there', async () => {
    channel.denyBot(['SendMessages']);
    const message = await imagine(4);
    await drawn(channel, message);
    ada.react(message, '🔁');
    ada.click(message, 'Reroll');
    const isOther = (one: FakeMessage) => one.id !== message.id && !one.ephemeral;
    await drawn(channel, await channel.waitFor(isOther));
    expect(channel.messages().filter(isOther)).toHaveLength(1);
    expect((await ada.slash(channel, 'queue').message()).text).toContain('Nothing waits');
  });

  it('waits for its channel to be there again when it could not be shown, and is then finished', async () => {
    const message = await imagine(40);
    await drawing(channel, message);
    channel.denyBot(['ViewChannel']);
    aheadMs += 16 * MINUTE;
    const refused = () => harbour.discord.requests.findLast(({ status }) => status === 403);
    await harbour.discord.until(refused, { timeoutMs: 40_000 });
    const board = guild.channel('board');
    const isIdle = async () => (await ada.slash(board, 'queue').message()).text.includes('Nothing waits');
    await expect.poll(isIdle, { timeout: 40_000, interval: 500 }).toBe(true);
    expect(finalsOf(message)).toEqual([]);
    await easel.close();
    channel.denyBot([]);
    easel = await harbour.startBot({ clock });
    await drawn(channel, message);
    expect(distinctFinalsOf(message)).toHaveLength(1);
  });
});
