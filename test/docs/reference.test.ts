import { expect, it } from 'vitest';
import { type Command, callOf, commandsOn } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';
import { type Option, optionsOn } from '#bot/commands/option.ts';
import { FLAG_WORDS } from '#bot/prompt/flag-words.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import { type Setting, typedValue } from '#bot/settings/setting.ts';
import { SETTINGS } from '#bot/settings/settings.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Message } from '#shared/text/message.ts';

const writer = writerOf('en');

/** A sentence that fits into a cell of a table. */
const cell = (message: Message) => writer.say(message).replaceAll('|', '\\|').replaceAll('\n', ' ');

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const table = (heads: readonly string[], rows: readonly string[]) =>
  [row(...heads), row(...heads.map(() => '---')), ...rows].join('\n');

/** What can be given, in the words of Discord's form. */
function given(option: Option): string {
  switch (option.kind) {
    case 'integer':
    case 'number':
      return [option.min, option.max].some((bound) => bound !== undefined)
        ? `${option.kind}, ${option.min ?? ''}…${option.max ?? ''}`
        : option.kind;
    case 'choice':
      return option.choices.map(({ value }) => `\`${value}\``).join(' ');
    case 'picture':
      return option.takes ? `file (${option.takes})` : 'picture';
    case 'boolean':
      return 'true or false';
    default:
      return option.kind;
  }
}

const WHO = { everybody: '', moderate: 'Moderators only.', 'manage server': 'Takes the permission Manage Server.' };

function section(command: Command): string {
  const traits = [WHO[command.who], command.onlyInServers ? 'In servers only.' : ''].filter(Boolean);
  const options = optionsOn(command.options, 'discord').map(([name, option]) =>
    row(`${name}${option.required ? ' (required)' : ''}`, cell(option.description), given(option)),
  );
  return [
    `### /${callOf(command)}`,
    [`${cell(command.description)}.`, ...traits].join(' '),
    ...(options.length > 0 ? [table(['option', 'what it is', 'takes'], options)] : []),
  ].join('\n\n');
}

function takes(setting: Setting): string {
  switch (setting.kind) {
    case 'switch':
      return '`on` `off`';
    case 'number':
      return `${setting.min}…${setting.max}`;
    case 'choice':
      return setting.choices.map(({ value }) => `\`${value}\``).join(' ');
    case 'channel':
      return 'a channel, or `none`';
  }
}

const settings = Object.entries(SETTINGS as Readonly<Record<string, Setting>>).map(([name, setting]) =>
  row(
    `\`${name}\``,
    cell(setting.sentence),
    takes(setting),
    `\`${typedValue(setting, setting.default)}\``,
    setting.byChannel ? 'yes' : '',
  ),
);

/** What each flag sets, for a page that has no other words around it. */
const SETS: Readonly<Record<keyof Flags, string>> = {
  seed: 'the noise to begin with: the same one gives the same picture',
  steps: 'how many steps it is drawn in',
  guidance: 'how strictly the words are followed',
  count: 'how many pictures are drawn together',
  ratio: 'the shape, width to height',
  width: 'the width in pixels',
  height: 'the height in pixels',
  style: 'a style of the server; `plain` for none',
  model: 'the model that draws',
  sampler: 'how noise becomes a picture',
  spacing: 'how timesteps are spaced: `linspace`, `leading` or `trailing`',
  strength: 'how much of the picture to start from may change, above 0, up to 1',
  imageWeight:
    'how much of the picture to start from stays, 0 to 3 as in Midjourney; or how strongly one acts beside the words',
  keep: '`off`: what a mask or margins leave may change a little, too',
  weighting: 'how brackets weigh: `a1111`, `a1111-no-norm`, `comfy` or `compel`',
  hires: 'a second pass, so many times larger',
  hiresBy: 'how it is enlarged for that: `pixels`, `latent`, or the name of an upscaler',
  refiner: 'a model that takes over before the end',
  handover: 'when it does: the share of the noise that is gone by then',
  chaos: 'how unlike the pictures of one message are, from 1 to 100',
  subseed: 'a second noise that is mixed in',
  subseedStrength: 'how much of it, from 0 to 1',
  tile: 'opposite edges meet, so that the picture can be laid side by side',
  stop: 'the picture as it stands after so many percent of its steps',
  draft: 'a quick look first: a quarter of the steps, finished by a button',
  relax: 'others go first, where the server lets members choose',
  fast: 'the opposite of that',
  repeat: 'how often it is drawn, each time from other noise, in a message of its own',
  no: 'what the picture should not have',
};

const flags = FLAG_WORDS.map(({ key, names, example }) =>
  row(
    `\`${example}\``,
    SETS[key],
    names
      .slice(1)
      .map((name) => `\`--${name}\``)
      .join(' '),
  ),
);

const text = [
  '# Every command, flag and setting',
  'As on Discord, made from the declarations from which Discord, the studio and the help are made; [commands.md](commands.md) says what to do with them.',
  '## Commands',
  ...commandsOn(COMMANDS, 'discord').map(section),
  '## Flags in a prompt',
  table(['flag', 'what it sets', 'also as'], flags),
  '## Settings of a server',
  '`/settings set` changes one, for the server or for a channel where that says yes.',
  table(['setting', 'what it decides', 'takes', 'usually', 'by channel'], settings),
].join('\n\n');

it('docs/reference.md has every command, flag and setting as it is; npm run docs writes it anew', async () => {
  await expect(`${text}\n`).toMatchFileSnapshot('../../docs/reference.md');
});
