import { describe, expect, it } from 'vitest';
import { closeStages, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';
import type { FakeInteraction } from '#test/fakes/discord/acts/fake-interaction.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';

closeStages();

const DENIED = 'Cannot draw for you here: this server does not let you use `/imagine` in this channel.';

async function drawn({ channel }: TestBot, member: FakeMember) {
  const message = await member.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
  await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
  return message;
}

const jobsOf = ({ jobs }: TestBot) => jobs().recent({ limit: 10 });

const refusal = async (asked: FakeInteraction) => {
  const said = await asked.message();
  expect(said.ephemeral).toBe(true);
  return said.content;
};

describe('a member who may not use commands in a channel', () => {
  it('draws nothing by buttons, forms and reactions either, and may still cancel and delete', async () => {
    const stage = await startTestBot();
    const { ada, bob, channel, discord } = stage;
    const [adas, bobs] = [await drawn(stage, ada), await drawn(stage, bob)];
    const form = await bob.click(adas, 'Edit').modal();
    channel.overwrite(bob, { deny: ['UseApplicationCommands'] });
    expect(() => bob.slash(channel, 'imagine', { prompt: 'x' })).toThrow('Bob lacks UseApplicationCommands');
    expect(await refusal(bob.click(adas, 'Reroll'))).toBe(DENIED);
    expect(await refusal(bob.click(adas, 'Edit'))).toBe(DENIED);
    expect(await refusal(bob.submitModal(form, { fields: { Prompt: 'anything Bob wants' } }))).toBe(DENIED);
    bob.react(bobs, '🔁');
    await channel.waitFor((one) => one.text === DENIED);
    expect(await jobsOf(stage)).toHaveLength(2);
    bob.click(bobs, 'Delete');
    await discord.until(() => (bobs.deleted ? true : undefined));
    expect(discord.problems()).toEqual([]);
  });
});

describe('what a server says under Integrations', () => {
  it('holds for buttons and reactions, as it is now', async () => {
    const stage = await startTestBot();
    const { guild, ada, channel, discord } = stage;
    const artists = guild.role('Artists');
    const bob = guild.member('Bob', { roles: [artists] });
    const message = await drawn(stage, bob);
    guild.overrideCommand('imagine', [
      { role: 'everyone', allow: false },
      { role: artists, allow: true },
    ]);
    expect(() => ada.slash(channel, 'imagine', { prompt: 'x' })).toThrow('Ada does not see the command /imagine');
    expect(await refusal(ada.click(message, 'Reroll'))).toBe(DENIED);
    await bob.click(message, 'Edit').modal();
    guild.overrideCommand('imagine', [{ member: ada, allow: true }]);
    guild.overrideCommand('all', [{ channel: 'all', allow: false }]);
    expect(await refusal(bob.click(message, 'Edit'))).toBe(DENIED);
    guild.overrideCommand('all', [{ role: 'everyone', allow: false }]);
    await ada.click(message, 'Edit').modal();
    expect(await refusal(bob.click(message, 'Edit'))).toBe(DENIED);
    expect(discord.problems()).toEqual([]);
  });

  it('does not bind administrators', async () => {
    const stage = await startTestBot();
    const { guild, ada } = stage;
    const message = await drawn(stage, ada);
    guild.overrideCommand('imagine', [{ channel: 'all', allow: false }]);
    await guild
      .member('Root', { permissions: ['Administrator'] })
      .click(message, 'Edit')
      .modal();
  });

  it('is asked for once, and nothing is drawn when Discord does not say it', async () => {
    const stage = await startTestBot();
    const { bob, discord } = stage;
    const message = await drawn(stage, bob);
    const fault = discord.fault({ path: '/commands/permissions', kind: 'status', status: 404 });
    expect(await refusal(bob.click(message, 'Edit'))).toMatch('Cannot ask Discord whether you may use `/imagine` here');
    fault.release();
    for (let press = 0; press < 3; press++) await bob.click(message, 'Edit').modal();
    const asked = discord.requests.filter(({ path }) => path.endsWith('/commands/permissions'));
    expect(asked.map(({ status }) => status)).toEqual([404, 200]);
  });
});
