import { describe, expect, it } from 'vitest';
import { closeStages, SOON, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';

closeStages();

async function drawn({ channel }: TestBot, member: FakeMember) {
  const message = await member.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
  await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
  return message;
}

describe('/forget', () => {
  it('says how much it would delete, deletes it when one is sure, and /undelete takes it back', async () => {
    const stage = await startTestBot();
    const { ada, bob, channel, discord, jobs } = stage;
    const said = async (line: string, values = {}) => (await ada.slash(channel, line, values).message()).content;
    expect(await said('forget')).toBe('There is no finished picture of yours here');
    const messages = [await drawn(stage, ada), await drawn(stage, ada)];
    const bobs = await drawn(stage, bob);
    expect(await said('forget')).toContain('2 pictures of yours here would be deleted');
    expect(messages.map(({ deleted }) => deleted)).toEqual([false, false]);
    expect(await said('forget', { sure: true, where: 'everywhere' })).toContain('2 pictures of yours deleted');
    await discord.until(() => (messages.every(({ deleted }) => deleted) ? true : undefined));
    expect(await jobs().recent({ limit: 9 })).toMatchObject([{ job: { ownerId: bob.id } }]);
    expect(bobs.deleted).toBe(false);
    expect(await said('undelete')).toBe('2 pictures taken back');
    await expect.poll(() => channel.messages().filter((one) => one.attachments.length === 1).length, SOON).toBe(3);
    expect(discord.problems()).toEqual([]);
  });
});
