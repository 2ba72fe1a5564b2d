import { expect } from 'vitest';
import { STUDIO_MEMBER, STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import type { Visit } from '#test/bot/studio/page/pages.ts';

/** Draws one picture of each sentence, in this order; its seed is its place in the list. */
export async function drawSentences({ jobs }: Visit['workplace'], sentences: readonly string[]): Promise<void> {
  for (const [seed, prompt] of sentences.entries()) {
    const order = { prompt, steps: 1, seed };
    await jobs.submit({ requestKey: `${prompt} ${seed}`, place: STUDIO_PLACE, member: STUDIO_MEMBER, order });
  }
  await expect.poll(async () => jobs.queue().length, { timeout: 15_000 }).toBe(0);
}
