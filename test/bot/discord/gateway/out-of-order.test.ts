import { expect, it } from 'vitest';
import { closeStages, SOON, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

/** A picture of Ada's, and a reply to it that is there though nobody has told the bot so yet. */
async function unknownReply(stage: TestBot) {
  const { ada, channel, discord } = stage;
  const first = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 1 }).message();
  await channel.waitFor((one) => one.id === first.id && one.text.includes('Drawn in'));
  const post = { method: 'POST', path: `/channels/${channel.id}/messages` } as const;
  discord.fault({ ...post, kind: 'dropAnswer' });
  const away = discord.fault({ ...post, kind: 'status', status: 503, times: 1000 });
  ada.react(first, '🔁');
  const reply = await channel.waitFor((one) => one.id !== first.id);
  return { reply, back: () => away.release() };
}

const countJobs = async ({ jobs }: TestBot) => (await jobs().recent({ limit: 9 })).length;

it('an interaction that comes twice is one job in one message, whether a command or a button', async () => {
  const stage = await startTestBot();
  const { ada, channel, discord } = stage;
  discord.gateway.double('INTERACTION_CREATE');
  const first = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 1 }).message();
  await channel.waitFor((one) => one.id === first.id && one.text.includes('Drawn in'));
  discord.gateway.double('INTERACTION_CREATE');
  const second = await ada.click(first, 'Reroll').message();
  await channel.waitFor((one) => one.id === second.id && one.text.includes('Drawn in'));
  expect(await countJobs(stage)).toBe(2);
  expect(channel.messages().map(({ id }) => id)).toEqual([first.id, second.id]);
});

it('a reaction to a panel whose message is not known yet is heard', async () => {
  const stage = await startTestBot();
  const { reply, back } = await unknownReply(stage);
  expect(await stage.jobs().findByMessage(reply.id)).toBeNull();
  stage.ada.react(reply, '🔁');
  await expect.poll(() => countJobs(stage), SOON).toBe(3);
  back();
  const isDone = () =>
    stage.channel.messages().filter(({ text }) => text.includes('Drawn in')).length === 3 ? true : undefined;
  await stage.discord.until(isDone);
});

it('a message that is deleted before it is known takes its job along, and no other comes in its place', async () => {
  const stage = await startTestBot({ renderer: { stepMs: 300 } });
  const { mod, channel, jobs } = stage;
  const { reply, back } = await unknownReply(stage);
  mod.deleteMessage(reply);
  back();
  await expect.poll(() => jobs().queue(), SOON).toEqual([]);
  await expect.poll(() => jobs().undelivered('discord'), SOON).toEqual([]);
  expect(channel.messages()).toHaveLength(1);
});

it('a button of a message that is deleted says that its picture is gone', async () => {
  const stage = await startTestBot();
  const { ada, mod, channel, discord, jobs } = stage;
  const first = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 1 }).message();
  await channel.waitFor((one) => one.id === first.id && one.text.includes('Drawn in'));
  const release = discord.gateway.holdBack('INTERACTION_CREATE');
  const pressed = ada.click(first, 'Reroll');
  mod.deleteMessage(first);
  await expect.poll(() => jobs().recent({ limit: 9 }), SOON).toEqual([]);
  release();
  expect(await pressed.message()).toMatchObject({
    ephemeral: true,
    content: expect.stringContaining('not there any more'),
  });
});
