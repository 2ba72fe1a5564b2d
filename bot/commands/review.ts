import { defineCommand, ruleAsker } from '#bot/commands/command.ts';
import { failure, say } from '#bot/text/say.ts';

/** Jobs that are looked through for one that who asks may read. */
const LOOKED_AT_MAX = 200;

/** The picture that has waited longest for a moderator, shown to who asks alone, with what can be decided. */
export const review = defineCommand({
  name: 'review',
  description: say('command.review'),
  options: {},
  who: 'moderate',
  only: 'discord',
  onlyInServers: true,
  answers: 'copy',
  async run(_, context) {
    const asker = ruleAsker(context);
    const all = await context.jobs.reviews.list(asker, LOOKED_AT_MAX);
    // A channel's moderators look at its pictures, also at those that one member sees alone.
    const first = all.find(({ view }) => context.mayRead({ ...view.job, ownerId: context.member.id }));
    if (!first) throw failure('not-found', 'review.nothing');
    const { view, isHeld, reports } = first;
    return { view, forAll: false, review: { asker, why: say('review.why', { isHeld, reports }) } };
  },
});
