import {
  ApplicationIntegrationType,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  InteractionContextType,
} from 'discord.js';
import { cardMessage } from '#bot/discord/card-message.ts';
import { type Choice, type Command, choicesOf } from '#bot/discord/command.ts';
import { resetIn, styleAsker, typedSettings } from '#bot/discord/commands/style-changes.ts';
import { STYLE_SUBCOMMANDS } from '#bot/discord/commands/style-options.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import type { Services } from '#bot/discord/gateway/services.ts';
import type { CompletionKind, StyleEdit } from '#bot/presets/preset-service.ts';
import { writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import { noticeMarkdown } from '#bot/views/markdown.ts';
import { styleCard, styleList } from '#bot/views/style-cards.ts';
import { Failure } from '#shared/failure.ts';

type Interaction = ChatInputCommandInteraction;

/** `/style`: the looks that a server has agreed on, invisible in every other server. */
export const style: Command = {
  definition: {
    name: 'style',
    description: "This server's styles",
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: STYLE_SUBCOMMANDS,
  },

  async run(interaction, invocation) {
    const name = interaction.options.getSubcommand();
    const subcommand = SUBCOMMANDS[name];
    if (!subcommand) throw new Failure('not-found', `There is no command /style ${name} any more`);
    await subcommand(interaction, invocation);
  },

  suggest: suggestFor,
};

const SUBCOMMANDS: Readonly<Record<string, (interaction: Interaction, invocation: Invocation) => Promise<void>>> = {
  async create({ options }, invocation) {
    const typed = { name: options.getString('name', true), ...typedSettings(options) };
    await showChange(invocation, await invocation.presets.create(styleAsker(invocation), typed));
  },

  async edit({ options }, invocation) {
    const changes = { ...typedSettings(options), ...resetIn(options) };
    const name = options.getString('name', true);
    await showChange(invocation, await invocation.presets.edit(styleAsker(invocation), name, changes));
  },

  async show({ options }, { presets, place, answer }) {
    await answer.showPrivately(
      cardMessage(styleCard(await presets.find(place.serverId, options.getString('name', true)))),
    );
  },

  async list(_, { presets, place, answer }) {
    const { styles, defaultStyle } = await presets.styles(place.serverId);
    await answer.showPrivately(cardMessage(styleList(styles, { defaultStyle })));
  },

  async delete({ options }, invocation) {
    const name = await invocation.presets.remove(styleAsker(invocation), options.getString('name', true));
    await invocation.answer.say(writerOf('en').say(say('style.deleted', { name })));
  },

  async default({ options }, invocation) {
    const chosen = await invocation.presets.setDefault(styleAsker(invocation), options.getString('name', true));
    const sentence = chosen ? say('style.default', { name: chosen.name }) : say('style.default-plain');
    await invocation.answer.say(writerOf('en').say(sentence));
  },
};

async function showChange({ answer }: Invocation, { style, notices }: StyleEdit): Promise<void> {
  await answer.showPrivately(cardMessage(styleCard(style), notices.map(noticeMarkdown)));
}

/** Only a server's own styles can be changed; only the default can be none at all. */
async function suggestFor(
  { options, guildId }: AutocompleteInteraction,
  { presets }: Services,
): Promise<readonly Choice[]> {
  const { name, value } = options.getFocused(true);
  const kind = COMPLETED_OPTIONS[name] ?? COMPLETED_NAMES[options.getSubcommand()] ?? 'style';
  return guildId ? choicesOf(await presets.complete(guildId, kind, value)) : [];
}

const COMPLETED_OPTIONS: Readonly<Record<string, CompletionKind>> = {
  model: 'model',
  sampler: 'sampler',
  adapters: 'adapters',
};

const COMPLETED_NAMES: Readonly<Record<string, CompletionKind>> = {
  edit: 'own-style',
  delete: 'own-style',
  default: 'style-or-plain',
};
