import { defineCommand, type JobCopy, type RunContext, ruleAsker } from '#bot/commands/command.ts';
import { failure, say } from '#bot/text/say.ts';

/** Jobs of a member that are looked through for those that a moderator may read. */
const LOOKED_AT_MAX = 200;

/** What a member drew last, one picture after another, for moderators alone. */
export const recent = defineCommand({
  name: 'recent',
  description: say('command.recent'),
  options: {
    member: {
      kind: 'member',
      description: say('command.recent.member'),
      called: say('option.member'),
      required: true,
    },
    number: {
      kind: 'integer',
      description: say('command.recent.number'),
      called: say('option.number'),
      min: 1,
      max: LOOKED_AT_MAX,
    },
  },
  who: 'moderate',
  only: 'discord',
  onlyInServers: true,
  answers: 'copy',
  run: ({ member, number = 1 }, context) => copyOf(member, { ...context, number }),
});

/** Nothing from a channel that who asks cannot read. */
async function copyOf(
  member: { readonly id: string; readonly name: string },
  { number, ...context }: RunContext & { readonly number: number },
): Promise<JobCopy> {
  const { platform, serverId } = context.place;
  const all = await context.jobs.recent({ platform, serverId, ownerId: member.id, limit: LOOKED_AT_MAX });
  const seen = all.filter(({ job }) => context.mayRead(job));
  const view = seen[number - 1];
  if (!view) throw failure('not-found', 'recent.none', { name: member.name, count: seen.length });
  const why = say('recent.which', { number, count: seen.length });
  const isDone = view.job.state.kind === 'done';
  return { view, forAll: false, ...(isDone && { review: { asker: ruleAsker(context), why } }) };
}
