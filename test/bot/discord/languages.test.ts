import { describe, expect, it } from 'vitest';
import { callOf } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';
import { readyMadePresets } from '#bot/presets/ready-made.ts';
import { closeStages, startTestBot, type TestBot } from '#test/bot/discord/test-bot.ts';
import { groupLines } from '#test/bot/text/group-lines.ts';
import { unbracketed } from '#test/bot/text/unbracketed.ts';
import type { FakeMessage } from '#test/fakes/discord/acts/fake-message.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';
import { type JsonObject, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';

closeStages();

describe('a member whose Discord is German', () => {
  it('is refused in German, as others in Spanish and Japanese, in an English server', async () => {
    const { guild, channel, discord } = await startTestBot();
    const karl = guild.member('Karl', { locale: 'de' });
    const refused = await karl.slash(channel, 'imagine', { prompt: 'a (lighthouse', steps: 0 }).message();
    expect(refused).toMatchObject({
      ephemeral: true,
      content: expect.stringMatching(
        /^Diese Schrittzahl geht nicht: Es muss eine ganze Zahl von 1 bis 150 sein, angegeben ist 0\.\nDiese Klammer wird nie/,
      ),
      buttons: [{ label: 'Ändern' }],
    });
    const lola = guild.member('Lola', { locale: 'es-419' });
    expect((await lola.slash(channel, 'imagine', { prompt: 'a (lighthouse', steps: 0 }).message()).text).toMatch(
      /^No se puede usar este número de pasos: debe ser un número entero de 1 a 150, se dio 0\.\nEste paréntesis nunca/,
    );
    const yuki = guild.member('Yuki', { locale: 'ja' });
    expect((await yuki.slash(channel, 'imagine', { prompt: 'a (lighthouse', steps: 0 }).message()).text).toMatch(
      /^このステップ数は使えません：1～150の整数が必要です。指定は0です。\nこのかっこは閉じていないため/,
    );
    const drawn = await karl.slash(channel, 'imagine', { prompt: 'a (lighthouse', steps: 2 }).message();
    await channel.waitFor((one) => one.id === drawn.id && one.text.includes('Drawn in'));
    expect(drawn.text).toContain('This bracket is never closed');
    expect(discord.problems()).toEqual([]);
  });

  it('reads cards and forms in German', async () => {
    const { guild, channel, discord } = await startTestBot();
    const karl = guild.member('Karl', { locale: 'de' });
    expect((await karl.slash(channel, 'help').message()).text).toContain('Easel zeichnet, was du schreibst');
    expect((await karl.slash(channel, 'queue').message()).text).toContain('Die Warteschlange');
    const drawn = await karl.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 2 }).message();
    await channel.waitFor((one) => one.id === drawn.id && one.text.includes('Drawn in'));
    expect((await karl.click(drawn, 'Edit').modal()).title).toBe('Ändern und neu zeichnen');
    expect(discord.problems()).toEqual([]);
  });
});

describe('a server whose community is German', () => {
  it('sees its panels in German, from the queue to the end, and after a restart', async () => {
    const stage = await startTestBot({ guild: { locale: 'de' }, renderer: { stepMs: 60 } });
    const { ada, channel, discord } = stage;
    const message = await ada.slash(channel, 'imagine', { prompt: 'a (lighthouse', steps: 4 }).message();
    await channel.waitFor((one) => one.text.includes('Schritt 2 von 4'));
    await stage.leave();
    await stage.start();
    await channel.waitFor((one) => one.id === message.id && one.text.includes('Gezeichnet in'));
    expect(message.text).toContain('Diese Klammer wird nie geschlossen und reicht deshalb bis zum Ende');
    expect(message.text).toContain('a (lighthouse\n  ^');
    expect(message.text).toMatch(/4 Schritte · Guidance .* · 64×64 · Seed \d+/);
    expect(message.buttons.map(({ label }) => label)).toEqual(['Neu würfeln', 'Abwandeln', 'Bearbeiten', 'Löschen']);
    expect(discord.problems()).toEqual([]);
  });
});

