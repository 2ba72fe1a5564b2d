import { expect, it } from 'vitest';
import type { JobView } from '#bot/domain/job.ts';
import { closeStages, SOON, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';
import { type FakeChannel, viewChannel } from '#test/fakes/discord/acts/channel.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';

closeStages();

/** The threads under the channel, oldest first. */
function threadsOf({ discord: { world }, channel }: TestBot): readonly FakeChannel[] {
  const all = [...world.channels.values()].filter(({ parentId }) => parentId === channel.id);
  return all.map((state) => viewChannel(world, state));
}

const isDrawn = ({ text }: { readonly text: string }) => text.includes('Drawn in');

it('the pictures of a member go into one thread, after a restart too, and another where it is locked or deleted', async () => {
  const stage = await startTestBot();
  const { ada, bob, channel, discord, jobs } = stage;
  await ada.slash(channel, 'settings set', { name: 'threads', value: 'member' }).message();
  const draw = async (who: FakeMember, prompt: string) => {
    const said = await who.slash(channel, 'imagine', { prompt, steps: 1 }).message();
    expect([said.ephemeral, said.content]).toEqual([true, expect.stringContaining('a thread of yours')]);
    const find = () => threadsOf(stage).find((one) => said.content.endsWith(`/${one.id}`));
    const thread = await discord.until(find);
    await thread.waitFor((one) => one.text.includes(prompt) && isDrawn(one));
    return thread;
  };
  const first = await draw(ada, 'a boat');
  expect([first.name, (await draw(ada, 'a ship')).id]).toEqual(['Ada', first.id]);
  expect((await draw(bob, 'a raft')).name).toBe('Bob');
  expect(channel.messages().filter(({ ephemeral }) => !ephemeral)).toEqual([]);
  await stage.leave();
  await stage.start();
  first.archive();
  expect((await draw(ada, 'a canoe')).id).toBe(first.id);
  first.archive({ locked: true });
  const second = await draw(ada, 'a ferry');
  second.remove();
  await expect.poll(async () => (await jobs().recent({ limit: 9 })).length, SOON).toBe(4);
  const ids = new Set([first.id, second.id, (await draw(ada, 'a punt')).id]);
  expect(ids.size).toBe(3);
});

it('an end is shown in a thread that was put aside meanwhile, and in the channel where its thread was locked', async () => {
  const stage = await startTestBot({ renderer: { stepMs: 60_000 } });
  const { ada, channel, jobs } = stage;
  await ada.slash(channel, 'settings set', { name: 'threads', value: 'member' }).message();
  const isOver = ({ text }: { readonly text: string }) => text.includes('Cancelled');
  const endsAfter = async (prompt: string, close: (thread: FakeChannel) => void) => {
    await ada.slash(channel, 'imagine', { prompt, steps: 1 }).message();
    const [thread] = threadsOf(stage);
    await thread!.waitFor((one) => one.text.includes(prompt));
    close(thread!);
    const [{ job }] = (await jobs().recent({ limit: 1 })) as [JobView];
    await jobs().cancel(job.id, { id: ada.id, name: 'Ada', isModerator: false });
    return thread!;
  };
  const thread = await endsAfter('a boat', (one) => one.archive());
  await thread.waitFor(isOver);
  await endsAfter('a ship', (one) => one.archive({ locked: true }));
  await channel.waitFor((one) => one.text.includes('a ship') && isOver(one));
  expect(thread.messages().filter(isOver)).toHaveLength(1);
});
