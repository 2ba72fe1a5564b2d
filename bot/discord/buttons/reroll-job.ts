import { acceptJob } from '#bot/discord/accept-job.ts';
import type { Invocation } from '#bot/discord/gateway/invocation.ts';
import type { JobId } from '#bot/domain/job.ts';

/** 🔁: the same words with a new seed, in a message of its own; it belongs to who pressed. */
export async function rerollJob(jobId: JobId, invocation: Invocation): Promise<void> {
  const { requestKey, place, member } = invocation;
  await acceptJob(invocation, { ...invocation, submit: (jobs) => jobs.reroll(jobId, { requestKey, place, member }) });
}
