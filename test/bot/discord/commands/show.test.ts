import { describe, expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

closeStages();

/** A picture that another program has drawn and says so. */
function toldPng(text: string): Buffer {
  const png = Buffer.from(tinyPng({ width: 8, height: 8, seed: 1 }));
  const data = Buffer.from(`parameters\0${text}`, 'latin1');
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  // Behind the header, which has 33 bytes with the signature.
  return Buffer.concat([png.subarray(0, 33), head, Buffer.from('tEXt'), data, Buffer.alloc(4), png.subarray(33)]);
}

describe('/show and /info', () => {
  it('bring a picture back by id or address, with what it came of, what became of it, and how to draw it', async () => {
    const { ada, bob, channel, discord, guild, jobs } = await startTestBot();
    const staff = guild.channel('staff');
    staff.overwrite('everyone', { deny: ['ViewChannel'] });
    for (const one of [ada, discord.world.bot]) staff.overwrite(one, { allow: ['ViewChannel'] });
    const first = await ada.slash(staff, 'imagine', { prompt: 'a lighthouse --no fog', steps: 2, seed: '7' }).message();
    await staff.waitFor((one) => one.text.includes('Drawn in'));
    const second = await ada.click(first, 'Reroll').message();
    await staff.waitFor((one) => one.id === second.id && one.text.includes('Drawn in'));
    expect(second.text).toContain(
      `[from this one](<https://discord.com/channels/${guild.id}/${staff.id}/${first.id}>)`,
    );
    const { job } = (await jobs().findByMessage(first.id))!;
    const refused = await bob.slash(channel, 'info', { id: job.id }).message();
    expect(refused).toMatchObject({ ephemeral: true, content: expect.stringContaining('no such picture') });
    const told = await ada
      .slash(staff, 'info', { id: `https://discord.com/channels/1/${staff.id}/${first.id}` })
      .message();
    expect(told.ephemeral).toBe(true);
    expect(told.text).toContain('Became');
    expect(told.text).toContain(second.id);
    const again = told.text.match(/`(a lighthouse [^`]*--no fog)`/)![1]!;
    const twin = await ada.slash(channel, 'imagine', { prompt: again }).message();
    await channel.waitFor((one) => one.id === twin.id && one.text.includes('Drawn in'));
    const { settled } = (await jobs().findByMessage(twin.id))!.job;
    expect(settled.task).toEqual(job.settled.task);
    const typed = { values: { id: 'light' }, focused: 'id' };
    const offered = await ada.complete(channel, 'show', typed).choices();
    expect(offered.map(({ value }) => value)).toContain(job.id);
    expect(await bob.complete(channel, 'show', typed).choices()).toEqual([]);
    const copy = await ada.slash(channel, 'show', { id: job.id }).message();
    expect(copy).toMatchObject({ ephemeral: false, attachments: [{ contentType: 'image/png' }] });
    expect(copy.buttons.map(({ label }) => label)).toEqual(['Reroll', 'Vary', 'Edit', 'Delete']);
    expect(await bob.choose(copy, 'More', ['info']).message()).toMatchObject({
      ephemeral: true,
      content: expect.stringContaining('no such picture'),
    });
    expect(discord.problems()).toEqual([]);
  });

  it('tell what a posted picture says of itself', async () => {
    const { ada, bob, channel, discord } = await startTestBot();
    const text =
      'a boat\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 512x768, Model: other';
    const posted = ada.say(channel, '', [{ name: 'boat.png', bytes: toldPng(text) }]);
    const told = await bob.chooseFor(posted, 'Show settings').message();
    expect(told.text).toContain('`a boat --width 512 --height 768 --steps 20 --guidance 7 --seed 5 --no fog`');
    const silent = ada.say(channel, '', [{ name: 'boat.png', bytes: tinyPng({ width: 8, height: 8, seed: 1 }) }]);
    expect((await bob.chooseFor(silent, 'Show settings').message()).content).toContain('its file does not say');
    expect(discord.problems()).toEqual([]);
  });
});
