import { describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '#shared/clock.ts';
import { closeStages, SOON, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';

closeStages();

/** Between tries, at the end, and until what is late has come through: each is short here. */
const HURRIED: ReadonlyMap<number, number> = new Map([
  [250, 20],
  [5000, 100],
  [2500, 1500],
]);
const hurried: Clock = {
  now: Date.now,
  sleep: (ms, signal) => systemClock.sleep(HURRIED.get(ms) ?? ms, signal),
};

const countDone = async ({ jobs }: TestBot) =>
  (await jobs().recent({ limit: 9 })).filter(({ job }) => job.state.kind === 'done').length;

describe('a panel is true', () => {
  it('where its first message was posted, nobody was told so, and the job ended before the next try', async () => {
    const stage = await startTestBot({ clock: hurried });
    const { ada, channel, discord } = stage;
    const first = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 1 }).message();
    await channel.waitFor((one) => one.text.includes('Drawn in'));
    const post = { method: 'POST', path: `/channels/${channel.id}/messages` } as const;
    discord.fault({ ...post, kind: 'dropAnswer' });
    const away = discord.fault({ ...post, kind: 'status', status: 503, times: 1000 });
    ada.react(first, '🔁');
    await expect.poll(() => countDone(stage), SOON).toBe(2);
    const [, second] = channel.messages();
    expect(second!.text).not.toContain('Drawn in');
    away.release();
    await channel.waitFor((one) => one.id === second!.id && one.text.includes('Drawn in'));
    expect(channel.messages()).toHaveLength(2);
  });

  it('where it is answered slowly while the answer to another is lost', async () => {
    const { ada, bob, channel, discord } = await startTestBot({ clock: hurried });
    const slow = discord.fault({ method: 'POST', path: '/callback', kind: 'hold' });
    const first = ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 1 });
    await discord.until(() => (slow.hits === 1 ? true : undefined));
    discord.fault({ method: 'POST', path: '/callback', kind: 'dropAnswer' });
    discord.fault({ method: 'GET', path: '/messages/@original', kind: 'status' });
    bob.slash(channel, 'imagine', { prompt: 'a boat', steps: 1 });
    await channel.waitFor((one) => one.text.includes('a boat') && one.text.includes('Drawn in'));
    slow.release();
    const { id } = await first.message();
    await channel.waitFor((one) => one.id === id && one.text.includes('Drawn in'));
    expect(channel.messages()).toHaveLength(2);
  });

  it('where an edit of a bot that was killed comes through after the end was shown', async () => {
    const stage = await startTestBot({ clock: hurried, renderer: { stepMs: 200 } });
    const { ada, channel, discord } = stage;
    await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
    const late = discord.fault({ method: 'PATCH', kind: 'hold' });
    await discord.until(() => (late.hits === 1 ? true : undefined));
    await stage.leave();
    await stage.start();
    await channel.waitFor((one) => one.text.includes('Drawn in'));
    late.release();
    await channel.waitFor((one) => !one.text.includes('Drawn in'));
    await channel.waitFor((one) => one.text.includes('Drawn in'));
    expect(channel.messages()).toHaveLength(1);
  });

  it('and written once where nothing of a bot that was killed comes through late', async () => {
    const stage = await startTestBot({ clock: hurried, renderer: { stepMs: 100 } });
    const { ada, channel, discord } = stage;
    await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
    await stage.leave();
    await stage.start();
    const { versions } = await channel.waitFor((one) => one.text.includes('Drawn in'));
    const isLook = ({ method, path }: { method: string; path: string }) =>
      method === 'GET' && path.includes('/messages/');
    await discord.until(() => (discord.requests.some(isLook) ? true : undefined));
    await stage.stop();
    expect(versions.filter((one) => JSON.stringify(one).includes('Drawn in'))).toHaveLength(1);
  });

  it('where a draft is finished in its message while an edit of the draft is on its way', async () => {
    const stage = await startTestBot();
    const { ada, channel, discord } = stage;
    const draft = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse --draft', steps: 8 }).message();
    const late = discord.fault({ method: 'PATCH', kind: 'hold', times: 100 });
    await expect.poll(() => countDone(stage), SOON).toBe(1);
    await discord.until(() => (late.hits > 0 ? true : undefined));
    ada.react(draft, '⬆️');
    await expect.poll(() => countDone(stage), SOON).toBe(2);
    expect([late.hits, draft.text]).toEqual([1, expect.not.stringContaining('8 steps')]);
    late.release();
    await channel.waitFor((one) => one.text.includes('8 steps') && one.text.includes('Drawn in'));
    await stage.stop();
    expect(draft.text).toContain('8 steps');
  });

  it('in one message where a bot that was killed had posted a reply and could not write that down', async () => {
    const stage = await startTestBot({ clock: hurried });
    const { ada, channel, discord } = stage;
    const first = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 1 }).message();
    await channel.waitFor((one) => one.text.includes('Drawn in'));
    const post = { method: 'POST', path: `/channels/${channel.id}/messages` } as const;
    const lost = discord.fault({ ...post, kind: 'dropAnswer' });
    const away = discord.fault({ ...post, kind: 'status', status: 503, times: 1000 });
    ada.react(first, '🔁');
    await discord.until(() => (lost.hits === 1 ? true : undefined));
    await stage.leave();
    away.release();
    await stage.start();
    await channel.waitFor((one) => one.id !== first.id && one.text.includes('Drawn in'));
    expect(channel.messages()).toHaveLength(2);
  });
});
