import { describe, expect, it } from 'vitest';
import { systemClock } from '#shared/clock.ts';

describe('the system clock', () => {
  it('wakes a sleeper after the time is over', async () => {
    const before = systemClock.now();
    await systemClock.sleep(15);
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(10);
  });

  it('wakes a sleeper with the reason of the signal', async () => {
    const abort = new AbortController();
    const sleeping = systemClock.sleep(60_000, abort.signal);
    abort.abort(new Error('morning'));
    await expect(sleeping).rejects.toThrow('morning');
    await expect(systemClock.sleep(1, abort.signal)).rejects.toThrow('morning');
  });
});
