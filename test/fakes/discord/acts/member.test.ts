import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import type { OptionValue } from '#test/fakes/discord/acts/command-options.ts';
import type { FakeGuild } from '#test/fakes/discord/acts/guild.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';
import { COMMANDS } from '#test/fakes/discord/example-bot.ts';
import { type FakeDiscord, startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';

let discord: FakeDiscord;
let guild: FakeGuild;
let channel: FakeChannel;
let ada: FakeMember;

beforeEach(async () => {
  discord = await startFakeDiscord();
  guild = discord.guild({ name: 'Harbour' });
  channel = guild.channel('pictures');
  ada = guild.member('Ada');
  await post('PUT', `/applications/${discord.applicationId}/commands`, COMMANDS);
});

afterEach(() => discord.close());

async function post(method: string, path: string, body: unknown) {
  const headers = { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${discord.api}/v10${path}`, { method, headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as { readonly id: string } };
}

describe('a person cannot send a command', () => {
  it.each<[string, string, Record<string, OptionValue>, string]>([
    ['that is not there', 'draw', {}, 'There is no command /draw'],
    ['without a required option', 'imagine', { steps: 4 }, 'prompt is required'],
    ['with an option it has not', 'imagine', { prompt: 'x', size: 'big' }, 'it has no option size'],
    ['with a text too long', 'imagine', { prompt: 'x'.repeat(101) }, 'prompt has 101 characters'],
    ['with a number for a text', 'imagine', { prompt: 7 }, 'prompt is a text'],
    ['with a number too large', 'imagine', { prompt: 'x', steps: 9 }, 'steps is out of bounds at 9'],
    ['with half a step', 'imagine', { prompt: 'x', steps: 1.5 }, 'steps is a whole number'],
    ['with no number', 'imagine', { prompt: 'x', guidance: Number.NaN }, 'guidance is a number'],
    ['with a choice it has not', 'imagine', { prompt: 'x', mood: 'wild' }, 'mood has no choice wild'],
    ['with words for yes or no', 'imagine', { prompt: 'x', wide: 'yes' }, 'wide is yes or no'],
    ['with a text for a file', 'imagine', { prompt: 'x', sketch: 'file' }, 'a file is expected'],
    ['to somebody who is not there', 'imagine', { prompt: 'x', for: '7' }, 'nothing here has the id 7'],
    ['with a part it has not', 'imagine now', { prompt: 'x' }, 'it has no part "now"'],
  ])('%s', (_title, command, values, message) => {
    expect(() => ada.slash(channel, command, values)).toThrow(message);
  });

  it('without its parts, even with the permission', () => {
    const keeper = guild.member('Grace', { permissions: ['ManageGuild'] });
    expect(() => keeper.slash(channel, 'style')).toThrow('it has no part ""');
  });
});

describe('a person', () => {
  it('cannot press what is greyed out, a link, or a button of a message that is gone', async () => {
    const row = (button: object) => ({ type: 1, components: [{ type: 2, label: 'Go', ...button }] });
    const message = async (button: object) => {
      const body = { content: 'x', components: [row(button)], allowed_mentions: { parse: [] } };
      return (await post('POST', `/channels/${channel.id}/messages`, body)).body;
    };
    const grey = await message({ style: 2, custom_id: 'go', disabled: true });
    const link = await message({ style: 5, url: 'https://example.org' });
    expect(() => ada.click(grey, 'Go')).toThrow('The button "Go" is greyed out');
    expect(() => ada.click(link, 'Go')).toThrow('The button "Go" is a link');
    expect(() => ada.click(link, 'Stop')).toThrow('it has: https://example.org (Go)');
    guild.member('Grace', { permissions: ['ManageMessages'] }).deleteMessage(link);
    expect(() => ada.click(link, 'Go')).toThrow('is not there any more');
    expect(discord.problems()).toEqual([]);
  });

  it('deletes their own messages, and those of others with the permission only', () => {
    const said = ada.say(channel, 'hello');
    const bo = guild.member('Bo');
    expect(() => bo.deleteMessage(said)).toThrow('Bo lacks ManageMessages');
    ada.deleteMessage(said);
    expect([channel.messages(), discord.message(said.id).deleted]).toEqual([[], true]);
  });

  it('sees commands of their own server before those of everywhere', async () => {
    const other = { name: 'harbour', description: 'Only here' };
    await post('PUT', `/applications/${discord.applicationId}/guilds/${guild.id}/commands`, [other]);
    const elsewhere = discord.guild({ name: 'Elsewhere' });
    expect(ada.slash(channel, 'harbour').token).not.toBe('');
    expect(() => elsewhere.member('Eve').slash(elsewhere.channel('x'), 'harbour')).toThrow('no command /harbour');
    expect(discord.commands(guild.id)).toMatchObject([other]);
  });
});

describe('commands that Discord would refuse', () => {
  it('are refused with what is wrong, and nothing is registered', async () => {
    const bad = [{ name: 'Imagine', description: '' }];
    const path = `/applications/${discord.applicationId}/guilds/${guild.id}/commands`;
    expect((await post('PUT', path, bad)).status).toBe(400);
    expect(discord.commands(guild.id)).toEqual([]);
    expect(discord.problems().filter((one) => one.rule === 13)).toHaveLength(2);
  });
});
