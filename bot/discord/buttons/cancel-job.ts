import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import type { JobId } from '#bot/domain/job.ts';

/** ❌ on a waiting or working panel: the job service decides who may; the panel shows the end by itself. */
export async function cancelJob(jobId: JobId, { answer, jobs, member }: Invocation): Promise<void> {
  await answer.acknowledge();
  await jobs.cancel(jobId, member);
}
