import { defineCommand } from '#bot/commands/command.ts';
import { findJob } from '#bot/commands/find-job.ts';
import { say } from '#bot/text/say.ts';

/** What a job is named by wherever one is asked for. */
export const JOB_OPTION = {
  kind: 'text',
  description: say('command.show.id'),
  called: say('option.id'),
  charactersMax: 200,
  completes: 'own-job',
} as const;

/** A picture is shown once more, with buttons that work. */
export const show = defineCommand({
  name: 'show',
  description: say('command.show'),
  options: { id: { ...JOB_OPTION, required: true } },
  who: 'everybody',
  only: 'discord',
  answers: 'copy',
  async run({ id }, context) {
    const view = await findJob(id, context);
    const { place, ownerId } = view.job;
    const isOwn = ownerId === context.member.id;
    const isOfServer = place.serverId === context.place.serverId;
    const isFit = isOwn && (!isOfServer || context.mayRead(view.job));
    // What was drawn elsewhere is shown to a channel by its owner alone, and nothing for adults where everybody is.
    return { view, forAll: isFit || place.channelId === context.place.channelId };
  },
});
