import { ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import { cardMessage } from '#bot/discord/card-message.ts';
import type { Command } from '#bot/discord/command.ts';
import { queueCard } from '#bot/views/queue-card.ts';

/** `/queue`: who is drawn, who waits, and what draws. */
export const queue: Command = {
  definition: {
    name: 'queue',
    description: 'Who is next, and what draws',
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  },

  async run(_, { jobs, cluster, place, answer }) {
    const card = queueCard(jobs.queue(), { renderers: cluster.snapshot(), serverId: place.serverId });
    await answer.showPrivately(cardMessage(card));
  },
};
