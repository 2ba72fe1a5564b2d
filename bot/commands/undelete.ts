import { defineCommand } from '#bot/commands/command.ts';
import { failure, say } from '#bot/text/say.ts';

/** Takes back what who asks deleted last in this server, a picture or all that they forgot at once. */
export const undelete = defineCommand({
  name: 'undelete',
  description: say('command.undelete'),
  options: {},
  who: 'everybody',
  answers: 'sentence',
  async run(_, { jobs, member, place }) {
    const { length: count } = await jobs.takeBackLast(member, place);
    if (count === 0) throw failure('not-found', 'undelete.nothing');
    return say('undelete.done', { count });
  },
});
