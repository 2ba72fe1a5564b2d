import { describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import { shiftedClock } from '#test/fakes/shifted-clock.ts';

closeStages();

const done = (channel: FakeChannel) => channel.waitFor((one) => one.text.includes('Drawn in'));
const drawing = (channel: FakeChannel) => channel.waitFor((one) => one.text.includes('Step '));

/** The five seconds are short in which a bot tries to show its last ends. */
const hurried: Clock = { now: Date.now, sleep: (ms, signal) => systemClock.sleep(ms === 5000 ? 200 : ms, signal) };

describe('a panel', () => {
  it('shows an end after the start that could not be shown before', async () => {
    const { ada, channel, leave, start, discord, renderer } = await startTestBot({
      clock: hurried,
      renderer: { stepMs: 40 },
    });
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 8 }).message();
    await drawing(channel);
    const silence = discord.fault({ method: 'PATCH', kind: 'drop', times: 1000 });
    await expect.poll(() => renderer.renders[0]?.state, SOON).toBe('finished');
    await leave();
    silence.release();
    expect(message.text).not.toContain('Drawn in');
    await start();
    await done(channel);
    expect(channel.messages().map(({ id }) => id)).toEqual([message.id]);
  }, 30_000);

  it('is found again when the bot died while it was showing it', async () => {
    const { ada, channel, leave, start, discord } = await startTestBot({ clock: hurried, renderer: { stepMs: 30 } });
    const hold = discord.fault({ method: 'POST', path: '/callback', kind: 'hold' });
    const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 4 });
    await discord.until(() => (hold.hits === 1 ? true : undefined));
    await leave();
    hold.release();
    const message = await asked.message();
    await start();
    await done(channel);
    expect(channel.messages().map(({ id }) => id)).toEqual([message.id]);
  });

  it('is the one that got through though nobody could say so, and no second one comes', async () => {
    const { ada, channel, discord } = await startTestBot();
    discord.fault({ method: 'POST', path: '/callback', kind: 'dropAnswer' });
    discord.fault({ method: 'GET', path: '/messages/@original', kind: 'status', status: 502 });
    await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
    await done(channel);
    expect(channel.messages()).toHaveLength(1);
    expect(discord.problems()).toEqual([]);
  });

  it('is shown by a new message when the bot died before it could show it', async () => {
    const { ada, channel, leave, start, discord } = await startTestBot({ clock: hurried, renderer: { stepMs: 30 } });
    const silence = discord.fault({ kind: 'drop', times: 1000 });
    ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 4 });
    await discord.until(() => (silence.hits > 0 ? true : undefined));
    await leave();
    silence.release();
    expect(channel.messages()).toEqual([]);
    await start();
    const message = await done(channel);
    expect(message.text).toContain(`<@${ada.id}>`);
    expect(channel.messages()).toHaveLength(1);
  });

  it('is edited by the bot itself when the interaction is older than fifteen minutes', async () => {
    const { clock, shift } = shiftedClock();
    const stage = await startTestBot({ clock, renderer: { stepMs: 120 }, discord: { clock } });
    const { ada, channel, discord } = stage;
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 10 }).message();
    await drawing(channel);
    shift.ms = 16 * 60_000;
    await done(channel);
    const last = discord.requests.findLast(({ method }) => method === 'PATCH');
    expect(last?.path).toContain(`/channels/${channel.id}/messages/${message.id}`);
    expect(discord.requests.filter(({ status }) => status === 401)).toEqual([]);
    expect(discord.problems()).toEqual([]);
  });

  it('is edited by the bot itself when Discord ends the token before its time', async () => {
    const { clock, shift } = shiftedClock();
    const { ada, channel, discord } = await startTestBot({ renderer: { stepMs: 120 }, discord: { clock } });
    await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 10 }).message();
    await drawing(channel);
    shift.ms = 16 * 60_000;
    await done(channel);
    expect(discord.requests.filter(({ status }) => status === 401)).toHaveLength(1);
    expect(channel.messages()).toHaveLength(1);
  });

  it('that somebody deletes takes its job along', async () => {
    const { ada, mod, channel, jobs, renderer } = await startTestBot({ renderer: { stepMs: 100 } });
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 50 }).message();
    await drawing(channel);
    const jobId = (await jobs().findByMessage(message.id))!.job.id;
    mod.deleteMessage(message);
    await expect.poll(async () => (await jobs().view(jobId))?.job.state.kind, SOON).toBe('cancelled');
    await expect.poll(() => renderer.renders[0]?.state, SOON).toBe('cancelled');
    await expect.poll(async () => (await jobs().view(jobId))?.job.delivered, SOON).toBe(true);
    expect(channel.messages()).toEqual([]);
  });

  it('in a channel that the bot may not see any more keeps its pictures for later', async () => {
    const { clock, shift } = shiftedClock();
    const stage = await startTestBot({ clock, renderer: { stepMs: 60 }, discord: { clock } });
    const { ada, channel, jobs, leave, start } = stage;
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 10 }).message();
    await drawing(channel);
    channel.denyBot(['ViewChannel']);
    shift.ms = 16 * 60_000;
    const state = async () => (await jobs().findByMessage(message.id))?.job.state.kind;
    await expect.poll(state, SOON).toBe('done');
    expect((await jobs().findByMessage(message.id))?.job.delivered).toBe(false);
    await leave();
    channel.denyBot([]);
    await start();
    await done(channel);
  });

  it('is not begun where the bot may not see the channel or attach files: the member is told what to allow', async () => {
    const { ada, channel, discord, jobs } = await startTestBot({ renderer: { stepMs: 5 } });
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
    await done(channel);
    channel.denyBot(['AttachFiles']);
    const refused = await ada.slash(channel, 'imagine', { prompt: 'a boat' }).message();
    const told = 'Cannot draw here: Easel may not attach files in this channel.';
    expect(refused).toMatchObject({ ephemeral: true, content: expect.stringContaining(told) });
    ada.react(message, '🔁');
    await channel.waitFor((one) => one.id !== refused.id && one.text.includes(told));
    channel.denyBot(['ViewChannel']);
    const unseen = await ada.slash(channel, 'imagine', { prompt: 'a boat' }).message();
    expect(unseen.content).toContain('Easel may not see this channel. Whoever manages it can allow “View Channel”');
    expect(jobs().queue()).toEqual([]);
    expect(discord.problems()).toEqual([]);
  });

  it('is shown to its owner alone where the bot may not edit', async () => {
    const { ada, channel, discord, jobs } = await startTestBot({ renderer: { stepMs: 30 } });
    const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 6 });
    const message = await asked.message();
    discord.fault({ method: 'PATCH', kind: 'status', status: 403, times: 1000 });
    const whisper = await discord.until(() => asked.followups()[0]);
    expect(whisper).toMatchObject({ ephemeral: true, attachments: [{ contentType: 'image/png' }] });
    await expect.poll(async () => (await jobs().findByMessage(message.id))?.job.delivered, SOON).toBe(true);
    const refused = discord.requests.filter(({ status }) => status === 403);
    // A preview with its file and without it, and the end.
    expect(refused.length).toBeLessThanOrEqual(3);
  });

  it('says at an orderly stop that its place is kept, and goes on after the start', async () => {
    const { ada, bob, channel, stop, start, discord } = await startTestBot({ renderer: { stepMs: 60 } });
    const first = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 30 }).message();
    const second = await bob.slash(channel, 'imagine', { prompt: 'a boat', steps: 2 }).message();
    await drawing(channel);
    await stop();
    for (const { text } of [first, second]) {
      expect(text).toContain('Easel is restarting; your place is kept');
      expect(text).not.toMatch(/about|in line|Step/);
    }
    await start();
    await channel.waitFor((one) => one.id === second.id && one.text.includes('Drawn in'));
    expect(first.text).toContain('Drawn in');
    expect(discord.problems()).toEqual([]);
  });

  it('waits half a second where Discord refuses an edit and does not say for how long', async () => {
    const { ada, channel, discord } = await startTestBot({ renderer: { stepMs: 20 } });
    await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 3 }).message();
    const limit = discord.fault({ method: 'PATCH', kind: 'status', status: 429 });
    await done(channel);
    const edits = discord.requests.filter(({ method }) => method === 'PATCH');
    const refused = edits.findIndex(({ status }) => status === 429);
    expect(limit.hits).toBe(1);
    expect(edits[refused + 1]!.at - edits[refused]!.at).toBeGreaterThanOrEqual(490);
  });

  it('survives errors of Discord, and shows the end once', async () => {
    const { ada, channel, discord } = await startTestBot({ renderer: { stepMs: 60 } });
    await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 5 }).message();
    await drawing(channel);
    discord.fault({ method: 'PATCH', kind: 'status', status: 502, times: 3 });
    const message = await done(channel);
    expect(message.versions.filter(({ attachments }) => attachments[0]?.filename.startsWith('easel-'))).toHaveLength(1);
    expect(discord.problems()).toEqual([]);
  });

  it('shows each picture of several as it is ready', async () => {
    const { ada, channel, discord } = await startTestBot({ renderer: { decodeMs: 150 } });
    const message = await ada.slash(channel, 'imagine', { prompt: 'a boat', steps: 2, count: 2 }).message();
    await channel.waitFor((one) => one.text.includes('1 of 2 pictures drawn'));
    expect(message.attachments.map(({ filename }) => filename)).toEqual(['preview.png']);
    await channel.waitFor((one) => /\b2 pictures drawn in/.test(one.text));
    expect(message.attachments).toHaveLength(2);
    expect(discord.problems()).toEqual([]);
  });

  it('says while a model is loaded which one and where, and from then on how long that takes', async () => {
    const { ada, channel, discord, renderer } = await startTestBot({ renderer: { loadMs: 150, stepMs: 5 } });
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
    await channel.waitFor((one) => one.id === message.id && one.text.includes('Waiting: fake is loading tiny'));
    await done(channel);
    expect(renderer.renders).toHaveLength(1);
    expect(discord.problems()).toEqual([]);
  });
});

