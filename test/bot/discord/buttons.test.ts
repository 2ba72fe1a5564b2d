import { describe, expect, it } from 'vitest';
import { closeStages, SOON, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';
import { drawIn } from '#test/fakes/new-job.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

closeStages();

async function drawn({ channel }: TestBot, member: FakeMember, options: Record<string, string | number> = {}) {
  const asked = member.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2, ...options });
  const message = await asked.message();
  await channel.waitFor((one) => one.id === message.id && /drawn in/i.test(one.text));
  return message;
}

const jobOf = async ({ jobs }: TestBot, message: { id: string }) => (await jobs().findByMessage(message.id))?.job;

describe('❌ Cancel', () => {
  it('stops a job that is drawn, at the owner’s word', async () => {
    const stage = await startTestBot({ renderer: { stepMs: 100 } });
    const { ada, channel, discord, renderer } = stage;
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 50 }).message();
    await channel.waitFor((one) => one.text.includes('Step '));
    expect((await ada.click(message, 'Cancel').response()).type).toBe(6);
    await channel.waitFor((one) => one.text.includes('Cancelled'));
    expect(message.buttons.map(({ label }) => label)).toEqual(['Try again', 'Edit', 'Delete']);
    await expect.poll(() => renderer.renders[0]?.state, SOON).toBe('cancelled');
    expect(discord.problems()).toEqual([]);
  });

  it('takes a job out of the queue', async () => {
    const stage = await startTestBot({ renderer: { stepMs: 100 } });
    const { ada, channel, renderer } = stage;
    for (let index = 0; index < 2; index++) {
      await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 50 }).message();
    }
    const waiting = await ada.slash(channel, 'imagine', { prompt: 'a harbour', steps: 50 }).message();
    ada.click(waiting, 'Cancel');
    await channel.waitFor((one) => one.id === waiting.id && one.text.includes('Cancelled'));
    expect(renderer.renders.map(({ spec }) => spec.parametersPrompt)).not.toContain('a harbour');
  });

  it('is not for strangers, but for moderators', async () => {
    const stage = await startTestBot({ renderer: { stepMs: 100 } });
    const { ada, bob, mod, channel, discord } = stage;
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 50 }).message();
    await channel.waitFor((one) => one.text.includes('Step '));
    const tried = bob.click(message, 'Cancel');
    const answer = await discord.until(() => tried.followups()[0]);
    expect(answer).toMatchObject({ ephemeral: true, content: 'Only Ada or a moderator can cancel this picture.' });
    mod.click(message, 'Cancel');
    await channel.waitFor((one) => one.text.includes('Cancelled by a moderator'));
  });
});

describe('❌ Delete', () => {
  it('takes the message and its pictures away', async () => {
    const stage = await startTestBot();
    const message = await drawn(stage, stage.ada);
    const job = (await jobOf(stage, message))!;
    stage.ada.click(message, 'Delete');
    await stage.discord.until(() => (message.deleted ? true : undefined));
    await expect(stage.jobs().pictures(job.id)).rejects.toThrow('not there any more');
    expect(stage.discord.problems()).toEqual([]);
  });

  it('offers Undo to who pressed it, which works after a restart and once', async () => {
    const stage = await startTestBot();
    const { ada, channel, discord } = stage;
    const message = await drawn(stage, ada, { seed: '7' });
    const job = (await jobOf(stage, message))!;
    const offer = await ada.click(message, 'Delete').message();
    expect(offer).toMatchObject({ ephemeral: true, text: expect.stringContaining('taken back for a day') });
    await discord.until(() => (message.deleted ? true : undefined));
    await stage.stop();
    await stage.start();
    // Twice, as fast as the bot can be slow.
    const [, again] = [ada.click(offer, 'Undo'), ada.click(offer, 'Undo')] as const;
    const back = await channel.waitFor((one) => one.attachments.length === 1);
    expect(back.text).toContain('seed 7');
    expect(back.buttons.map(({ label }) => label)).toEqual(['Reroll', 'Vary', 'Edit', 'Delete']);
    await expect.poll(async () => (await jobOf(stage, back))?.id, SOON).toBe(job.id);
    await discord.until(() => (offer.text === '1 picture taken back.' ? true : undefined));
    expect(offer.buttons).toEqual([]);
    expect(await discord.until(() => again.followups()[0])).toMatchObject({
      ephemeral: true,
      content: expect.stringContaining('is back already'),
    });
    expect(discord.problems()).toEqual([]);
  });
});

describe('🔁 Reroll', () => {
  it('draws the same words with another seed in a message of its own, for anybody', async () => {
    const stage = await startTestBot();
    const first = await drawn(stage, stage.ada, { seed: '7' });
    const second = await stage.bob.click(first, 'Reroll').message();
    await stage.channel.waitFor((one) => one.id === second.id && one.text.includes('Drawn in'));
    const [parent, child] = [await jobOf(stage, first), await jobOf(stage, second)];
    expect(child).toMatchObject({ parentId: parent?.id, ownerId: stage.bob.id });
    expect(drawIn(child!.settled).seed).not.toBe(7);
    expect(drawIn(child!.settled).parametersPrompt).toBe('a lighthouse');
    expect(first.text).toContain('seed 7');
    expect(stage.discord.problems()).toEqual([]);
  });
});

