import { describe, expect, it } from 'vitest';
import { closeStages, SOON, startTestBot } from '#test/bot/discord/test-bot.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

closeStages();

describe('a panel', () => {
  it('moves on in the queue while it waits', async () => {
    const steps = createFakeClock();
    const { ada, channel, renderer } = await startTestBot({ renderer: { clock: steps, stepMs: 10 } });
    const finished = () => renderer.renders.filter(({ state }) => state === 'finished').length;
    // All of one member: between two of them, who is next depends on how long the first picture really took.
    for (let boat = 0; boat < 3; boat++) await ada.slash(channel, 'imagine', { prompt: 'a boat', steps: 3 }).message();
    const last = await ada.slash(channel, 'imagine', { prompt: 'a lighthouse', steps: 3 }).message();
    // Whether a job waits here or at the renderer that has it already is all the same to who waits.
    const places = [
      [0, 'Third in line'],
      [1, 'Second in line'],
      [2, 'Next in line'],
      [4, 'Drawn in'],
    ] as const;
    for (const [done, place] of places) {
      await expect
        .poll(async () => {
          // Not a step further than that: a busy machine shows the place later, and others would have passed.
          if (finished() < done) await steps.advance(10);
          return last.text;
        }, SOON)
        .toContain(place);
    }
  });
});
