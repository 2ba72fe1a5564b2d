import { describe, expect, it } from 'vitest';
import { defineCommand } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';
import { plainMessage } from '#shared/text/message.ts';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import { openStudio, run } from '#test/bot/studio/server/studio-fixture.ts';

closeStages();

/** A command that exists here only: one declaration, and nothing else anywhere. */
const greet = defineCommand({
  name: 'greet',
  description: plainMessage('Say hello to somebody'),
  options: {
    name: { kind: 'text', description: plainMessage('Whom'), required: true, charactersMax: 12 },
    times: { kind: 'integer', description: plainMessage('How often'), min: 1, max: 3 },
    style: { kind: 'text', description: plainMessage('A style'), completes: 'style-or-plain' },
  },
  who: 'everybody',
  answers: 'sentence',
  run: async ({ name, times = 1 }, { member }) =>
    plainMessage(`${member.name} says ${'hello '.repeat(times)}to ${name}`),
});
const tidyUp = defineCommand({
  name: 'tidy-up',
  description: plainMessage('Tidy this server up'),
  options: {},
  who: 'manage server',
  answers: 'sentence',
  run: async () => plainMessage('Tidy'),
});
const commands = [...COMMANDS, greet, tidyUp];

describe('a command that is declared once', () => {
  it('is registered on Discord, runs there with what it was given, and completes', async () => {
    const { ada, bob, channel, discord } = await startTestBot({ commands });
    const greeting = await ada.slash(channel, 'greet', { name: 'Bob', times: 2 }).message();
    expect(greeting).toMatchObject({ ephemeral: true, content: 'Ada says hello hello to Bob' });
    const typed = { values: { name: 'Bob', style: 'pl' }, focused: 'style' };
    expect(await ada.complete(channel, 'greet', typed).choices()).toMatchObject([{ value: 'plain' }]);
    expect(() => ada.slash(channel, 'greet', { name: 'Bob', times: 4 })).toThrow('out of bounds at 4');
    expect((await bob.slash(channel, 'tidy-up').message()).content).toContain('Manage Server');
    expect((await ada.slash(channel, 'tidy-up').message()).content).toBe('Tidy');
    expect(discord.problems()).toEqual([]);
  });

  it('is in the help of both platforms', async () => {
    const { ada, channel } = await startTestBot({ commands });
    // A message of Discord has room for the names of all, and for what is said of some.
    expect((await ada.slash(channel, 'help').message()).text).toContain('`/greet`');
    expect(JSON.stringify((await run(await openStudio({ commands }), 'help', {})).body)).toMatch(
      /\/greet.*Say hello to somebody/,
    );
  });

  it('is listed by the studio and runs there, with the same bounds', async () => {
    const place = await openStudio({ commands });
    const { body: listed } = await place.ask<{ call: string }[]>('GET', '/api/commands');
    expect(listed.find(({ call }) => call === 'greet')).toMatchObject({
      description: 'Say hello to somebody',
      answers: 'sentence',
      options: [
        { name: 'name', required: true, charactersMax: 12 },
        { name: 'times', min: 1, max: 3 },
        { name: 'style' },
      ],
    });
    const { body } = await run(place, 'greet', { name: 'Bob' });
    expect(body).toEqual({ answer: 'sentence', sentence: 'studio says hello to Bob' });
    expect(await run(place, 'greet', { name: 'Bob', times: 4 })).toMatchObject({
      status: 400,
      body: { error: 'Cannot use this “times”: 1 to 3, given 4' },
    });
    expect(await run(place, 'greet', { name: 'a name that is too long' })).toMatchObject({ status: 400 });
  });
});