/** Texts of a form: its title, labels, descriptions, placeholders and the options of its lists. */
function formTexts(component: JsonObject): readonly string[] {
  const own = ['title', 'label', 'description', 'placeholder'].flatMap((key) =>
    typeof component[key] === 'string' ? [stringOf(component[key])] : [],
  );
  const inside = [...objectsOf(component.components), ...objectsOf(component.options)];
  const single = component.component ? [component.component as JsonObject] : [];
  return [...own, ...[...inside, ...single].flatMap(formTexts)];
}

/** What a message shows as text. */
function textsOf(component: JsonObject): readonly string[] {
  const own = typeof component.content === 'string' ? [component.content] : [];
  return [...own, ...objectsOf(component.components).flatMap(textsOf)];
}

const DATA = [
  'a (lighthouse',
  'a lighthouse',
  'Xenia',
  'ink',
  'black and wet',
  'fake',
  'tiny',
  'dpmpp_2m',
  'lcm',
  '{prompt}',
  'plain',
  // Styles are called the same in every language.
  ...readyMadePresets(FAKE_DESCRIPTION.models).map(({ name }) => name),
];

const CALLS = [...groupLines('discord'), ...COMMANDS.map(callOf)];

/** Discord shows a mention as the member's name. */
const MENTION = /<@\d+>/g;

const fixedIn = (...texts: readonly string[]) =>
  texts.map((text) => unbracketed(text.replace(MENTION, ''), [...DATA, ...CALLS])).filter(Boolean);

async function reply(member: FakeMember, { channel }: TestBot, [line, values = {}]: Asked): Promise<FakeMessage> {
  return member.slash(channel, line, values).message();
}

type Asked = readonly [string, Readonly<Record<string, string | number>>?];

const ASKED: readonly Asked[] = [
  ['help'],
  ['queue'],
  ['style list'],
  ['style create', { name: 'Ink', description: 'black and wet', steps: 900, template: '({prompt}' }],
  ['style create', { name: 'ink' }],
  ['style create', { name: 'x', size: 'ink', steps: 0, model: 'ink', sampler: 'ink', adapters: 'ink:90' }],
  ['style show', { name: 'ink' }],
  ['style edit', { name: 'ink', steps: 3 }],
  ['style default', { name: 'ink' }],
  ['style default', { name: 'plain' }],
  ['style delete', { name: 'ink' }],
  ['style delete', { name: 'ink' }],
  ['imagine', { prompt: '()' }],
  ['imagine', { prompt: 'a lighthouse', style: 'ink' }],
  ['imagine', { prompt: 'a lighthouse', seed: '-1', steps: 0, guidance: -1 }],
];

describe('in a language of brackets nothing is fixed', () => {
  it('in replies to commands', async () => {
    const stage = await startTestBot();
    const xenia = stage.guild.member('Xenia', { locale: 'en-XA', permissions: ['ManageGuild'] });
    const stranger = stage.guild.member('Xenia', { locale: 'en-XA' });
    for (const asked of ASKED) {
      const { text } = await reply(xenia, stage, asked);
      expect({ asked, fixed: fixedIn(text) }).toEqual({ asked, fixed: [] });
    }
    expect(fixedIn((await reply(stranger, stage, ['style create', { name: 'ink' }])).text)).toEqual([]);
  });

  it('in panels, forms and choices', async () => {
    const stage = await startTestBot({ guild: { locale: 'en-XA' } });
    const { channel, guild } = stage;
    const xenia = guild.member('Xenia', { locale: 'en-XA' });
    const message = await reply(xenia, stage, ['imagine', { prompt: 'a (lighthouse', steps: 2 }]);
    await channel.waitFor((one) => one.id === message.id && one.text.includes('Drawn in'));
    expect(message.versions.length).toBeGreaterThan(1);
    for (const { components } of message.versions) expect(fixedIn(...components.flatMap(textsOf))).toEqual([]);
    expect(fixedIn(...message.buttons.map(({ label }) => label))).toEqual([]);
    const modal = await xenia.click(message, '✏️').modal();
    const form = [modal.title, ...modal.components.flatMap(formTexts)];
    expect(form.length).toBeGreaterThan(10);
    expect(fixedIn(...form.filter((text) => !text.startsWith('--')))).toEqual([]);
    const typed = { values: { prompt: 'a', style: '' }, focused: 'style' };
    const choices = await xenia.complete(channel, 'imagine', typed).choices();
    expect(fixedIn(...choices.map(({ name }) => stringOf(name)))).toEqual([]);
  });
});