describe('✨ Vary', () => {
  it('asks which picture and how, and draws from it', async () => {
    const stage = await startTestBot();
    const { bob, channel, renderer } = stage;
    const first = await drawn(stage, stage.ada, { seed: '7', count: 2, size: '3:2' });
    const modal = await bob.choose(first, 'More', ['vary']).modal();
    const fields = JSON.stringify(modal.components);
    for (const shown of ['Picture 2 · seed 8', 'Vary a little', 'Zoom out 2 times', 'Make it square']) {
      expect(fields).toContain(shown);
    }
    const sent = bob.submitModal(modal, { fields: { Picture: ['1'], 'What to do': ['zoom-1.5'] } });
    const second = await sent.message();
    await channel.waitFor((one) => one.id === second.id && /drawn in/i.test(one.text));
    const [parent, child] = [await jobOf(stage, first), await jobOf(stage, second)];
    expect(child).toMatchObject({ parentId: parent?.id, ownerId: bob.id });
    expect(second.text).toContain('drawn round a picture');
    const source = renderer.renders.at(-1)!.spec.source!;
    expect(source.image.length).toBeGreaterThan(0);
    expect(source.margins!.left).toBeGreaterThan(0);
    expect(stage.discord.problems()).toEqual([]);
  });

  it('draws a part anew that a mask shows, with other words', async () => {
    const stage = await startTestBot();
    const { bob, channel, renderer, discord } = stage;
    const first = await drawn(stage, stage.ada, { seed: '7', count: 2 });
    const modal = await bob.choose(first, 'More', ['region']).modal();
    const mask = [{ name: 'mask.png', bytes: tinyPng({ width: 64, height: 64, seed: 1 }) }];
    const fields = { Picture: ['1'], 'Or a mask': mask, Prompt: 'a red door' };
    const second = await bob.submitModal(modal, { fields }).message();
    await channel.waitFor((one) => one.id === second.id && /drawn in/i.test(one.text));
    const { spec } = renderer.renders.at(-1)!;
    expect(spec).toMatchObject({ parametersPrompt: 'a red door', source: { pasteBack: { feather: 2 } } });
    expect(spec.source!.mask.length).toBeGreaterThan(0);
    expect(discord.problems()).toEqual([]);
  });

  it('asks only how where there is one square picture', async () => {
    const stage = await startTestBot();
    const first = await drawn(stage, stage.ada);
    const modal = await stage.ada.click(first, 'Vary').modal();
    const fields = JSON.stringify(modal.components);
    expect(fields).not.toContain('Picture 1');
    expect(fields).not.toContain('Make it square');
    const second = await stage.ada.submitModal(modal, { fields: {} }).message();
    await stage.channel.waitFor((one) => one.id === second.id && one.text.includes('Drawn in'));
    expect(second.text).toContain('from a picture, strength');
  });
});

describe('✏️ Edit', () => {
  it('opens a form filled in as it was said, and draws what comes back', async () => {
    const stage = await startTestBot();
    const { ada, channel, discord } = stage;
    const first = await drawn(stage, ada, {
      prompt: 'a lighthouse --guidance 2 --no hands',
      negative: 'fog',
      seed: '7',
      size: '3:2',
      style: 'plain',
    });
    const modal = await ada.click(first, 'Edit').modal();
    expect(JSON.stringify(modal.components)).toContain('"value":"a lighthouse"');
    expect(JSON.stringify(modal.components)).toContain('"value":"fog, hands"');
    expect(JSON.stringify(modal.components)).toContain('"value":"--seed 7 --steps 2 --guidance 2"');
    const sent = ada.submitModal(modal, { fields: { Prompt: 'a lighthouse at night', Size: ['1:1'] } });
    const second = await sent.message();
    await channel.waitFor((one) => one.id === second.id && one.text.includes('Drawn in'));
    const [parent, child] = [await jobOf(stage, first), await jobOf(stage, second)];
    expect(child?.parentId).toBe(parent?.id);
    expect(child?.settled.task).toMatchObject({
      seed: 7,
      steps: 2,
      guidance: 2,
      width: 64,
      height: 64,
      parametersPrompt: 'a lighthouse at night',
      parametersNegative: 'fog, hands',
    });
    expect(discord.problems()).toEqual([]);
  });

  it('says what is wrong in the form with a sentence', async () => {
    const stage = await startTestBot();
    const first = await drawn(stage, stage.ada);
    const modal = await stage.ada.click(first, 'Edit').modal();
    const sent = stage.ada.submitModal(modal, { fields: { Settings: '--steps 0' } });
    expect(await sent.message()).toMatchObject({
      ephemeral: true,
      content: 'Cannot use this number of steps: it must be a whole number from 1 to 150, given 0.',
    });
  });
});

describe('a button', () => {
  it('works after a restart', async () => {
    const stage = await startTestBot();
    const first = await drawn(stage, stage.ada);
    await stage.stop();
    await stage.start();
    const second = await stage.ada.click(first, 'Reroll').message();
    await stage.channel.waitFor((one) => one.id === second.id && one.text.includes('Drawn in'));
  });

  it('of a picture that is gone says so', async () => {
    const stage = await startTestBot();
    const message = await drawn(stage, stage.ada);
    const job = (await jobOf(stage, message))!;
    stage.discord.fault({ method: 'DELETE', kind: 'status', status: 403 });
    await stage.jobs().remove(job.id, { id: stage.ada.id, name: 'Ada', isModerator: false });
    for (const button of ['Reroll', 'Vary', 'Edit', 'Delete']) {
      const pressed = stage.ada.click(message, button);
      await pressed.response();
      const said = await stage.discord.until(() =>
        [...pressed.followups(), ...stage.channel.messages()].find(({ ephemeral }) => ephemeral),
      );
      expect(said.content).toMatch(/not there any more|has been deleted/);
    }
  });
});
