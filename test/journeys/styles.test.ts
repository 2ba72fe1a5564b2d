import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import type { FakeMessage } from '#test/fakes/discord/acts/fake-message.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';
import { drawn, startTestServer, type TestServer } from '#test/journeys/test-server.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let harbour: TestServer;
let island: FakeChannel;
let ines: FakeMember;

beforeAll(async () => {
  harbour = await startTestServer();
  await harbour.startBot();
  const guild = harbour.discord.guild({ name: 'Island' });
  island = guild.channel('drawings');
  ines = guild.member('Ines', { permissions: ['ManageGuild'] });
});
afterEach(() => expect(harbour.discord.problems()).toEqual([]));
afterAll(() => harbour.close());

/** Without the adapters, which stand behind it. */
const promptIn = (message: FakeMessage) =>
  /parameters\0([^\n]*?)(?: <lora:[^>]*>)*\n/.exec(Buffer.from(message.attachments[0]!.bytes).toString('latin1'))?.[1];

async function draw(by: FakeMember, channel: FakeChannel, style?: string): Promise<FakeMessage> {
  const values = { prompt: 'a boat', ...(style === undefined ? {} : { style }) };
  return drawn(channel, await by.slash(channel, 'imagine', values).message());
}

describe('a style', () => {
  it('of one server shapes its pictures and does not exist in another', async () => {
    const { ada, bob, channel } = harbour;
    const values = { name: 'dusk', description: 'All at dusk', template: '{prompt}, at sunset', steps: 3, guidance: 1 };
    const made = await ada.slash(channel, 'style create', { ...values, sampler: 'lcm', adapters: 'lcm' }).message();
    expect(made).toMatchObject({ ephemeral: true });
    expect(made.text).toContain('Style dusk');

    const message = await draw(bob, channel, 'dusk');
    expect(promptIn(message)).toBe('a boat, at sunset');
    expect(message.text).toContain('3 steps · guidance 1 · 256×256');

    expect((await bob.slash(channel, 'style list').message()).text).toContain('dusk');
    expect((await ines.slash(island, 'style list').message()).text).not.toContain('dusk');
    const typed = { values: { prompt: 'x', style: 'du' }, focused: 'style' };
    expect(await bob.complete(channel, 'imagine', typed).choices()).toMatchObject([{ value: 'dusk' }]);
    expect(await ines.complete(island, 'imagine', typed).choices()).toEqual([]);

    const refusal = await ines.slash(island, 'imagine', { prompt: 'a boat', style: 'dusk' }).message();
    expect(refusal.ephemeral).toBe(true);
    expect(refusal.text).toContain('“dusk”');
    expect((await ines.slash(island, 'style show', { name: 'dusk' }).message()).text).toContain(
      'There is no style “dusk”',
    );
  });

  it('is used unnamed once it is the default of the server, and only there', async () => {
    const { ada, bob, channel } = harbour;
    await ada.slash(channel, 'style default', { name: 'dusk' }).message();
    expect(promptIn(await draw(bob, channel))).toBe('a boat, at sunset');
    expect(promptIn(await draw(bob, channel, 'plain'))).toBe('a boat');
    expect(promptIn(await draw(ines, island))).toBe('a boat');
  });

  it('is changed, and forgotten, by those who may manage the server', async () => {
    const { ada, bob, channel } = harbour;
    const refusal = await bob.slash(channel, 'style edit', { name: 'dusk', template: 'x {prompt}' }).message();
    expect(refusal.text).toContain('Manage Server');
    await ada.slash(channel, 'style edit', { name: 'dusk', template: '{prompt}, starry night' }).message();
    expect(promptIn(await draw(bob, channel))).toBe('a boat, starry night');
    await ada.slash(channel, 'style delete', { name: 'dusk' }).message();
    const message = await draw(bob, channel);
    expect(promptIn(message)).toBe('a boat');
    expect(message.text).toContain('style storybook');
  });
});
