import { describe, expect, it } from 'vitest';
import { Unanswered } from '#bot/discord/gateway/give-up-unanswered.ts';
import { guessedWaitMs, newPanelState, outcomeOfFailure, urgencyOf } from '#bot/discord/panel/panel-state.ts';
import type { JobView } from '#bot/domain/job.ts';
import { someView } from '#test/bot/views/some-view.ts';

/** A queued job at a position; null = nobody has told it yet. */
function queuedAt(position: number | null): JobView {
  const view = someView();
  return { job: { ...view.job, state: { kind: 'queued' } }, progress: { ...view.progress, position } };
}

describe('an edit of a panel', () => {
  it.each([
    ['the first card', null, queuedAt(null), 'state'],
    ['the first position of a queued job', queuedAt(null), queuedAt(2), 'state'],
    ['a position that moves', queuedAt(2), queuedAt(1), 'tick'],
  ] as const)('with %s is urgent as it should be', (_, before, view, urgency) => {
    expect(urgencyOf(view, before)).toBe(urgency);
  });
});

it('a wait that Discord does not name is half a second, and twice as long each time, up to a minute', () => {
  const panel = newPanelState(someView());
  const waits = Array.from({ length: 8 }, () => guessedWaitMs(panel));
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000]);
});

it('an end that fails six times in a row is shown within the three seconds that a panel may be untrue, and is tried for a minute', () => {
  const panel = newPanelState(someView());
  const failed = { urgency: 'final', cause: new Error('502') } as const;
  const waits = Array.from({ length: 180 }, () => outcomeOfFailure(panel, failed)).map((outcome) =>
    outcome?.kind === 'later' ? outcome.afterMs : null,
  );
  const sum = (some: readonly (number | null)[]) => some.reduce<number>((total, ms) => total + (ms ?? 0), 0);
  expect(waits.slice(0, 4)).toEqual([250, 500, 500, 500]);
  expect(sum(waits.slice(0, 6))).toBeLessThan(3000);
  expect(waits.filter((ms) => ms === null)).toEqual([]);
  expect(sum(waits)).toBeGreaterThan(60_000);
  expect(outcomeOfFailure(panel, failed)).toBeNull();
});

it('an end that was not answered is sent again at once: that was pause enough', () => {
  const failed = { urgency: 'final', cause: new Unanswered() } as const;
  expect(outcomeOfFailure(newPanelState(someView()), failed)).toMatchObject({ kind: 'later', afterMs: 0 });
});
