import type { Job } from '#bot/domain/job.ts';
import { oneLine } from '#bot/views/one-line.ts';
import { beginning, cut } from '#shared/text/cut.ts';
import { mention, type RichText, rich, strong } from '#shared/text/rich.ts';

const OWNER_MAX = 64;

/** The prompt and whose it is, on one line. `charactersMax` is for the prompt. */
export function jobHeading(job: Job, { charactersMax }: { readonly charactersMax: number }): RichText {
  const prompt = cut(plainPrompt(job), charactersMax);
  return rich`${strong(prompt)} · ${mention(cut(oneLine(job.ownerName), OWNER_MAX), job.ownerId)}`;
}

/** The prompt as typed on one line; very long ones are cut. */
export function plainPrompt(job: Job): string {
  return oneLine(beginning(job.settled.order.prompt, 2000));
}
