import sharp from 'sharp';
import { expect, it } from 'vitest';
import { closeStages, startTestBot } from '#test/bot/discord/test-bot.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { trainedResults } from '#test/fakes/trained-file.ts';
import { zipped } from '#test/fakes/zipped.ts';

closeStages();

const png = (background: string) =>
  sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .png()
    .toBuffer();

const SEEN = [{ event: 'text', text: { index: 0, text: 'a boat at night', score: 0.9, kind: 'caption' } }] as const;

it('trains on Discord: from files and archives, with captions, consent, status, stop and delete, or says why not', async () => {
  const { ada, bob, channel, guild, jobs, renderer, storage } = await startTestBot({
    renderer: {
      description: {
        ...FAKE_DESCRIPTION,
        tasks: ['draw', 'train', 'describe'],
        draws: ['own_adapters', 'train_text', 'precision', 'random_crop'],
      },
      results: (request) => (request.task === 'describe' ? SEEN : trainedResults(request)),
      stepMs: 20,
    },
  });
  const red = { name: 'red.png', bytes: await png('#c00') };
  const blue = { name: 'blue.png', bytes: await png('#00c') };
  const networks = { precision: 'float16', 'train-text': true, 'random-crop': true };
  const style = { name: 'wash', 'picture-1': red, 'picture-2': blue, steps: 500, ...networks };
  const say = async (command: string, values = {}, who = bob) =>
    (await who.slash(channel, command, values).message()).text;
  expect(await say('train style', style)).toContain('a moderator lets roles or everybody do it');
  await say('settings set', { name: 'training', value: 'moderators' }, ada);
  expect(await say('train style', style)).toContain('a moderator lets roles or everybody do it');
  await say('settings set', { name: 'training', value: 'everybody' }, ada);

  const empty = { name: 'notes.zip', bytes: await zipped({ 'readme.txt': Buffer.from('no pictures') }) };
  expect(await say('train style', { name: 'wash', zip: empty })).toContain('Cannot train without pictures');
  const broken = { name: 'broken.png', bytes: Buffer.from('no picture') };
  const draft = await bob.slash(channel, 'train style', { ...style, 'picture-3': red, 'picture-4': broken }).message();
  for (const line of [
    '2 pictures, 2 left out',
    'red.png: the same picture is there already',
    'broken.png: it cannot be decoded',
    'wash style',
    '500 steps',
    'The text encoders are trained, too',
    'float16 (half precision)',
    'Pictures are cropped at random',
    's of trainings left today',
    'By starting you confirm',
    'are few',
  ])
    expect(draft.text).toContain(line);
  const described = await bob.click(draft, 'Describe them for me').message();
  expect(described.text).toContain('1\\. a boat at night, wash style\n2\\. a boat at night, wash style');
  const form = await bob.click(draft, 'Edit captions').modal();
  const wrong = await bob.submitModal(form, { fields: { captions: 'a hut\na boat\na third' } }).message();
  expect(wrong.text).toContain('one line for each of the 2 pictures, given 3');
  const edited = await bob.submitModal(form, { fields: { captions: 'a hut\na boat' } }).message();
  expect(edited.text).toContain('a hut, wash style\n2\\. a boat, wash style');
  const panel = await bob.click(edited, 'I may use them: start').message();
  await channel.waitFor((one) => one.id === panel.id && /Step [1-9]|[1-9]\d* of 500|[1-9]\d*\/500/.test(one.text));
  // The same words before and as it goes, as its preview.
  await channel.waitFor(
    (one) => one.id === panel.id && one.attachments.some(({ filename }) => /preview/.test(filename)),
  );
  const [training] = renderer.renders.filter(({ request }) => request.task === 'train');
  expect(training!.request).toMatchObject({
    train: {
      ...{ method: 'lora', trainText: true, precision: 'float16', randomCrop: true },
      pictures: [{ caption: 'a hut, wash style' }, { caption: 'a boat, wash style' }],
    },
  });

  // The renderer trains one thing at a time: this one waits, from an archive with a caption in it.
  const archive = { name: 'mug.zip', bytes: await zipped({ 'a.png': red.bytes, 'a.txt': Buffer.from('on a table') }) };
  const files = await bob.slash(channel, 'train subject', { name: 'mug', about: 'mug', steps: 2 }).modal();
  const second = await bob.submitModal(files, { fields: { files: [archive] } }).message();
  expect(second.text).toContain('a mug mug, on a table');
  await bob.click(second, 'I may use them: start').message();
  expect(await say('train style', { ...style, name: 'wash' })).toContain('there is something of that name here');
  const status = await say('train status');
  expect(status).toMatch(/mug[\s\S]*waiting[\s\S]*wash[\s\S]*step \d+ of 500/);
  expect(await say('train stop', { name: 'mug' })).toContain('mug had not begun: it is taken out of the queue');
  const carl = guild.member('Carl');
  expect(await say('train stop', { name: 'wash' }, carl)).toContain('it belongs to Bob');
  expect(await say('train pause', { name: 'wash' })).toContain('wash rests after this step');
  await channel.waitFor((one) => one.id === panel.id && /Step \d+ of 500 · paused/.test(one.text));
  expect(await say('train status')).toMatch(/wash[\s\S]*step \d+ of 500, paused/);
  expect(await say('train resume', { name: 'wash' })).toContain('wash goes on');
  expect(await say('train stop', { name: 'wash' })).toContain('wash ends after this step, with the best of it');
  await channel.waitFor((one) => one.id === panel.id && one.text.includes('wash is ready: write'));
  expect(training!.stepsDone).toBeLessThan(500);
  expect(await say('train list')).toMatch(/wash[\s\S]*style by Bob · ready · .*lora:wash:1/);
  expect(await say('train status')).not.toContain('wash');
  const drawn = await bob.slash(channel, 'imagine', { prompt: 'a hut, wash style <lora:wash:1>', steps: 1 }).message();
  await channel.waitFor((one) => one.id === drawn.id && one.text.includes('Drawn in'));
  expect(renderer.renders.at(-1)!.spec.ownAdapters?.map(({ name }) => name)).toEqual(['wash']);

  await say('settings set', { name: 'training-seconds', value: '1' }, ada);
  const asked = await bob.slash(channel, 'train textual-inversion', { name: 'sea', 'picture-1': blue, steps: 20_000 });
  const start = await bob.click(await asked.message(), 'I may use them: start').message();
  expect(start.text).toMatch(/Cannot begin: it takes about \d+ s of a renderer, and you have \d s left today/);
  const gone = await bob.slash(channel, 'train delete', { name: 'wash' }).message();
  expect(gone.text).toContain('wash is deleted; it can be put back for a day');
  await bob.click(gone, 'Undo');
  await expect.poll(() => say('train list')).toMatch(/wash[\s\S]*style by Bob · ready/);
  expect(await say('train delete', { name: 'wash' })).toContain('wash is deleted');
  expect(await say('train list')).toContain('Nothing was trained here yet');
  const log = await storage().ruleStore.audit(guild.id, { limit: 20 });
  expect(log.filter(({ kind }) => kind === 'trained').map(({ key }) => key)).toEqual([
    // Trained, paused, let go on, deleted, put back, deleted.
    ...['wash', 'wash', 'wash', 'wash', 'wash', 'mug', 'mug', 'wash'],
  ]);
  expect((await jobs().training.list(guild.id)).length).toBe(0);
});
