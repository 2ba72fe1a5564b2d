import {
  ApplicationIntegrationType,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  InteractionContextType,
} from 'discord.js';
import { cardMessage } from '#bot/discord/card-message.ts';
import type { Choice, Command } from '#bot/discord/command.ts';
import {
  chooseDefault,
  createStyle,
  deleteStyle,
  editStyle,
  type StyleEdit,
  visibleStyle,
} from '#bot/discord/commands/style-changes.ts';
import { STYLE_SUBCOMMANDS } from '#bot/discord/commands/style-options.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import type { Services } from '#bot/discord/gateway/services.ts';
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

  async run(interaction, invocation) {
    const name = interaction.options.getSubcommand();
    const subcommand = SUBCOMMANDS[name];
    if (!subcommand) throw new Failure('not-found', `There is no command /style ${name} any more`);
    await subcommand(interaction, invocation);
  },

  suggest: suggestFor,
};

const SUBCOMMANDS: Readonly<Record<string, (interaction: Interaction, invocation: Invocation) => Promise<void>>> = {
  create: async ({ options }, invocation) => showChange(invocation, await createStyle(options, invocation)),
  edit: async ({ options }, invocation) => showChange(invocation, await editStyle(options, invocation)),

  async show({ options }, invocation) {
    await invocation.answer.showPrivately(cardMessage(styleCard(await visibleStyle(options, invocation))));
  },

  async list(_, invocation) {
    const { serverId } = invocation.place;
    const [presets, chosen] = await Promise.all([
      stylesOf(invocation, serverId),
      invocation.presets.defaultOf(serverId),
    ]);
    const card = styleList(presets, { defaultStyle: defaultStyle(chosen, { presets }) });
    await invocation.answer.showPrivately(cardMessage(card));
  },

  async delete({ options }, invocation) {
    await invocation.answer.say(`The style ${await deleteStyle(options, invocation)} is forgotten. Its pictures stay.`);
  },

  async default({ options }, invocation) {
    const chosen = await chooseDefault(options, invocation);
    await invocation.answer.say(
      chosen
        ? `Without a name the style ${chosen.name} is used from now on.`
        : 'Words are drawn as they are from now on.',
    );
  },
};

async function showChange({ answer }: Invocation, { style, notices }: StyleEdit): Promise<void> {
  await answer.showPrivately(cardMessage(styleCard(style), notices.map(noticeMarkdown)));
}

async function suggestFor(
  { options, guildId }: AutocompleteInteraction,
  services: Services,
): Promise<readonly Choice[]> {
  const { name, value } = options.getFocused(true);
  const { models, samplers } = offerIn(services);
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
        ? choicesFor(await stylesNamed({ services, guildId, subcommand: options.getSubcommand() }), value)
        : [];
  }
}

/** Only a server's own styles can be changed; only the default can be none at all. */
async function stylesNamed({
  services,
  guildId,
  subcommand,
}: {
  services: Services;
  guildId: string;
  subcommand: string;
}) {
  switch (subcommand) {
    case 'edit':
    case 'delete':
      return services.presets.list(guildId);
    case 'default':
      return [...(await stylesOf(services, guildId)), PLAIN_CHOICE];
    default:
      return stylesOf(services, guildId);
  }
}
