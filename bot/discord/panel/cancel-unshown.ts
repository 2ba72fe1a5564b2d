import type { JobView } from '#bot/domain/job.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import type { Log } from '#shared/log.ts';

/** Cancels a job that nobody would see, in its owner's name. It may have ended meanwhile; then nothing is done. */
export async function cancelUnshown(
  { job }: JobView,
  { jobs, log }: { readonly jobs: JobService; readonly log: Log },
): Promise<void> {
  log.info({ jobId: job.id }, 'job cancelled: it has no message to be shown in');
  const owner = { id: job.ownerId, name: job.ownerName, isModerator: false };
  await jobs.cancel(job.id, owner).catch((error) => log.debug({ jobId: job.id, err: error }, 'not cancelled'));
}
