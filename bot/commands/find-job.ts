import type { RunContext } from '#bot/commands/command.ts';
import type { JobView } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { failure } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';

/** Characters of something typed that a sentence repeats. */
const SHOWN_MAX = 80;

type Asked = Pick<RunContext, 'jobs' | 'member' | 'mayRead'>;

/**
 * The job that somebody names: by its id, or by the id or address of the message that shows it. Its owner finds it
 * anywhere, others where they may read. Throws `not-found`.
 */
export async function findJob(named: string, { jobs, member, mayRead }: Asked): Promise<JobView> {
  const view = await lookUp(named.trim(), jobs);
  const isThere = view && view.job.state.kind !== 'deleted';
  if (!isThere || (view.job.ownerId !== member.id && !mayRead(view.job)))
    throw failure('not-found', 'job.unknown', { given: cut(named.trim(), SHOWN_MAX) });
  return view;
}

function lookUp(named: string, jobs: JobService): Promise<JobView | null> {
  const [, linked] = named.match(/^https?:\/\/[^/\s]+\/channels\/(?:\d+|@me)\/\d+\/(\d{17,20})\/?$/) ?? [];
  const message = linked ?? named.match(/^\d{17,20}$/)?.[0];
  return message === undefined ? jobs.view(named) : jobs.findByMessage(message);
}
