import { ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import { cardMessage } from '#bot/discord/card-message.ts';
import type { Command } from '#bot/discord/command.ts';
import { isDemonstration } from '#bot/presets/offer.ts';
import { helpCard } from '#bot/views/help-card.ts';

/** `/help`: how to write a prompt, and what else there is. */
export const help: Command = {
  definition: {
    name: 'help',
    description: 'How to draw with Easel',
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  },

  async run(_, invocation) {
    const demonstration = isDemonstration(await invocation.presets.offer());
    await invocation.answer.showPrivately(cardMessage(helpCard({ demonstration, platform: 'discord' })));
  },
};
