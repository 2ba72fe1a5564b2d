import { defineCommand } from '#bot/commands/command.ts';
import { say } from '#bot/text/say.ts';
import { queueCard } from '#bot/views/queue-card.ts';

/** Who is drawn, who waits, and what draws. */
export const queue = defineCommand({
  name: 'queue',
  description: say('command.queue'),
  options: {},
  who: 'everybody',
  key: 'q',
  answers: 'card',
  async run(_, { jobs, cluster, place, mayRead, reader }) {
    const renderers = cluster.snapshot();
    const card = queueCard(jobs.queue(), { renderers, serverId: place.serverId, mayRead, reader });
    return { card, notices: [] };
  },
});
