import type { Services } from '#bot/discord/gateway/services.ts';
import type { JobView, Member } from '#bot/domain/job.ts';

/** What keeps or takes away is the owner's own; so is what anybody may have. */
const NOT_VOTED: ReadonlySet<string> = new Set(['🔒', '❌', '✉']);

/** Whose wish a reaction is: the owner's, that of as many members as the server asks for, or nobody's. */
export async function whoseWish(
  {
    view: { job },
    member,
    emoji,
    ...at
  }: {
    readonly view: JobView;
    readonly member: Member;
    readonly emoji: string;
    readonly channelId: string;
    readonly messageId: string;
  },
  { jobs, writer }: Pick<Services, 'jobs' | 'writer'>,
): Promise<'owner' | 'votes' | 'nobody'> {
  if (member.id === job.ownerId) return 'owner';
  if (NOT_VOTED.has(emoji)) return 'nobody';
  const { votes } = await jobs.rules.settings.of(job.place);
  if (votes === 0) return 'nobody';
  const count = await writer.countReactions(at, emoji);
  return typeof count === 'number' && count >= votes ? 'votes' : 'nobody';
}
