import {
  ApplicationIntegrationType,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  InteractionContextType,
} from 'discord.js';
import type { Call } from '#bot/discord/call.ts';
import { cardMessage } from '#bot/discord/card-message.ts';
import type { Choice, Command } from '#bot/discord/command.ts';
import {
  chooseDefault,
  createStyle,
  deleteStyle,
  editStyle,
  type StyleChange,
  visibleStyle,
} from '#bot/discord/commands/style-changes.ts';
import { STYLE_SUBCOMMANDS } from '#bot/discord/commands/style-options.ts';
import type { Rooms } from '#bot/discord/rooms.ts';
import { choicesFor, lastOfList, offerIn, PLAIN_CHOICE, stylesOf } from '#bot/discord/styles.ts';
import { defaultStyle } from '#bot/presets/visible-presets.ts';
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

  async run(interaction, call) {
    const name = interaction.options.getSubcommand();
    const subcommand = SUBCOMMANDS[name];
    if (!subcommand) throw new Failure('not-found', `There is no command /style ${name} any more`);
    await subcommand(interaction, call);
  },

  suggest: suggestFor,
};

const SUBCOMMANDS: Readonly<Record<string, (interaction: Interaction, call: Call) => Promise<void>>> = {
  create: async ({ options }, call) => showChange(call, await createStyle(options, call)),
  edit: async ({ options }, call) => showChange(call, await editStyle(options, call)),

  async show({ options }, call) {
    await call.answer.showPrivately(cardMessage(styleCard(await visibleStyle(options, call))));
  },

  async list(_, call) {
    const { serverId } = call.place;
    const [presets, chosen] = await Promise.all([stylesOf(call, serverId), call.presets.defaultOf(serverId)]);
    const card = styleList(presets, { defaultStyle: defaultStyle(chosen, { presets }) });
    await call.answer.showPrivately(cardMessage(card));
  },

  async delete({ options }, call) {
    await call.answer.say(`The style ${await deleteStyle(options, call)} is forgotten. Its pictures stay.`);
  },

  async default({ options }, call) {
    const chosen = await chooseDefault(options, call);
    await call.answer.say(
      chosen
        ? `Without a name the style ${chosen.name} is used from now on.`
        : 'Words are drawn as they are from now on.',
    );
  },
};

async function showChange({ answer }: Call, { style, notices }: StyleChange): Promise<void> {
  await answer.showPrivately(cardMessage(styleCard(style), notices.map(noticeMarkdown)));
}

async function suggestFor({ options, guildId }: AutocompleteInteraction, rooms: Rooms): Promise<readonly Choice[]> {
  const { name, value } = options.getFocused(true);
  const { models, samplers } = offerIn(rooms);
  switch (name) {
    case 'model':
      return choicesFor(models, value);
    case 'sampler':
      return choicesFor(samplers, value);
    case 'adapters':
      return lastOfList(
        models.flatMap(({ adapters }) => adapters),
        value,
      );
    default:
      return guildId
        ? choicesFor(await stylesNamed({ rooms, guildId, subcommand: options.getSubcommand() }), value)
        : [];
  }
}

/** Only a server's own styles can be changed; only the default can be none at all. */
async function stylesNamed({ rooms, guildId, subcommand }: { rooms: Rooms; guildId: string; subcommand: string }) {
  switch (subcommand) {
    case 'edit':
    case 'delete':
      return rooms.presets.list(guildId);
    case 'default':
      return [...(await stylesOf(rooms, guildId)), PLAIN_CHOICE];
    default:
      return stylesOf(rooms, guildId);
  }
}
