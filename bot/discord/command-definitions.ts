import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  EntryPointCommandHandlerType,
  type FileUploadType,
  InteractionContextType,
  Locale,
  type LocalizationMap,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
  type RESTPostAPIPrimaryEntryPointApplicationCommandJSONBody,
} from 'discord.js';
import { type Command, commandsOn } from '#bot/commands/command.ts';
import type { MessageCommand } from '#bot/commands/message-command.ts';
import { type Option, type Options, optionsOn } from '#bot/commands/option.ts';
import type { UserCommand } from '#bot/commands/user-commands.ts';
import { FILE_TYPES } from '#bot/discord/modals/modal-fields.ts';
import { writerOf } from '#bot/text/languages.ts';
import { LANGUAGES } from '#bot/text/locale.ts';
import { say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

const {
  Attachment: ATTACHMENT,
  Role: ROLE,
  Boolean: BOOLEAN,
  Integer: INTEGER,
  Number: NUMBER,
  String: STRING,
  User: USER,
  Subcommand,
} = ApplicationCommandOptionType;

/** The commands as Discord is told, those of one group as parts of one command, in each language. */
export function commandDefinitions(
  commands: readonly Command[],
  places: Places,
): readonly RESTPostAPIChatInputApplicationCommandsJSONBody[] {
  const ours = commandsOn(commands, 'discord');
  const called = Map.groupBy(ours, ({ group, name }) => group?.name ?? name);
  return [...called].map(([name, parts]) => ({
    name,
    ...described(parts[0]!.group?.description ?? parts[0]!.description),
    ...whereOffered(parts[0]!.onlyInServers ? IN_SERVERS : places),
    options: parts[0]!.group ? parts.map(subcommand) : optionDefinitions(parts[0]!.options),
  }));
}

/** The commands of a message's menu as Discord is told. */
export function messageCommandDefinitions(
  commands: readonly MessageCommand[],
  places: Places,
): readonly RESTPostAPIContextMenuApplicationCommandsJSONBody[] {
  return commands.map((command) => ({
    type: ApplicationCommandType.Message,
    name: menuName(command),
    ...otherwiseNamed(command.called),
    ...whereOffered(places),
  }));
}

/** The commands of a person's menu as Discord is told: of servers, and shown to who may moderate. */
export function userCommandDefinitions(
  commands: readonly UserCommand[],
): readonly RESTPostAPIContextMenuApplicationCommandsJSONBody[] {
  return commands.map((command) => ({
    type: ApplicationCommandType.User,
    name: menuName(command),
    ...otherwiseNamed(command.called),
    ...whereOffered(IN_SERVERS),
    default_member_permissions: PermissionFlagsBits.ManageMessages.toString(),
  }));
}

/** The command by which Discord lists an Activity: an application that has one must not leave it out. */
export function entryDefinition(places: Places): RESTPostAPIPrimaryEntryPointApplicationCommandJSONBody {
  return {
    type: ApplicationCommandType.PrimaryEntryPoint,
    name: 'studio',
    ...described(say('discord.studio-command')),
    ...whereOffered(places),
    handler: EntryPointCommandHandlerType.AppHandler,
  };
}

/** Where members are offered what the bot does. */
export interface Places {
  /** In conversations, too, and wherever who has installed the bot for themselves goes. */
  readonly outsideServers: boolean;
}

const IN_SERVERS: Places = { outsideServers: false };

function whereOffered({ outsideServers }: Places) {
  const { Guild, BotDM, PrivateChannel } = InteractionContextType;
  const { GuildInstall, UserInstall } = ApplicationIntegrationType;
  return outsideServers
    ? { contexts: [Guild, BotDM, PrivateChannel], integration_types: [GuildInstall, UserInstall] }
    : { contexts: [Guild], integration_types: [GuildInstall] };
}

/** By what Discord names a command of a menu, whatever its reader sees. */
export function menuName({ called }: Pick<MessageCommand, 'called'>): string {
  return writerOf(LANGUAGES[0]).say(called);
}

function subcommand({ name, description, options }: Command): APIApplicationCommandSubcommandOption {
  return { type: Subcommand, name, ...described(description), options: optionDefinitions(options) };
}

function optionDefinitions(options: Options): APIApplicationCommandBasicOption[] {
  return optionsOn(options, 'discord').map(([name, option]) => ({
    name,
    ...(option.called ? otherwiseNamed(option.called) : {}),
    ...described(option.description),
    ...(option.required ? { required: true } : {}),
    ...kindOf(option),
  }));
}

type OptionKind =
  | {
      readonly type: typeof STRING;
      readonly min_length?: number;
      readonly max_length?: number;
      readonly autocomplete?: false;
      readonly choices?: { name: string; name_localizations?: LocalizationMap; value: string }[];
    }
  | {
      readonly type: typeof STRING;
      readonly min_length?: number;
      readonly max_length?: number;
      readonly autocomplete: true;
    }
  | {
      readonly type: typeof INTEGER | typeof NUMBER;
      readonly min_value?: number;
      readonly max_value?: number;
      readonly autocomplete?: false;
    }
  | { readonly type: typeof ATTACHMENT; readonly file_types: FileUploadType[] }
  | { readonly type: typeof BOOLEAN | typeof ROLE | typeof USER };

function kindOf(option: Option): OptionKind {
  switch (option.kind) {
    case 'text': {
      const { charactersMin: min, charactersMax: max } = option;
      const length = {
        ...(min === undefined ? {} : { min_length: min }),
        ...(max === undefined ? {} : { max_length: max }),
      };
      return { type: STRING, ...length, ...(option.completes ? { autocomplete: true as const } : {}) };
    }
    case 'seed':
      return { type: STRING, max_length: option.charactersMax };
    case 'integer':
    case 'number': {
      const { min, max } = option;
      return {
        type: option.kind === 'integer' ? INTEGER : NUMBER,
        ...(min === undefined ? {} : { min_value: min }),
        ...(max === undefined ? {} : { max_value: max }),
      };
    }
    case 'boolean':
      return { type: BOOLEAN };
    case 'picture':
      return { type: ATTACHMENT, file_types: FILE_TYPES[option.takes ?? 'picture'] };
    case 'role':
      return { type: ROLE };
    case 'member':
      return { type: USER };
    case 'choice':
      return { type: STRING, choices: option.choices.map(({ value, label }) => ({ ...named(label), value })) };
  }
}

function named(label: Message) {
  return { name: writerOf(LANGUAGES[0]).say(label), ...otherwiseNamed(label) };
}

/** Left out where no language says anything else: Discord gives an empty list back as null. */
function otherwiseNamed(name: Message): { readonly name_localizations?: LocalizationMap } {
  const others = inOtherLanguages(name);
  return Object.keys(others).length === 0 ? {} : { name_localizations: others };
}

function described(description: Message) {
  const plain = writerOf(LANGUAGES[0]).say(description);
  const others = inOtherLanguages(description);
  return {
    description: plain,
    ...(Object.keys(others).length === 0 ? {} : { description_localizations: others }),
  };
}

function inOtherLanguages(message: Message): LocalizationMap {
  const [first, ...others] = LANGUAGES;
  const plain = writerOf(first).say(message);
  const worded = others.flatMap((language) => {
    const words = writerOf(language).say(message);
    return DISCORD_LOCALES[language].map((locale) => [locale, words] as const);
  });
  return Object.fromEntries(worded.filter(([, words]) => words !== plain));
}

/** What Discord calls a language: it knows two kinds of Spanish, and each has to be told. */
const DISCORD_LOCALES: Readonly<Record<OtherLanguage, readonly Locale[]>> = {
  de: [Locale.German],
  es: [Locale.SpanishES, Locale.SpanishLATAM],
  ja: [Locale.Japanese],
};

type OtherLanguage = Exclude<(typeof LANGUAGES)[number], (typeof LANGUAGES)[0]>;
