import { describe, expect, it } from 'vitest';
import { closeStages, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';
import { preset } from '#test/contract/preset-store.ts';

closeStages();

type Values = Readonly<Record<string, string | number | boolean>>;

async function said({ ada, channel }: TestBot, line: string, values: Values = {}): Promise<string> {
  const message = await ada.slash(channel, line, values).message();
  expect(message.ephemeral).toBe(true);
  return message.text;
}

describe('/style', () => {
  it('makes a style, shows it, draws with it, changes it and forgets it', async () => {
    const stage = await startTestBot();
    const { ada, channel, discord } = stage;
    const created = await said(stage, 'style create', {
      name: 'Ink',
      description: 'black and wet',
      template: 'ink drawing of {prompt}',
      negative: 'colour',
      adapters: 'ink:0.8',
      sampler: 'lcm',
      steps: 3,
      guidance: 1.5,
      size: '64x96',
    });
    for (const part of ['Style ink', 'ink drawing of', 'ink:0.8', '3 steps · guidance 1.5 · sampler lcm · 64×96']) {
      expect(created).toContain(part);
    }
    const message = await ada.slash(channel, 'imagine', { prompt: 'a heron', style: 'ink' }).message();
    await channel.waitFor((one) => one.text.includes('Drawn in'));
    const { task, style } = (await stage.jobs().findByMessage(message.id))!.job.settled;
    expect(style).toBe('ink');
    expect(task).toMatchObject({ steps: 3, width: 64, height: 96, parametersPrompt: 'ink drawing of a heron' });
    expect(await said(stage, 'style edit', { name: 'ink', steps: 5, reset: 'negative' })).toContain('5 steps');
    const shown = await said(stage, 'style show', { name: 'ink' });
    expect(shown).toContain('black and wet');
    expect(shown).not.toContain('colour');
    expect(await said(stage, 'style default', { name: 'ink' })).toContain('the style ink is used from now on');
    expect(await said(stage, 'style list')).toContain('ink (usual)');
    expect(await said(stage, 'style delete', { name: 'ink' })).toContain('The style ink is forgotten');
    expect(await said(stage, 'style list')).not.toContain('ink');
    expect(discord.problems()).toEqual([]);
  });

  it('gives styles away as a file and makes styles of one, and takes a change back', async () => {
    const stage = await startTestBot();
    const { ada, bob, channel, discord } = stage;
    expect((await bob.slash(channel, 'style export').message()).content).toContain('no styles of its own yet');
    await said(stage, 'style create', { name: 'ink', template: 'ink of {prompt}', steps: 3, size: '64x96' });
    const exported = await bob.slash(channel, 'style export').message();
    const [exportedFile] = exported.attachments;
    expect(exportedFile!.filename).toBe('styles.json');
    await said(stage, 'style delete', { name: 'ink' });
    const file = { name: exportedFile!.filename, bytes: exportedFile!.bytes };
    const imported = await ada.slash(channel, 'style import', { file }).message();
    expect(imported.text + imported.content).toContain('ink');
    expect(await said(stage, 'style show', { name: 'ink' })).toMatch(/ink of.*3 steps · 64×96/s);
    const csv = Buffer.from('name,prompt,negative_prompt\nOil,"thick, wet oil",photo\n');
    await ada.slash(channel, 'style import', { file: { name: 'styles.csv', bytes: csv } }).message();
    expect(await said(stage, 'style show', { name: 'oil' })).toMatch(/\{prompt\}, thick, wet oil.*photo/s);
    expect(await said(stage, 'style undo', { name: 'oil' })).toContain('oil');
    expect(await said(stage, 'style list')).not.toContain('thick');
    expect((await bob.slash(channel, 'style import', { file }).message()).content).toContain('Manage Server');
    expect(discord.problems()).toEqual([]);
  });

  it('is used unnamed in the one channel that chose it, until that follows the server again', async () => {
    const stage = await startTestBot();
    const { ada, channel, guild, jobs, discord } = stage;
    const other = guild.channel('elsewhere');
    await said(stage, 'style create', { name: 'ink', steps: 3 });
    expect(await said(stage, 'style default', { name: 'INK', where: 'channel' })).toContain(
      'ink is used in this channel',
    );
    const styleIn = async (place: typeof channel) => {
      const message = await ada.slash(place, 'imagine', { prompt: 'a heron', steps: 2 }).message();
      await place.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
      return (await jobs().findByMessage(message.id))!.job.settled.style;
    };
    expect([await styleIn(channel), await styleIn(other)]).toEqual(['ink', null]);
    await said(stage, 'style default', { name: 'base' });
    expect([await styleIn(channel), await styleIn(other)]).toEqual(['ink', 'base']);
    expect(await said(stage, 'style default', { where: 'channel' })).toContain('usual style again');
    expect(await styleIn(channel)).toBe('base');
    expect(discord.problems()).toEqual([]);
  });

  it('keeps a style of one server from every other', async () => {
    const stage = await startTestBot();
    await said(stage, 'style create', { name: 'ink', steps: 3 });
    const other = stage.discord.guild({ name: 'Mountain' });
    const [elsewhere, eve] = [other.channel('pictures'), other.member('Eve')];
    const list = await eve.slash(elsewhere, 'style list').message();
    expect(list.text).not.toContain('ink');
    const refused = await eve.slash(elsewhere, 'imagine', { prompt: 'a heron', style: 'ink' }).message();
    expect(refused.content).toContain('There is no style “ink” here');
    const typed = { values: { prompt: 'a', style: 'ink' }, focused: 'style' };
    expect(await eve.complete(elsewhere, 'imagine', typed).choices()).toEqual([]);
  });

  it('is changed by those who manage the server only', async () => {
    const { bob, channel } = await startTestBot();
    for (const [line, values] of [
      ['style create', { name: 'ink' }],
      ['style edit', { name: 'ink' }],
      ['style delete', { name: 'ink' }],
      ['style default', { name: 'plain' }],
    ] as const) {
      const message = await bob.slash(channel, line, values).message();
      expect(message.content).toContain('changing it takes the permission Manage Server');
    }
  });

  it.each([
    ['style create', { name: 'a b/c' }, 'Cannot name a style like this: 1–32 letters, digits and dashes'],
    ['style create', { name: 'plain' }, 'Cannot name a style “plain”'],
    ['style create', { name: 'ink', steps: 0, guidance: -1 }, 'given 0.\nCannot use this guidance'],
    ['style create', { name: 'ink', adapters: 'inc:0.5' }, 'did you mean “ink”?'],
    ['style create', { name: 'ink', size: 'large' }, 'it must look like 512x768, given “large”'],
    ['style create', { name: 'ink', template: '{prompt} and {prompt}' }, 'may stand in it once, given 2 times'],
    ['style edit', { name: 'nowhere' }, 'There is no style “nowhere” here; there is base, photo'],
    ['style show', { name: 'nowhere' }, 'There is no style “nowhere” here'],
    ['style default', { name: 'nowhere' }, 'There is no style “nowhere” here'],
    ['style delete', { name: 'nowhere' }, 'There is no style “nowhere” here'],
  ] as const)('refuses /%s %o with a sentence', async (line, values, sentence) => {
    expect(await said(await startTestBot(), line, values)).toContain(sentence);
  });

  it('does not make two styles of one name', async () => {
    const stage = await startTestBot();
    await said(stage, 'style create', { name: 'ink' });
    expect(await said(stage, 'style create', { name: 'INK' })).toContain('this server has one of that name');
  });

  it('completes names of styles, models, samplers and the last adapter', async () => {
    const stage = await startTestBot();
    const { ada, channel } = stage;
    await said(stage, 'style create', { name: 'ink' });
    const values = async (line: string, given: Values, focused: string) =>
      (await ada.complete(channel, line, { values: given as Record<string, string>, focused }).choices()).map(
        ({ value }) => value,
      );
    expect(await values('style edit', { name: '' }, 'name')).toEqual(['ink']);
    expect(await values('style default', { name: 'p' }, 'name')).toEqual(expect.arrayContaining(['pastel', 'plain']));
    expect(await values('style create', { name: 'x', model: 't' }, 'model')).toEqual(['tiny']);
    expect(await values('style create', { name: 'x', sampler: '' }, 'sampler')).toEqual(['lcm', 'dpmpp_2m']);
    expect(await values('style create', { name: 'x', adapters: 'fog:0.3, i' }, 'adapters')).toEqual(['fog:0.3, ink']);
  });
});

describe('/queue and /help', () => {
  it('show cards to the member alone', async () => {
    const stage = await startTestBot({ renderer: { stepMs: 100 } });
    expect(await said(stage, 'queue')).toContain('Nothing waits');
    await stage.ada.slash(stage.channel, 'imagine', { prompt: 'a lighthouse', steps: 40 }).message();
    await stage.channel.waitFor((one) => one.text.includes('Step '));
    expect(await said(stage, 'queue')).toContain('a lighthouse');
    expect(await said(stage, 'help')).toContain('/imagine');
    expect(stage.discord.problems()).toEqual([]);
  });

  it('has pages, so that every style of a server is reached, also after a restart', async () => {
    const stage = await startTestBot();
    const { ada, channel, guild, discord, storage } = stage;
    for (let count = 0; count < 45; count++) {
      const name = `s${String(count).padStart(2, '0')}`;
      const description = 'x🎨'.repeat(33);
      await storage().presets.create({ ...preset(guild.id, name), description }, { stylesMax: 100 });
    }
    const list = await ada.slash(channel, 'style list').message();
    const seen = new Set(list.text.match(/s\d\d/g));
    expect(list.buttons.map(({ label, disabled }) => [label, disabled])).toEqual([
      ['Previous', true],
      ['Next', false],
    ]);
    await stage.stop();
    await stage.start();
    for (const versions of [2, 3, 4, 5, 6]) {
      ada.click(list, 'Next');
      await discord.until(() => (list.versions.length === versions ? true : undefined));
      for (const name of list.text.match(/s\d\d/g) ?? []) seen.add(name);
    }
    expect(seen.size).toBe(45);
    expect(list.text).toMatch(/page 6 of 6/);
    expect(() => ada.click(list, 'Next')).toThrow('greyed out');
    expect((await ada.slash(channel, 'style list', { page: 2 }).message()).text).toContain('s10');
    expect(discord.problems()).toEqual([]);
  });

  it('is kept for a role: others are told by every way to its pictures, and the usual one gives way with a word', async () => {
    const stage = await startTestBot();
    const { ada, bob, channel, guild, discord } = stage;
    const role = guild.role('Inkers');
    await said(stage, 'style create', { name: 'ink', steps: 3 });
    await said(stage, 'style create', { name: 'secret', hidden: true });
    const kept = await ada.slash(channel, 'style roles', { name: 'ink', role: role.id }).message();
    expect(kept.text).toContain('only for Inkers');
    expect((await bob.slash(channel, 'style list').message()).text).toContain('only for Inkers');
    expect((await bob.slash(channel, 'style list').message()).text).not.toContain('secret');
    const refused = await bob.slash(channel, 'imagine', { prompt: 'a heron', style: 'ink' }).message();
    expect(refused.text + refused.content).toContain('it is for members with the role Inkers');
    const inker = guild.member('Cleo', { roles: [role] });
    const drawn = await inker.slash(channel, 'imagine', { prompt: 'a heron', style: 'ink', steps: 2 }).message();
    await channel.waitFor((one) => one.id === drawn.id && one.text.includes('Drawn in'));
    const rerolled = await bob.click(drawn, 'Reroll').message();
    expect(rerolled.text + rerolled.content).toContain('it is for members with the role Inkers');
    await said(stage, 'style default', { name: 'ink' });
    const plain = await bob.slash(channel, 'imagine', { prompt: 'a gull', steps: 2 }).message();
    await channel.waitFor((one) => one.id === plain.id && one.text.includes('Drawn in'));
    const { settled } = (await stage.jobs().findByMessage(plain.id))!.job;
    expect(settled.style).toBeNull();
    expect(settled.notices.map(({ key }) => key)).toContain('order.without-style');
    const told = await ada.slash(channel, 'style history', { name: 'ink' }).message();
    expect(told.text).toMatch(/2 · .*changed: role.*1 · .*the oldest that is known/s);
    await said(stage, 'style restore', { name: 'ink', version: 1 });
    expect((await bob.slash(channel, 'style show', { name: 'ink' }).message()).text).not.toContain('Inkers');
    expect(discord.problems()).toEqual([]);
  });
});
