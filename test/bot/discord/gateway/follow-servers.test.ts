import { describe, expect, it } from 'vitest';
import { closeStages, SOON, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';
import { createHourlyClock } from '#test/fakes/hourly-clock.ts';

closeStages();

const DAY_MS = 24 * 60 * 60 * 1000;

async function askFor({ ada, channel }: TestBot, steps: number) {
  return ada.slash(channel, 'imagine', { prompt: 'a SECRET', steps }).message();
}

const entered = ({ jobs }: TestBot) => jobs().enteredServers('discord');

describe('a server that takes the bot out', () => {
  it('is not drawn for any more', async () => {
    const stage = await startTestBot({ renderer: { stepMs: 50 } });
    const { guild, renderer, jobs } = stage;
    for (let count = 0; count < 3; count++) await askFor(stage, 100);
    await expect.poll(() => renderer.renders.some(({ state }) => state === 'drawing'), SOON).toBe(true);
    guild.removeBot();
    await expect.poll(() => renderer.renders.every(({ state }) => state === 'cancelled'), SOON).toBe(true);
    expect(jobs().queue()).toEqual([]);
    expect(await entered(stage)).toEqual([]);
  });

  it('is forgotten after the time of grace, with pictures, words and styles', async () => {
    const clock = createHourlyClock();
    const stage = await startTestBot({ clock });
    const { guild, ada, channel, jobs, storage } = stage;
    await ada.slash(channel, 'style create', { name: 'ink', template: 'ink of {prompt}' }).message();
    const message = await askFor(stage, 2);
    await channel.waitFor((one) => one.text.includes('Drawn in'));
    const { job } = (await jobs().findByMessage(message.id))!;
    guild.removeBot();
    await expect.poll(() => entered(stage), SOON).toEqual([]);
    await clock.pass(29 * DAY_MS);
    expect(await storage().presets.list(guild.id)).toHaveLength(1);
    expect(await jobs().pictures(job.id)).toHaveLength(1);
    await clock.pass(2 * DAY_MS);
    expect(await storage().ledger.get(job.id)).toBeNull();
    expect(await storage().presets.list(guild.id)).toEqual([]);
  });

  it('while the bot is away is known as soon as it is back, and one that lets it in again keeps everything', async () => {
    const stage = await startTestBot();
    const { guild, stop, start } = stage;
    await expect.poll(() => entered(stage), SOON).toEqual([guild.id]);
    await stop();
    guild.removeBot({ told: false });
    await start();
    await expect.poll(() => entered(stage), SOON).toEqual([]);
    guild.addBot();
    await expect.poll(() => entered(stage), SOON).toEqual([guild.id]);
  });
});

describe('a server that Discord has lost for a while', () => {
  it('stays as it is', async () => {
    const stage = await startTestBot({ renderer: { stepMs: 20 } });
    const { guild, channel } = stage;
    const message = await askFor(stage, 20);
    guild.lose();
    guild.find();
    await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
    expect(await entered(stage)).toEqual([guild.id]);
  });
});

describe('a message that somebody deletes by hand', () => {
  it('takes its picture along into the bin, from which moderators take it back', async () => {
    const stage = await startTestBot();
    const { mod, ada, channel, jobs, guild, discord } = stage;
    const messages = [];
    for (let count = 0; count < 3; count++) {
      const message = await askFor(stage, 2);
      await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
      messages.push(message);
    }
    mod.deleteMessage(messages[0]!);
    guild.deleteTogether(messages.slice(1));
    await expect.poll(() => jobs().recent({ limit: 9 }), SOON).toEqual([]);
    expect((await ada.slash(channel, 'undelete').message()).content).toContain('you have deleted nothing here');
    expect((await mod.slash(channel, 'undelete').message()).content).toContain('taken back');
    await channel.waitFor((one) => one.text.includes('a SECRET') && one.attachments.length === 1);
    expect(discord.problems()).toEqual([]);
  });

  it('cancels its job when that is not over', async () => {
    const stage = await startTestBot({ renderer: { stepMs: 50 } });
    const message = await askFor(stage, 100);
    stage.mod.deleteMessage(message);
    await expect.poll(() => stage.jobs().queue(), SOON).toEqual([]);
  });

  it('or a whole channel with its threads does so for all of them, and none of them is lost', async () => {
    const stage = await startTestBot();
    const { guild, ada, mod, jobs } = stage;
    const channel = guild.channel('doomed');
    for (const place of [channel, channel.thread('in it')]) {
      await ada.slash(place, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
      await place.waitFor((one) => one.text.includes('Drawn in'));
    }
    channel.remove();
    await expect.poll(() => jobs().recent({ limit: 9 }), SOON).toEqual([]);
    // The thread went at a time of its own, if not at the same moment.
    const said = async () => (await mod.slash(stage.channel, 'undelete').message()).content;
    const back = [await said(), await said()].join('\n');
    expect(back).toMatch(
      / taken back\. Where a channel is gone, \/show id:\S+(, \/show id:\S+)? shows it to its owner/,
    );
    const ids = [...back.matchAll(/id:([^\s,]+)/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(2);
    const brought = await ada.slash(stage.channel, 'show', { id: ids[0]! }).message();
    expect(brought).toMatchObject({ ephemeral: true, attachments: [{ contentType: 'image/png' }] });
  });
});
