import type { Call } from '#bot/discord/call.ts';
import type { JobId } from '#bot/jobs/job.ts';

/** ❌ on a waiting or working panel: the desk decides who may; the panel shows the end by itself. */
export async function cancelJob(jobId: JobId, { answer, desk, member }: Call): Promise<void> {
  await answer.acknowledge();
  await desk.cancel(jobId, member);
}
