import { describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '#shared/clock.ts';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';

closeStages();

const OWN = { userInstalled: true } as const;
const done = (channel: FakeChannel) => channel.waitFor((one) => one.text.includes('Drawn in'));
const waiting = (channel: FakeChannel) => channel.waitFor((one) => one.text.includes('Waiting'));
const MINUTE = 60_000;

/** The machine's clock for everything short; minutes pass when a test says so, and wake who slept for them. */
function minuteClock() {
  let ahead = 0;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  const now = () => Date.now() + ahead;
  const clock: Clock = {
    now,
    sleep(ms, signal) {
      if (ms < 10 * MINUTE) return systemClock.sleep(ms, signal);
      return new Promise((resolve, reject) => {
        const sleeper = { at: now() + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    },
  };
  return {
    clock,
    pass(ms: number) {
      ahead += ms;
      for (const { at, wake } of sleepers) if (at <= now()) wake();
    },
  };
}

describe('a conversation with the bot', () => {
  it('is a place like any other: pictures, reactions, styles of its own, edits past fifteen minutes', async () => {
    const { clock, pass } = minuteClock();
    const { discord, jobs, renderer, ada, channel } = await startTestBot({ clock, discord: { clock } });
    const eve = discord.person('Eve', { locale: 'de' });
    await eve.slash(eve.direct, 'style create', { name: 'night', template: '{prompt}, at night' }).message();
    const message = await eve
      .slash(eve.direct, 'imagine', { prompt: 'a lighthouse', steps: 2, style: 'night' })
      .message();
    await eve.direct.waitFor((one) => one.text.includes('Gezeichnet'));
    const { job } = (await jobs().findByMessage(message.id))!;
    expect(job).toMatchObject({ ownerId: eve.id, ownerName: 'Eve', panel: { reach: 'direct', language: 'de' } });
    expect(JSON.stringify(renderer.renders[0]?.spec.prompt)).toContain('a lighthouse, at night');
    const strange = await ada.slash(channel, 'imagine', { prompt: 'a boat', style: 'night' }).message();
    expect(strange).toMatchObject({ ephemeral: true, content: expect.stringContaining('night') });

    eve.react(message, '🔁');
    await eve.direct.waitFor((one) => one.id !== message.id && one.text.includes('Gezeichnet'));
    pass(16 * MINUTE);
    await eve.click(message, 'Löschen').response();
    await expect.poll(() => message.deleted, SOON).toBe(true);
    expect(discord.problems()).toEqual([]);
  });

  it('offers what is typed, and nothing that is about roles', async () => {
    const { discord } = await startTestBot();
    const eve = discord.person('Eve');
    const typed = { values: { prompt: 'a', style: 'pho' }, focused: 'style' };
    const choices = await eve.complete(eve.direct, 'imagine', typed).choices();
    expect(choices.map(({ value }) => value)).toEqual(['photo']);
    expect(() => eve.slash(eve.direct, 'limits list')).toThrow('not there in this kind of channel');
  });

  it('is none where the operator keeps the bot to its servers', async () => {
    const { discord } = await startTestBot({ operator: { outsideServers: false } });
    const eve = discord.person('Eve');
    expect(() => eve.slash(eve.direct, 'imagine', { prompt: 'a' })).toThrow('not there in this kind of channel');
    expect(discord.commands().every(({ contexts }) => JSON.stringify(contexts) === '[0]')).toBe(true);
  });
});

describe('where the bot is not a member', () => {
  it('it says how long it can change its message, says so last, and sends the picture to who asked', async () => {
    const { clock, pass } = minuteClock();
    const { discord, jobs, renderer } = await startTestBot({ clock, discord: { clock } });
    renderer.setPhase('RENDERER_PHASE_STARTING');
    const eve = discord.person('Eve');
    const friends = eve.group('friends');
    const message = await eve.slash(friends, 'imagine', { prompt: 'a lighthouse', steps: 2 }, OWN).message();
    expect(message.text).toContain('change this message for 15 minutes');
    const { job } = jobs().queue()[0]!;
    await waiting(friends);
    pass(13.6 * MINUTE);
    await friends.waitFor((one) => one.text.includes(`/show id:${job.id}`));
    pass(3 * MINUTE);
    renderer.setPhase('RENDERER_PHASE_READY');
    const sent = await done(eve.direct);
    expect(sent.attachments).toHaveLength(1);
    const again = eve.click(sent, 'Reroll');
    await eve.direct.waitFor((one) => one.id !== sent.id && one.text.includes('Drawn in'));
    expect((await again.response()).type).toBe(4);
    const brought = await eve.slash(friends, 'show', { id: job.id }, OWN).message();
    expect(brought.text).toContain(`https://discord.com/channels/@me/${eve.direct.id}/${sent.id}`);
    expect(message.text).toContain('Your place is kept');
    expect(discord.problems()).toEqual([]);
  });

  it('nothing is lost of who takes no messages of the bot', async () => {
    const { clock, pass } = minuteClock();
    const { discord, jobs, renderer } = await startTestBot({ clock, discord: { clock } });
    renderer.setPhase('RENDERER_PHASE_STARTING');
    const eve = discord.person('Eve');
    eve.closeTo(true);
    const friends = eve.group('friends');
    await eve.slash(friends, 'imagine', { prompt: 'a lighthouse', steps: 1 }, OWN).message();
    const { job } = jobs().queue()[0]!;
    await waiting(friends);
    pass(16 * MINUTE);
    renderer.setPhase('RENDERER_PHASE_READY');
    await expect.poll(async () => (await jobs().view(job.id))?.job.state.kind, SOON).toBe('done');
    const refused = () => discord.requests.filter(({ status }) => status === 403);
    await expect.poll(() => refused().length, SOON).toBe(1);
    const brought = await eve.slash(friends, 'show', { id: job.id }, OWN).message();
    expect(brought.attachments).toHaveLength(1);
    expect(refused()).toHaveLength(1);
  });

  it('a press on an open panel gives fifteen minutes more', async () => {
    const { clock, pass } = minuteClock();
    const { discord, renderer } = await startTestBot({ clock, discord: { clock } });
    renderer.setPhase('RENDERER_PHASE_STARTING');
    const eve = discord.person('Eve');
    const friends = eve.group('friends');
    const message = await eve.slash(friends, 'imagine', { prompt: 'a lighthouse' }, OWN).message();
    await waiting(friends);
    pass(13.6 * MINUTE);
    await friends.waitFor((one) => one.text.includes('any longer'));
    pass(3 * MINUTE);
    eve.click(message, 'Cancel');
    await friends.waitFor((one) => one.text.includes('Cancelled'));
    expect(discord.problems()).toEqual([]);
  });

  it('a server’s language holds, and several panels come with one answer, as many as Discord takes', async () => {
    const { discord } = await startTestBot();
    const guild = discord.guild({ name: 'Elsewhere', locale: 'de', withoutBot: true });
    const square = guild.channel('square');
    const eve = guild.member('Eve');
    const prompt = (times: number) => ({ prompt: `a lighthouse --repeat ${times}`, steps: 1 });
    const asked = eve.slash(square, 'imagine', prompt(5), OWN);
    await asked.message();
    const drawn = () => square.messages().filter(({ text }) => text.includes('Gezeichnet')).length;
    await expect.poll(drawn, SOON).toBe(5);
    expect(asked.followups()).toHaveLength(4);
    const refused = await eve.slash(square, 'imagine', prompt(6), OWN).message();
    expect(refused).toMatchObject({ ephemeral: true, content: expect.stringContaining('takes 5 messages') });
    expect(discord.requests.filter(({ path }) => path.includes(`/channels/${square.id}`))).toEqual([]);
    expect(discord.problems()).toEqual([]);
  });
});

describe('a post of a forum and a private thread', () => {
  it('are places like any other, for the bot’s own right, too', async () => {
    const { clock, pass } = minuteClock();
    const { discord, guild, channel, ada, renderer } = await startTestBot({ clock, discord: { clock } });
    const places = [guild.forum('ideas').thread('boats'), channel.thread('ours', { isPrivate: true })];
    renderer.setPhase('RENDERER_PHASE_STARTING');
    for (const place of places) await ada.slash(place, 'imagine', { prompt: 'a boat', steps: 1 }).message();
    for (const place of places) await waiting(place);
    pass(16 * MINUTE);
    renderer.setPhase('RENDERER_PHASE_READY');
    for (const place of places) await done(place);
    expect(places.map((place) => place.messages().length)).toEqual([1, 1]);
    expect(discord.problems()).toEqual([]);
  });
});
