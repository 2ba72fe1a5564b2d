import { describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '#shared/clock.ts';
import { closeStages, SOON, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';
import { UPSCALING } from '#test/fakes/larger-picture.ts';
import { drawIn } from '#test/fakes/new-job.ts';
import { shiftedClock } from '#test/fakes/shifted-clock.ts';

closeStages();

async function drawn({ ada, channel }: TestBot) {
  const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2, seed: '7' }).message();
  await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
  return message;
}

describe('🔁 under a picture', () => {
  it('draws it again for its owner, as a reply by the bot', async () => {
    const stage = await startTestBot();
    const first = await drawn(stage);
    stage.ada.react(first, '🔁');
    const second = await stage.channel.waitFor((one) => one.id !== first.id && one.text.includes('Drawn in'));
    const posted = stage.discord.requests.find(({ method, path }) => method === 'POST' && path.endsWith('/messages'));
    expect(posted?.body).toMatchObject({
      message_reference: { message_id: first.id },
      allowed_mentions: { parse: [], replied_user: false },
      enforce_nonce: true,
    });
    const { job } = (await stage.jobs().findByMessage(second.id))!;
    expect(job).toMatchObject({ ownerId: stage.ada.id, ownerName: 'Ada' });
    expect(drawIn(job.settled).seed).not.toBe(7);
    expect(stage.discord.problems()).toEqual([]);
  });

  it('does so in a thread that the bot has never been told of', async () => {
    const { ada, channel, discord } = await startTestBot();
    const thread = channel.thread('old ideas', { told: false });
    await ada.slash(thread, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
    const first = await thread.waitFor((one) => one.text.includes('Drawn in'));
    ada.react(first, '🔁');
    await thread.waitFor((one) => one.id !== first.id && one.text.includes('Drawn in'));
    expect(discord.problems()).toEqual([]);
  });

  it('does so for a message from before a restart, too', async () => {
    const stage = await startTestBot();
    const first = await drawn(stage);
    await stage.stop();
    await stage.start();
    stage.ada.react(first, '🔁');
    await stage.channel.waitFor((one) => one.id !== first.id && one.text.includes('Drawn in'));
  });

  it('does so half a year later in a thread that was put aside, as buttons do; later both say that it is not kept', async () => {
    const { shift, clock } = shiftedClock();
    const stage = await startTestBot({ clock });
    const { ada, channel, discord } = stage;
    const thread = channel.thread('old ideas');
    const later = async (days: number) => {
      await stage.stop();
      thread.archive();
      shift.ms = days * 24 * 60 * 60 * 1000;
      await stage.start();
    };
    await ada.slash(thread, 'imagine', { prompt: 'a lighthouse', steps: 1 }).message();
    const first = await thread.waitFor((one) => one.text.includes('Drawn in'));
    await later(179);
    ada.react(first, '🔁');
    const second = await thread.waitFor((one) => one.id !== first.id && one.text.includes('Drawn in'));
    thread.archive();
    const { id } = await ada.click(first, 'Reroll').message();
    await thread.waitFor((one) => one.id === id && one.id !== second.id && one.text.includes('Drawn in'));
    await later(181);
    await expect.poll(() => stage.jobs().findByMessage(first.id), SOON).toBeNull();
    ada.react(first, '❌');
    await thread.waitFor((one) => one.text.includes('is not kept any more'));
    expect(await ada.click(first, 'Vary').response()).toMatchObject({
      data: { content: expect.stringContaining('not kept') },
    });
    expect([first.deleted, discord.problems()]).toEqual([false, []]);
  });

  it('does nothing for others, for other reactions, and under other messages', async () => {
    const stage = await startTestBot();
    const first = await drawn(stage);
    const own = stage.ada.say(stage.channel, 'hello');
    stage.bob.react(first, '🔁');
    stage.ada.react(first, '👍');
    stage.ada.react(own, '🔁');
    stage.ada.react(own, '❌');
    // What comes after them on the same line has been read after them.
    await stage.ada.slash(stage.channel, 'help').message();
    expect(await stage.jobs().recent({ limit: 5 })).toHaveLength(1);
    expect(first.deleted).toBe(false);
  });

  it('says why when it cannot be drawn again: once a minute, and not for long', async () => {
    const shift = { ms: 0 };
    const clock: Clock = {
      now: () => Date.now() + shift.ms,
      sleep: (ms, signal) => systemClock.sleep(ms === 8000 ? 1 : ms, signal),
    };
    const stage = await startTestBot({
      clock,
      renderer: { script: (_, number) => (number > 0 ? { kind: 'hang', atStep: 0 } : null) },
    });
    const { ada, discord } = stage;
    const first = await drawn(stage);
    for (let index = 0; index < 10; index++) await ada.click(first, 'Reroll').message();
    const said = () => discord.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));
    const gone = () => discord.requests.filter(({ method, status }) => method === 'DELETE' && status === 204);
    for (const times of [1, 2]) {
      for (let toggle = 0; toggle < 6; toggle++) {
        ada.react(first, '🔁');
        ada.unreact(first, '🔁');
      }
      await discord.until(() => (gone().length === times ? true : undefined));
      await ada.slash(stage.channel, 'help').message();
      expect(said()).toHaveLength(times);
      expect(JSON.stringify(said().at(-1)?.body)).toMatch(/10/);
      shift.ms += 60_000;
    }
    expect(discord.problems()).toEqual([]);
  });
});

