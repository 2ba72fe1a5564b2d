import { defineCommand, ruleAsker } from '#bot/commands/command.ts';
import { failure, say } from '#bot/text/say.ts';

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
    const [first] = await context.jobs.reviews.list(asker, 1);
    if (!first) throw failure('not-found', 'review.nothing');
    const { view, isHeld, reports } = first;
    return { view, forAll: false, review: { asker, why: say('review.why', { isHeld, reports }) } };
  },
});
