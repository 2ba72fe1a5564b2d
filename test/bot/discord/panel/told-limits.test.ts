import { describe, expect, it } from 'vitest';
import { type EditOutcome, EditScheduler } from '#bot/discord/panel/edit-scheduler.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

describe('the limit that Discord has told', () => {
  it('keeps the place of an edit where nothing had to be sent', async () => {
    const clock = createFakeClock();
    const lefts: number[] = [];
    const outcomes: EditOutcome[] = [{ kind: 'sent', room: { left: 4, resetAfterMs: 60_000 } }];
    const edits = new EditScheduler({
      clock,
      async send({ left }) {
        lefts.push(left);
        return outcomes.shift() ?? { kind: 'unneeded' };
      },
    });
    for (let state = 0; state < 4; state++) {
      edits.offer({ message: 'm', channel: 'c', urgency: 'state', cost: 1, isShared: true });
      await clock.advance(2000);
    }
    expect(lefts).toEqual([Number.POSITIVE_INFINITY, 3, 3, 3]);
  });
});
