import { describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '#shared/clock.ts';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';

closeStages();

/** The five seconds are long in which a renderer can still say its first word. */
const patient: Clock = { now: Date.now, sleep: (ms, signal) => systemClock.sleep(ms === 5000 ? 30_000 : ms, signal) };

const done = (channel: FakeChannel) => channel.waitFor((one) => /drawn in/i.test(one.text));

describe('/imagine', () => {
  it('puts up a waiting mark when storing takes long, and shows the panel in its place', async () => {
    // No renderer has said what it can: the jobs waits for the first word.
    const { ada, channel, discord, setRendererThere } = await startTestBot({ rendererThere: false, clock: patient });
    const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 });
    expect((await asked.response()).type).toBe(5);
    await setRendererThere();
    const message = await asked.message({ timeoutMs: 25_000 });
    await done(channel);
    expect(message.attachments).toHaveLength(1);
    expect(channel.messages()).toHaveLength(1);
    expect(discord.problems()).toEqual([]);
  });

  it('takes the waiting mark away when the order is refused late', async () => {
    const { ada, channel, discord } = await startTestBot({ rendererThere: false });
    const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse' });
    expect((await asked.response()).type).toBe(5);
    const sentence = await discord.until(() => asked.followups()[0], { timeoutMs: 10_000 });
    expect(sentence.ephemeral).toBe(true);
    expect(sentence.content).toContain('no renderer has answered so far');
    expect(channel.messages().filter(({ ephemeral }) => !ephemeral)).toEqual([]);
    expect(discord.problems()).toEqual([]);
  });
});
