import { defineCommand, type JobCopy, type JobsOfMember, type RunContext, ruleAsker } from '#bot/commands/command.ts';
import type { JobView } from '#bot/domain/job.ts';
import { failure, say } from '#bot/text/say.ts';
import { recentCard, recentPage } from '#bot/views/recent-card.ts';

/** Jobs of a member that are looked through for those that a moderator may read. */
const LOOKED_AT_MAX = 200;

/** What a member drew last, ten small pictures at a time or one of them large, for moderators alone. */
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
    page: {
      kind: 'integer',
      description: say('command.style.list.page'),
      called: say('option.page'),
      min: 1,
      max: 99,
    },
  },
  who: 'moderate',
  only: 'discord',
  onlyInServers: true,
  answers: 'copies',
  async run({ member, number, page = 1 }, context) {
    const seen = await readable(member.id, context);
    const name = seen[0]?.job.ownerName ?? member.name;
    if (number === undefined && seen.length > 0) return atAGlance(seen, { name, memberId: member.id, page, context });
    return copyOf(seen, { name, number: number ?? 1, context });
  },
});

/** Nothing from a channel that who asks cannot read. */
async function readable(ownerId: string, { place, jobs, mayRead }: RunContext): Promise<readonly JobView[]> {
  const { platform, serverId } = place;
  const all = await jobs.recent({ platform, serverId, ownerId, limit: LOOKED_AT_MAX });
  return all.filter(({ job }) => mayRead(job));
}

function atAGlance(
  seen: readonly JobView[],
  {
    name,
    memberId,
    page,
    context,
  }: { readonly name: string; readonly memberId: string; readonly page: number; readonly context: RunContext },
): JobsOfMember {
  const { pages, shown } = recentPage(seen, page);
  const card = recentCard(shown, { ...context, name, count: seen.length });
  return { answer: { card, notices: [], pages }, shown, asker: ruleAsker(context), memberId };
}

function copyOf(
  seen: readonly JobView[],
  { name, number, context }: { readonly name: string; readonly number: number; readonly context: RunContext },
): JobCopy {
  const view = seen[number - 1];
  if (!view) throw failure('not-found', 'recent.none', { name, count: seen.length });
  const why = say('recent.which', { number, count: seen.length });
  const isDone = view.job.state.kind === 'done';
  return { view, forAll: false, ...(isDone && { review: { asker: ruleAsker(context), why } }) };
}
