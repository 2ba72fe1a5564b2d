import type { Job } from '#bot/domain/job.ts';
import { escapeMarkdown, oneLine, truncate } from '#bot/views/markdown.ts';

const OWNER_MAX = 64;

/** The prompt and whose it is, on one line. `charactersMax` is for the prompt, before it is escaped. */
export function jobHeading(job: Job, { charactersMax }: { readonly charactersMax: number }): string {
  const prompt = escapeMarkdown(truncate(plainPrompt(job), charactersMax));
  const owner = escapeMarkdown(truncate(oneLine(job.ownerName), OWNER_MAX));
  return `**${prompt}** · ${owner}`;
}

/** The prompt as typed on one line, without markdown in mind; very long ones are cut. */
export function plainPrompt(job: Job): string {
  return oneLine(job.settled.order.prompt.slice(0, 2000).toWellFormed());
}
