import { defineCommand } from '#bot/commands/command.ts';
import { failure, say } from '#bot/text/say.ts';

/** Pictures that are named; more would be no sentence. */
const TOLD_MAX = 3;

/** Takes back what who asks deleted last in this server, a picture or all that they forgot at once. */
export const undelete = defineCommand({
  name: 'undelete',
  description: say('command.undelete'),
  options: {},
  who: 'everybody',
  answers: 'sentence',
  async run(_, { jobs, member, place, mayRead }) {
    const back = await jobs.takeBackLast(member, place);
    if (back.length === 0) throw failure('not-found', 'undelete.nothing');
    // No panel comes anew in a channel that is gone.
    const unshown = back.filter(({ job }) => !mayRead(job)).map(({ job }) => `/show id:${job.id}`);
    const show = unshown.length > TOLD_MAX ? `${unshown.slice(0, TOLD_MAX).join(', ')} …` : unshown.join(', ');
    return say('undelete.done', { count: back.length, show });
  },
});
