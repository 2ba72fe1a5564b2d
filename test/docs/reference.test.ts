import { expect, it } from 'vitest';
import { type Command, callOf, commandsOn } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';
import { type Option, optionsOn } from '#bot/commands/option.ts';
import { FLAG_WORDS } from '#bot/prompt/flag-words.ts';
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

const flags = FLAG_WORDS.map(({ names, example }) =>
  row(
    `\`${example}\``,
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
  table(['flag', 'also as'], flags),
  '## Settings of a server',
  '`/settings set` changes one, for the server or for a channel where that says yes.',
  table(['setting', 'what it decides', 'takes', 'usually', 'by channel'], settings),
].join('\n\n');

it('docs/reference.md has every command, flag and setting as it is; npm run docs writes it anew', async () => {
  await expect(`${text}\n`).toMatchFileSnapshot('../../docs/reference.md');
});
