import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';
import { createFakeClock } from '#test/fakes/clock.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import type { OptionValue } from '#test/fakes/discord/acts/command-options.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

closeStages();

const done = (channel: FakeChannel) => channel.waitFor((one) => /drawn in/i.test(one.text));

describe('/imagine', () => {
  it('shows a queue card, previews, and the picture in one message', async () => {
    const steps = createFakeClock();
    const { discord, ada, channel } = await startTestBot({ renderer: { clock: steps, stepMs: 10 } });
    const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 3, seed: '7' });
    expect((await asked.response()).type).toBe(4);
    const message = await asked.message();
    for (const status of ['Getting ready', 'Step 1 of 3', 'Step 2 of 3']) {
      await channel.waitFor((one) => one.text.includes(status));
      await steps.advance(10);
    }
    await done(channel);
    const files = message.versions.map(({ attachments }) => attachments.map(({ filename }) => filename).join());
    expect(files.filter((file) => file === 'preview.png').length).toBeGreaterThanOrEqual(2);
    expect(files.at(-1)).toMatch(/^easel-.*-1\.png$/);
    expect(message.attachments).toMatchObject([{ contentType: 'image/png', width: 64 }]);
    expect(message.text).toContain('seed 7');
    expect(message.buttons.map(({ label }) => label)).toEqual(['Reroll', 'Vary', 'Edit', 'Delete']);
    expect(channel.messages()).toHaveLength(1);
    expect(discord.problems()).toEqual([]);
  });

  it('stores the job and its message before it says so, and remembers that the end was shown', async () => {
    const { ada, channel, jobs, discord } = await startTestBot();
    const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 });
    const message = await asked.message();
    await done(channel);
    const delivered = async () => (await jobs().findByMessage(message.id))?.job.delivered;
    await expect.poll(delivered, SOON).toBe(true);
    const view = await jobs().findByMessage(message.id);
    expect(view?.job).toMatchObject({ ownerId: ada.id, ownerName: 'Ada', panel: { interactionToken: asked.token } });
    // The buttons say it already.
    expect(discord.requests.filter(({ path }) => path.includes('/reactions/'))).toEqual([]);
  });

  it('takes every option', async () => {
    const { ada, channel, jobs } = await startTestBot();
    const asked = ada.slash(channel, 'imagine', {
      prompt: 'a lighthouse',
      negative: 'fog',
      style: 'plain',
      size: '3:2',
      steps: 3,
      guidance: 2.5,
      seed: '4294967295',
      count: 2,
    });
    const message = await asked.message();
    await done(channel);
    expect(message.attachments).toHaveLength(2);
    expect((await jobs().findByMessage(message.id))?.job.settled.order).toEqual({
      prompt: 'a lighthouse',
      negative: 'fog',
      style: 'plain',
      ratio: { width: 3, height: 2 },
      steps: 3,
      guidance: 2.5,
      seed: 4294967295,
      count: 2,
    });
  });

  it('shall be like a picture that is attached, which goes to a renderer that can read it', async () => {
    const [tiny] = FAKE_DESCRIPTION.models;
    const able = { ...tiny!, imageAdapters: [{ name: 'plus', kind: 'plus', licence: '' }] };
    const { ada, channel, jobs, renderer } = await startTestBot({ renderer: { description: { models: [able] } } });
    const picture = { name: 'beach.png', bytes: tinyPng({ width: 8, height: 8, seed: 1 }) };
    const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 4, 'image-prompt': picture });
    const message = await asked.message();
    await done(channel);
    expect(message.text).toContain('like a picture');
    const { like } = (await jobs().findByMessage(message.id))!.job.settled.order;
    expect(like).toMatchObject([{ scope: 'all' }]);
    expect(renderer.renders.map(({ spec }) => spec.imagePrompts)).toMatchObject([
      [{ adapter: 'plus', scope: 'all', pictures: [{ strength: 0 }] }],
    ]);
    expect(renderer.renders[0]!.spec.imagePrompts![0]!.pictures[0]!.image.length).toBe(like![0]!.image.bytes);
  });

  it('takes an address of a file on Discord for such a picture, and says why another is none', async () => {
    const [tiny] = FAKE_DESCRIPTION.models;
    const able = { ...tiny!, imageAdapters: [{ name: 'plus', kind: 'plus', licence: '' }] };
    const { ada, channel, renderer, discord } = await startTestBot({ renderer: { description: { models: [able] } } });
    const bytes = tinyPng({ width: 8, height: 8, seed: 1 });
    const { url } = ada.say(channel, 'look', [{ name: 'beach.png', bytes }]).attachments[0]!;
    const draw = (prompt: string) => ada.slash(channel, 'imagine', { prompt, steps: 2 }).message();
    const message = await draw(`<${url}> a lighthouse --iw 0.5`);
    await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
    expect(renderer.renders.at(-1)!.spec).toMatchObject({
      parametersPrompt: 'a lighthouse',
      imagePrompts: [{ adapter: 'plus', scope: 'all', pictures: [{ strength: 0.5 }] }],
    });
    const many = await draw(`${[1, 2, 3, 4, 5, 6].map((n) => `${url}?n=${n}`).join(' ')} a boat`);
    expect(many).toMatchObject({ ephemeral: true, content: expect.stringContaining('at most 5, given 6') });
    const gone = await draw(`${new URL('/attachments/1/2/gone.png', url).href} a boat --guidance -3`);
    expect(gone.content).toMatch(/“gone.png”.*not there any more.*guidance.*given -3/s);
    const elsewhere = await draw('https://example.com/a.png a boat');
    await channel.waitFor((one) => one.id === elsewhere.id && one.text.includes('Drawn in'));
    expect(elsewhere.text).toContain('only those of files on Discord are pictures');
    expect(discord.problems()).toEqual([]);
  });

  it('starts from a picture that is attached, with its shape, and an edit keeps it unless it is unticked', async () => {
    const { ada, channel, jobs, discord, renderer } = await startTestBot();
    const bytes = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#3060a0' } })
      .jpeg()
      .toBuffer();
    const image = { name: 'beach.jpg', bytes };
    const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 4, image, strength: 0.5 });
    const message = await asked.message();
    await done(channel);
    expect(message.text).toContain('from a picture, strength 0.5');
    const { settled } = (await jobs().findByMessage(message.id))!.job;
    expect(settled.order.start).toMatchObject({ width: 300, height: 200, strength: 0.5 });
    const { task } = settled;
    expect(task).toMatchObject({ source: { strength: 0.5, mask: null, pasteBack: null } });
    expect(task.kind === 'draw' && task.width / task.height).toBeCloseTo(1.5, 1);
    const form = await ada.click(message, 'Edit').modal();
    const edited = await ada.submitModal(form, { fields: { Prompt: 'a tower' } }).message();
    await channel.waitFor((one) => one.id === edited.id && /drawn in/i.test(one.text));
    expect((await jobs().findByMessage(edited.id))!.job.settled.order.start).toEqual(settled.order.start);
    expect(renderer.renders.map(({ spec }) => spec.source?.image.length)).toEqual([
      settled.order.start!.image.bytes,
      settled.order.start!.image.bytes,
    ]);

    // Unticked it goes, also when something else has to be mended first.
    const unticked = await ada.click(message, 'Edit').modal();
    const refused = await ada.submitModal(unticked, { fields: { kept: [], Settings: '--steps 0' } }).message();
    const fix = await ada.click(refused, 'Fix it').modal();
    const without = await ada.submitModal(fix, { fields: { Settings: '--steps 2' } }).message();
    await channel.waitFor((one) => one.id === without.id && /drawn in/i.test(one.text));
    const child = (await jobs().findByMessage(without.id))!.job;
    expect([child.parentId, child.settled.order.start]).toEqual([
      (await jobs().findByMessage(message.id))!.job.id,
      undefined,
    ]);
    expect([renderer.renders.at(-1)!.spec.source, discord.problems()]).toEqual([null, []]);
  });

  it('says what is wrong with a picture, and accepts nothing then', async () => {
    const { ada, channel } = await startTestBot();
    const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    const square = { name: 'a.png', bytes };
    const wide = {
      name: 'b.png',
      bytes: await sharp(bytes).resize(64, 32, { fit: 'fill' }).png().toBuffer(),
    };
    const cases: [Record<string, OptionValue>, string][] = [
      [{ image: { name: 'a.svg', bytes: Buffer.from('<svg/>') } }, 'must be PNG, JPEG, WebP, GIF or AVIF'],
      [{ mask: square }, 'give an image, too'],
      [
        { image: square, mask: wide },
        'the mask b.png: it must have the shape of its picture, which is 64×64, given 64×32',
      ],
      [{ image: square, strength: 1.5 }, 'strength must be above 0 and at most 1, given 1.5'],
    ];
    for (const [given, sentence] of cases) {
      const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse', ...given });
      expect((await asked.message()).text).toContain(sentence);
    }
  });

  it.each([
    [{ seed: 'seven' }, 'Cannot use this seed: it must be a whole number from 0 to 4294967295, given “seven”.'],
    [{ seed: '-1' }, 'Cannot use this seed: it must be a whole number from 0 to 4294967295, given -1.'],
    [{ seed: '4294967296' }, 'Cannot use this seed: it must be a whole number from 0 to 4294967295, given 4294967296.'],
    [{ steps: 0 }, 'Cannot use this number of steps: it must be a whole number from 1 to 150, given 0.'],
    [{ guidance: -2 }, 'Cannot use this guidance: it must be a number from 0 to 30, given -2.'],
    [
      { style: 'nothing' },
      'There is no style “nothing” here; there is plain, base, photo, cinematic, cartoon, line-art, low-poly, oil, ' +
        'watercolor, charcoal, pastel, pixel-art and 2 more.',
    ],
  ])('refuses %o with one sentence for the member alone', async (options, sentence) => {
    const { ada, channel, jobs, discord } = await startTestBot();
    const message = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', ...options }).message();
    expect(message).toMatchObject({ content: sentence, ephemeral: true });
    expect(jobs().queue()).toEqual([]);
    expect(discord.problems()).toEqual([]);
  });

  it('offers the styles of the server while one types', async () => {
    const { ada, channel } = await startTestBot();
    await ada.slash(channel, 'style create', { name: 'Ink', description: 'black and wet' }).message();
    const typed = { values: { prompt: 'a', style: 'ink' }, focused: 'style' };
    expect(await ada.complete(channel, 'imagine', typed).choices()).toEqual([
      { name: 'ink – black and wet', value: 'ink' },
    ]);
  });

  it('posts a message of its own when the answer does not get through', async () => {
    const { ada, channel, discord } = await startTestBot({ renderer: { stepMs: 30 } });
    discord.fault({ method: 'POST', path: '/callback', kind: 'status', status: 500 });
    ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 3 });
    const message = await done(channel);
    expect(message.text).toContain(`<@${ada.id}>`);
    expect(channel.messages()).toHaveLength(1);
    expect(discord.problems()).toEqual([]);
  });

  it('finds the message when only the word that it is there was lost', async () => {
    const { ada, channel, discord } = await startTestBot();
    discord.fault({ method: 'POST', path: '/callback', kind: 'dropAnswer' });
    const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 3 });
    const message = await done(channel);
    expect(message.id).toBe((await asked.message()).id);
    expect(channel.messages()).toHaveLength(1);
  });

  it('accepts an interaction once that Discord delivers twice', async () => {
    const { ada, channel, discord } = await startTestBot();
    const { dispatch } = discord.world;
    discord.world.dispatch = (event) => {
      dispatch(event);
      if (event.name === 'INTERACTION_CREATE') dispatch(event);
    };
    ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 });
    await done(channel);
    expect(channel.messages()).toHaveLength(1);
  });

  it('stores nothing for an interaction that came too late', async () => {
    const behind = { ms: 4000 }; // Discord stamps what happens four seconds ago
    const clock = { now: () => Date.now() - behind.ms, sleep: () => new Promise<void>(() => {}) };
    const { ada, channel, jobs, discord } = await startTestBot({ discord: { clock } });
    const asked = ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 });
    behind.ms = 0;
    await expect(asked.response()).rejects.toThrow('within 3 s');
    await discord.until(() => discord.requests.find(({ path }) => path.endsWith('/callback')));
    expect(jobs().queue()).toEqual([]);
    expect(await jobs().recent({ limit: 5 })).toEqual([]);
  });
});
