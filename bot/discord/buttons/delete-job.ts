import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import type { JobId } from '#bot/domain/job.ts';

/** ❌ on a finished panel: the pictures go, and the message with them. The job service decides who may. */
export async function deleteJob(jobId: JobId, { answer, jobs, member }: Invocation): Promise<void> {
  await answer.acknowledge();
  await jobs.remove(jobId, member);
}
