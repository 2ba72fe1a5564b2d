import type { Call } from '#bot/discord/call.ts';
import type { JobId } from '#bot/jobs/job.ts';

/** ❌ on a finished panel: the pictures go, and the message with them. The desk decides who may. */
export async function deleteJob(jobId: JobId, { answer, desk, member }: Call): Promise<void> {
  await answer.acknowledge();
  await desk.remove(jobId, member);
}
