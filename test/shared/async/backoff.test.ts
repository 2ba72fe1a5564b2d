import { describe, expect, it } from 'vitest';
import { createBackoff } from '#shared/async/backoff.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

describe('a back-off', () => {
  it('doubles its pauses up to the longest, and begins anew after a success', () => {
    const backoff = createBackoff({ firstMs: 200, longestMs: 1_000 });
    expect(Array.from({ length: 5 }, () => backoff.take())).toEqual([200, 400, 800, 1_000, 1_000]);
    backoff.reset();
    expect([backoff.nextMs, backoff.take(), backoff.nextMs]).toEqual([200, 200, 400]);
  });
  it('waits on the clock, and says whether the pause has passed or was ended', async () => {
    const clock = createFakeClock();
    const backoff = createBackoff({ firstMs: 200, longestMs: 1_000 });
    const ending = new AbortController();
    const first = backoff.wait(clock, ending.signal);
    await clock.advance(200);
    expect(await first).toBe(true);
    const second = backoff.wait(clock, ending.signal);
    ending.abort();
    expect(await second).toBe(false);
  });
});