describe('the log', () => {
  it('follows a job by its id, and holds no prompt and no interaction token when Discord refuses', async () => {
    const lines: string[] = [];
    const write = (...entry: unknown[]) =>
      void lines.push(
        JSON.stringify(entry, (_, value) => (value instanceof Error ? { ...value, m: value.message } : value)),
      );
    const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
    const { ada, channel, discord, jobs } = await startTestBot({ log, renderer: { stepMs: 40 } });
    const asked = ada.slash(channel, 'imagine', { prompt: 'a secret lighthouse', steps: 6 });
    await asked.message();
    discord.fault({ method: 'PATCH', kind: 'status', status: 400, times: 1000 });
    await expect.poll(() => lines.join('\n'), SOON).toContain('did not understand a panel');
    discord.fault({ method: 'POST', path: '/callback', kind: 'status', status: 500 });
    ada.slash(channel, 'help');
    await expect.poll(() => lines.join('\n'), SOON).toContain('a handler failed');
    const [job] = await jobs().recent({ limit: 1 });
    expect(lines.find((line) => line.includes('attempt begun'))).toContain(`"jobId":"${job?.job.id}"`);
    expect(lines.join('\n')).not.toContain('lighthouse');
    expect(lines.join('\n')).not.toContain(asked.token);
  });
});
