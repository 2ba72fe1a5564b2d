import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { callOf } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';
import { optionsOn } from '#bot/commands/option.ts';
import { closeStages, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';
import type { OptionValue } from '#test/fakes/discord/acts/command-options.ts';
import { SEEING } from '#test/fakes/seen-picture.ts';

closeStages();

const image = {
  name: 'harbour.png',
  bytes: await sharp({ create: { width: 64, height: 64, channels: 3, background: '#246' } })
    .png()
    .toBuffer(),
};
const wide = {
  name: 'wide.png',
  bytes: await sharp({ create: { width: 64, height: 32, channels: 3, background: '#fff' } })
    .png()
    .toBuffer(),
};
const words = { name: 'notes.png', bytes: Buffer.from('no picture') };
/** Of the options that Discord's own client lets through, these are wrong in as many ways as a sentence can name at once. */
const WRONG_ORDER = { prompt: 'a boat', steps: 0, guidance: -3, seed: 'seven', style: 'nothing' };
const ORDER_SAYS = [/seed.*seven/, /steps.*given 0/, /guidance.*given -3/, /no style “nothing”/];
const KIND = [/PNG, JPEG/];
const NOWHERE = [/no such picture.*give its id.*given “nowhere”/];

interface Wrong {
  readonly values: Readonly<Record<string, OptionValue>>;
  /** Each names the limit and the value of something that is wrong. */
  readonly says: readonly RegExp[];
}

/** What can be wrong with each command that takes something, as far as Discord's client lets it be sent. */
function wrongInput({ guild, ada, bob }: TestBot): Readonly<Record<string, Wrong>> {
  const role = guild.role('Patrons');
  return {
    imagine: { values: WRONG_ORDER, says: ORDER_SAYS },
    img2img: { values: { ...WRONG_ORDER, image, strength: 7 }, says: [...ORDER_SAYS, /strength.*7/] },
    inpaint: { values: { prompt: 'a boat', image, mask: wide, seed: 'x' }, says: [/64×64, given 64×32/, /seed.*“x”/] },
    vary: {
      values: { how: 'region', id: 'nowhere', prompt: 'a boat --steps 0', mask: words, area: 'left' },
      says: [/one area, or one mask/, ...NOWHERE, /notes.png.*PNG, JPEG/, /steps.*given 0/],
    },
    outpaint: {
      values: { how: 'zoom-2', image, id: 'there', prompt: 'a boat --style nothing' },
      says: [/an id or an image/, /no style “nothing”/],
    },
    blend: {
      values: { image1: words, image2: image, image3: words, prompt: 'a boat --steps 0' },
      says: [/(notes.png.*PNG, JPEG.*){2}/s, /steps.*given 0/],
    },
    follow: {
      values: { ...WRONG_ORDER, image1: image, control: 'canny:much' },
      says: [...ORDER_SAYS, /canny:much of control/],
    },
    upscale: { values: { image: words, scale: '4', by: 'glue', denoise: 0.5 }, says: [/upscale|larger/i, ...KIND] },
    animate: { values: { image: words, motion: 0.5 }, says: [/move/, ...KIND] },
    restore: { values: { image: words, fidelity: 0.5 }, says: [/faces/, ...KIND] },
    preview: { values: { method: 'depth', id: 'nowhere', low: 5 }, says: [/canny/i, ...NOWHERE] },
    hires: { values: { id: 'nowhere', scale: 9, by: 'glue' }, says: [...NOWHERE, /given 9/, /“?glue/] },
    describe: { values: { image: words }, says: KIND },
    verify: { values: { image: words }, says: KIND },
    show: { values: { id: 'nowhere' }, says: NOWHERE },
    info: { values: { id: 'nowhere' }, says: NOWHERE },
    'style create': {
      values: { name: 'ink', steps: 0, guidance: -3, sampler: 'x', model: 'y', size: '1x1' },
      says: [/steps.*given 0/, /guidance.*given -3/, /sampler.*“x”/, /model.*“y”/, /width.*given 1/],
    },
    'style edit': { values: { name: 'nothing', steps: 3 }, says: [/no style “nothing”/] },
    'style show': { values: { name: 'nothing' }, says: [/no style “nothing”/] },
    'style delete': { values: { name: 'nothing' }, says: [/no style “nothing”/] },
    'style default': { values: { name: 'nothing', where: 'channel' }, says: [/no style “nothing”/] },
    'style undo': { values: { name: 'nothing' }, says: [/“nothing”/] },
    'style history': { values: { name: 'nothing' }, says: [/“nothing”/] },
    'style restore': { values: { name: 'nothing', version: 3 }, says: [/“nothing”/] },
    'style roles': { values: { name: 'nothing', role, may: false }, says: [/no style “nothing”/] },
    'style import': { values: { file: words }, says: [/JSON.*styles\.csv/] },
    'wildcards upload': { values: { file: words, name: '?!' }, says: [/name/] },
    'wildcards export': { values: { name: 'nothing' }, says: [/“nothing”/] },
    'wildcards delete': { values: { name: 'nothing' }, says: [/“nothing”/] },
    'prefer suffix': { values: { text: 'a boat --repeat 3' }, says: [/--repeat 3/] },
    'prefer option': { values: { name: '?!', value: '--steps 3' }, says: [/name/] },
    'train style': { values: { name: 'ink', 'picture-1': words, steps: 3 }, says: [/Cannot train/, /name ink/] },
    'train subject': { values: { name: 'rex', 'picture-1': words, about: 'a dog' }, says: [/train/] },
    'train textual-inversion': { values: { name: 'ink', 'picture-1': words }, says: [/train/] },
    'train pause': { values: { name: 'nothing' }, says: [/nothing/] },
    'train resume': { values: { name: 'nothing' }, says: [/nothing/] },
    'train stop': { values: { name: 'nothing' }, says: [/nothing/] },
    'train delete': { values: { name: 'nothing' }, says: [/nothing/] },
    'limits set': { values: { role, models: 'nothing' }, says: [/model nothing/] },
    'limits remove': { values: { role }, says: [/Patrons/] },
    'settings set': { values: { name: 'nothing', value: 'on', where: 'server' }, says: [/“nothing”/] },
    'settings reset': { values: { name: 'nothing' }, says: [/“nothing”/] },
    'words add': { values: { words: '/(/', 'except-adults': true }, says: [/pattern|words/i] },
    'words remove': { values: { words: 'nothing' }, says: [/nothing/] },
    recent: { values: { member: bob, number: 7 }, says: [/Bob/] },
    'ban add': { values: { member: ada, reason: 'spam', days: 3 }, says: [/nobody bans themselves/] },
    'ban remove': { values: { member: bob }, says: [/not banned/] },
    'audit undo': { values: { number: 99 }, says: [/99/] },
    'key create': { values: { name: ' ', days: 3 }, says: [/without “name”/] },
    'key revoke': { values: { name: 'nothing' }, says: [/nothing/] },
  };
}

/** Discord's own client lets nothing wrong be sent to these; /explain says in its card what is wrong. */
const NEVER_WRONG = ['explain', 'style list', 'style export', 'wildcards list', 'prefer remix', 'notify', 'forget'];

const TYPED = {
  name: 'ink',
  description: 'black: and wet',
  template: 'ink drawing of {prompt}',
  negative: 'colour',
  adapters: 'ink:0.8',
  sampler: 'lcm',
  karras: false,
  steps: 0,
  guidance: 1.5,
  size: '64x96',
  'clip-skip': 2,
};

it('a refused style keeps everything that was typed, also where a form has too few fields for it', async () => {
  const { ada, channel, discord } = await startTestBot();
  const refused = await ada.slash(channel, 'style create', TYPED).message();
  expect(refused).toMatchObject({ ephemeral: true, content: expect.stringMatching(/steps.*given 0/) });
  const modal = await ada.click(refused, 'Fix it').modal();
  const fields = JSON.stringify(modal.components);
  for (const name of ['name', 'description', 'template', 'negative'] as const)
    expect(fields).toContain(`"value":"${TYPED[name]}"`);
  const others = 'adapters: ink:0.8\nsampler: lcm\nkarras: false\nsteps: 0\nguidance: 1.5\nsize: 64x96\nclip-skip: 2';
  expect(fields).toContain(JSON.stringify(others));
  // A form that is wrong in other ways is asked about again, and keeps what it cannot read, too.
  const wrong = others.replace('steps: 0', 'steps: many\nshine: 3\nhello');
  const again = await ada.submitModal(modal, { fields: { 'Everything else': wrong } }).message();
  expect(again.content).toMatch(/steps.*“?"?many.*shine.*hello/s);
  const last = await ada.click(again, 'Fix it').modal();
  expect(JSON.stringify(last.components)).toContain('steps: many\\nshine: 3\\nhello');
  const right = others.replace('steps: 0', 'Steps: 3');
  const made = await ada.submitModal(last, { fields: { 'Everything else': right } }).message();
  expect(made.text).toContain('3 steps · guidance 1.5 · sampler lcm · 64×96');
  expect(made.text).toContain('black: and wet');
  expect(discord.problems()).toEqual([]);
});

/** Shapes of form: those of the first use every kind of field that there is. */
const SENT_AGAIN = [
  'img2img',
  'blend',
  'vary',
  'style create',
  'style roles',
  'ban add',
  'settings set',
  'words add',
  'train subject',
];

describe('what is typed and refused', () => {
  it('is told with limits and values, makes nothing, and comes back in a form, for every command', async () => {
    const stage = await startTestBot({ renderer: SEEING });
    const { ada, channel, discord, jobs, renderer } = stage;
    const wrong = wrongInput(stage);
    await ada.slash(channel, 'settings set', { name: 'training', value: 'everybody' }).message();
    const ours = COMMANDS.filter(({ options, only }) => only !== 'studio' && optionsOn(options, 'discord').length > 0);
    expect([...Object.keys(wrong), ...NEVER_WRONG].toSorted()).toEqual(ours.map(callOf).toSorted());
    for (const [call, { values, says }] of Object.entries(wrong)) {
      const refused = await ada.slash(channel, call, values).message();
      expect(refused, call).toMatchObject({ ephemeral: true });
      for (const said of says) expect(refused.content, call).toMatch(said);
      expect(
        refused.buttons.map(({ label }) => label),
        call,
      ).toEqual(['Fix it']);
      if (!SENT_AGAIN.includes(call)) continue;
      const form = await ada.click(refused, 'Fix it').modal();
      const shown = JSON.stringify(form.components);
      for (const value of Object.values(values).filter((each) => typeof each !== 'object'))
        expect(shown, call).toContain(String(value));
      // Everything is still there: sent as it is, it is refused for the same.
      expect((await ada.submitModal(form).message()).content, call).toBe(refused.content);
    }
    const blank = await ada.slash(channel, 'ban add', { member: stage.bob, reason: ' ' }).message();
    expect(blank.content).toMatch(/without a reason.*1 to 200/);
    expect(renderer.renders).toEqual([]);
    expect(await jobs().recent({ limit: 5 })).toEqual([]);
    expect(discord.problems()).toEqual([]);
  });

  it('comes back from every form of a button, too, and a picture that is no picture can be given anew', async () => {
    const { ada, channel, discord, jobs, renderer } = await startTestBot({ renderer: SEEING });
    const drawn = await ada.slash(channel, 'imagine', { prompt: 'a boat', steps: 2 }).message();
    await channel.waitFor((one) => one.id === drawn.id && one.text.includes('Drawn in'));
    const { job } = (await jobs().findByMessage(drawn.id))!;
    const part = await ada.choose(drawn, `e1:menu:${job.id}`, ['region']).modal();
    const bad = { Prompt: 'a red boat', mask: [wide] };
    const refused = await ada.submitModal(part, { fields: bad }).message();
    expect(refused.content).toContain('64×64, given 64×32');
    const form = await ada.click(refused, 'Fix it').modal();
    expect(JSON.stringify(form.components)).toContain('a red boat');
    const mended = await ada.submitModal(form, { fields: { mask: [image] } }).message();
    await channel.waitFor((one) => one.id === mended.id && one.text.includes('Drawn in'));
    expect(renderer.renders.at(-1)!.spec).toMatchObject({ parametersPrompt: 'a red boat' });
    await ada.slash(channel, 'words add', { words: 'tower' }).message();
    const found = await ada.choose(drawn, `e1:menu:${job.id}`, ['parts']).message();
    await channel.waitFor((one) => one.id === found.id && one.text.includes('found'));
    const thing = await ada.click(found, 'Part 1').modal();
    const told = await ada.submitModal(thing, { fields: { Prompt: 'a tower' } }).message();
    expect(told.content).toContain('tower');
    const again = await ada.click(told, 'Fix it').modal();
    expect(JSON.stringify(again.components)).toContain('a tower');
    const other = await ada.submitModal(again, { fields: { Prompt: 'a mill' } }).message();
    await channel.waitFor((one) => one.id === other.id && one.text.includes('Drawn in'));
    expect((await jobs().findByMessage(other.id))!.job.settled.task).toMatchObject({ parametersPrompt: 'a mill' });
    expect(discord.problems()).toEqual([]);
  });
});