describe('🎲, numbers, ⬆️ and 🔒 under pictures', () => {
  it('draw the next seed, and one of several differently', async () => {
    const { ada, bob, channel, discord, renderer } = await startTestBot();
    const asked = { prompt: 'a lighthouse', steps: 1, seed: '7', count: 2 };
    const grid = await ada.slash(channel, 'imagine', asked).message();
    await channel.waitFor((one) => one.text.includes('2 pictures drawn in'));
    const lastTask = async (jobsThere: number) => {
      await expect.poll(() => renderer.renders.length, SOON).toBe(jobsThere);
      return renderer.renders.at(-1)!.request;
    };
    ada.react(grid, '🎲');
    expect(await lastTask(2)).toMatchObject({ draw: { seed: 9, count: 2 } });
    for (const emoji of ['4️⃣', '2️⃣']) ada.react(grid, emoji);
    bob.react(grid, '1️⃣');
    expect(await lastTask(3)).toMatchObject({ draw: { seed: expect.any(Number), source: { strength: 1 } } });
    expect(discord.problems()).toEqual([]);
  });

  it('🔒 puts the seed among what was typed, so that an edit brings it along, and ⬆️ makes the picture larger', async () => {
    const { ada, channel, discord, jobs, renderer } = await startTestBot({ renderer: UPSCALING });
    const shown = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 1 }).message();
    await channel.waitFor((one) => one.id === shown.id && one.text.includes('Drawn in'));
    const { task } = (await jobs().findByMessage(shown.id))!.job.settled;
    const seed = 'seed' in task ? task.seed : null;
    const fields = async () => JSON.stringify((await ada.click(shown, 'Edit').modal()).components);
    expect(await fields()).not.toContain(`--seed ${seed}`);
    ada.react(shown, '🔒');
    await channel.waitFor((one) => one.text.includes(`Seed ${seed} is kept`));
    expect(await fields()).toContain(`--seed ${seed}`);
    ada.react(shown, '⬆️');
    await expect.poll(() => renderer.renders.at(-1)!.request.task, SOON).toBe('upscale');
    expect(discord.problems()).toEqual([]);
  });

  it('⬆️ finishes a draft in its own message', async () => {
    const { ada, channel, renderer } = await startTestBot();
    const draft = await ada.slash(channel, 'imagine', { prompt: 'a boat', steps: 8, draft: true }).message();
    await channel.waitFor((one) => one.text.includes('Drawn in'));
    ada.react(draft, '⬆️');
    await channel.waitFor(
      (one) => one.id === draft.id && one.text.includes('8 steps') && one.text.includes('Drawn in'),
    );
    expect(renderer.renders.map(({ spec }) => spec.steps)).toEqual([2, 8]);
  });
});

describe('❌ under a picture', () => {
  it('deletes a finished one for its owner, and for moderators', async () => {
    const stage = await startTestBot();
    for (const member of [stage.ada, stage.mod]) {
      const message = await drawn(stage);
      stage.bob.react(message, '❌');
      member.react(message, '❌');
      await stage.discord.until(() => (message.deleted ? true : undefined));
    }
    expect(await stage.jobs().recent({ limit: 5 })).toEqual([]);
  });

  it('lets who added it take it back, and nobody else', async () => {
    const stage = await startTestBot();
    const { ada, mod, channel, discord } = stage;
    const message = await drawn(stage);
    mod.react(message, '❌');
    const offer = await channel.waitFor((one) => one.text.includes('taken back for a day'));
    const refused = ada.click(offer, 'Undo');
    const said = await discord.until(() => refused.followups()[0]);
    expect(said).toMatchObject({ ephemeral: true, content: 'Only who deleted this picture can take it back.' });
    mod.click(offer, 'Undo');
    await channel.waitFor((one) => one.text.includes('Drawn in') && one.id !== message.id);
    await stage.stop();
    expect(offer.deleted).toBe(true);
    expect(discord.problems()).toEqual([]);
  });

  it('cancels one that is being drawn', async () => {
    const { ada, channel } = await startTestBot({ renderer: { stepMs: 100 } });
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 50 }).message();
    await channel.waitFor((one) => one.text.includes('Step '));
    ada.react(message, '❌');
    await channel.waitFor((one) => one.text.includes('Cancelled'));
  });
});
