import type { RunContext } from '#bot/commands/command.ts';
import { isPrivate, type JobId, type JobView, type Member } from '#bot/domain/job.ts';
import { failure } from '#bot/text/say.ts';
import type { PanelAction } from '#bot/views/panel.ts';

/** As often as a pick whose job has failed or was deleted is made anew under the same button. */
const PICKS_MAX = 50;

type Request = Pick<RunContext, 'place' | 'member' | 'requestKey'>;

/**
 * The job of a picked picture: whoever picks it next is given the same, as long as it is there and not without a
 * picture. Asks for it where nobody has.
 */
export async function firstPick(
  action: PanelAction,
  jobId: JobId,
  {
    jobs,
    place,
    member,
    picture: pictureIndex = 0,
    ask,
  }: Pick<RunContext, 'jobs' | 'place' | 'member'> & {
    /** Index of the job's picture that it is about; the first where nothing is said. */
    readonly picture?: number;
    readonly ask: (request: Request & { readonly pictureIndex: number }) => Promise<JobView>;
  },
): Promise<JobView> {
  for (let number = 1; number < PICKS_MAX; number++) {
    const requestKey = `${place.platform}:pick:${jobId}:${action}:${pictureIndex}:${number}`;
    const known = await jobs.findByRequest(requestKey);
    if (known && (WITHOUT_PICTURE.has(known.job.state.kind) || isHidden(known, member))) continue;
    return known ?? ask({ place, member, requestKey, pictureIndex });
  }
  throw failure('exhausted', 'pick.too-often', { max: PICKS_MAX });
}

/** What somebody picked for themselves is not shown to others. */
function isHidden({ job }: JobView, member: Pick<Member, 'id'>): boolean {
  return isPrivate(job) && job.ownerId !== member.id;
}

const WITHOUT_PICTURE: ReadonlySet<string> = new Set(['failed', 'cancelled', 'deleted']);
