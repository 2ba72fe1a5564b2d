import { describe, expect, it } from 'vitest';
import { closeStages, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';

closeStages();

/** A stage on which nothing that is asked for ever ends, so that it stays in the queue. */
const busyStage = () => startTestBot({ renderer: { script: () => ({ kind: 'hang', atStep: 0 }) } });

async function queueFor(member: FakeMember, channel: FakeChannel): Promise<string> {
  const message = await member.slash(channel, 'queue').message();
  expect(message.ephemeral).toBe(true);
  return message.text;
}

async function ask({ ada }: TestBot, channel: FakeChannel, prompt: string) {
  await ada.slash(channel, 'imagine', { prompt, steps: 2 }).message();
}

describe('/queue', () => {
  it('keeps words of a channel from members who cannot see it', async () => {
    const stage = await busyStage();
    const { ada, bob, guild, channel, discord } = stage;
    const staff = guild.channel('staff-only');
    staff.overwrite('everyone', { deny: ['ViewChannel'] });
    for (const one of [ada, discord.world.bot]) staff.overwrite(one, { allow: ['ViewChannel'] });
    expect(() => bob.slash(staff, 'queue')).toThrow('Bob lacks ViewChannel');
    await ask(stage, staff, 'SECRET logo of the merger');
    await ask(stage, channel, 'a lighthouse');
    const seen = await queueFor(bob, channel);
    expect(seen).toContain('a lighthouse');
    expect(seen).toContain('A job in another channel');
    expect(seen).not.toMatch(/SECRET|another server/);
    expect(await queueFor(ada, channel)).toContain('SECRET logo of the merger');
    expect(discord.problems()).toEqual([]);
  });

  it('keeps words of a channel for adults out of one for all ages, and not the other way round', async () => {
    const stage = await busyStage();
    const { ada, guild, channel } = stage;
    const adults = guild.channel('after-dark', { nsfw: true });
    await ask(stage, adults, 'an adult thing');
    await ask(stage, channel, 'a lighthouse');
    expect(await queueFor(ada, channel)).not.toContain('adult thing');
    expect(await queueFor(ada, adults)).toMatch(/adult thing(.|\n)*lighthouse/);
  });

  it('says of other servers only that there is a job', async () => {
    const stage = await busyStage();
    const { channel, discord } = stage;
    await ask(stage, channel, 'a lighthouse');
    const other = discord.guild({ name: 'Elsewhere' });
    const seen = await queueFor(other.member('Eve'), other.channel('pictures'));
    expect(seen).toContain('A job of another server');
    expect(seen).not.toContain('lighthouse');
  });
});
