import { acceptJob } from '#bot/discord/accept-job.ts';
import type { Call } from '#bot/discord/call.ts';
import type { JobId } from '#bot/jobs/job.ts';

/** 🔁: the same words with a new seed, in a message of its own; it belongs to who pressed. */
export async function rerollJob(jobId: JobId, call: Call): Promise<void> {
  const { requestKey, place, member } = call;
  await acceptJob(call, { ...call, submit: (desk) => desk.reroll(jobId, { requestKey, place, member }) });
}
