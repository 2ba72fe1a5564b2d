import { type CardAnswer, defineCommand, type RunContext } from '#bot/commands/command.ts';
import { findJob } from '#bot/commands/find-job.ts';
import { JOB_OPTION } from '#bot/commands/show.ts';
import type { Job, JobView } from '#bot/domain/job.ts';
import { say } from '#bot/text/say.ts';
import { CHILDREN_LISTED, infoCard } from '#bot/views/info-card.ts';

/** A picture's settings, what it came of, and what came of it. */
export const info = defineCommand({
  name: 'info',
  description: say('command.info'),
  options: { id: { ...JOB_OPTION, required: true } },
  who: 'everybody',
  answers: 'card',
  run: async ({ id }, context) => infoOf(await findJob(id, context), context),
});

/** The same of a job that is known already. */
export async function infoOf(
  view: JobView,
  { jobs, mayRead, reader, linkTo }: Pick<RunContext, 'jobs' | 'mayRead' | 'reader' | 'linkTo'>,
): Promise<CardAnswer> {
  const { id, parentId, place } = view.job;
  const [parent, children] = await Promise.all([
    parentId === null ? null : jobs.view(parentId),
    jobs.recent({ platform: place.platform, parentId: id, limit: CHILDREN_LISTED }),
  ]);
  const readable = (job: Job) => mayRead(job) && job.state.kind !== 'deleted';
  const lineage = {
    view,
    parent: parent && readable(parent.job) ? parent.job : null,
    children: children.map(({ job }) => job).filter(readable),
  };
  return { card: infoCard(lineage, { reader, linkTo }), notices: [] };
}
