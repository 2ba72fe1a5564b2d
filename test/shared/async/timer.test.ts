import { describe, expect, it } from 'vitest';
import { createTimeout, pause, startTimeout, within } from '#shared/async/timer.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

const forever = new AbortController().signal;

describe('a pause', () => {
  it('says whether it has passed or was ended, and never rejects', async () => {
    const clock = createFakeClock();
    const ending = new AbortController();
    const [whole, broken] = [pause(clock, 100), pause(clock, 100, ending.signal)];
    ending.abort(new Error('enough'));
    await clock.advance(100);
    expect([await whole, await broken]).toEqual([true, false]);
    expect(await pause(clock, 100, ending.signal)).toBe(false);
  });
});

describe('a timeout', () => {
  it('calls back when it is not reset in time, and never when it is or was stopped', async () => {
    const clock = createFakeClock();
    let calls = 0;
    const timeout = createTimeout(clock, () => {
      calls += 1;
    });
    await clock.advance(10_000);
    for (let round = 0; round < 3; round += 1) {
      timeout.reset(1_000);
      await clock.advance(999);
    }
    expect(calls).toBe(0);
    await clock.advance(1);
    expect(calls).toBe(1);
    timeout.reset(1_000);
    timeout.stop();
    await clock.advance(5_000);
    expect(calls).toBe(1);
    expect(clock.sleepers).toBe(0);
  });
  it('may be stopped after its time has come and before it calls back', async () => {
    let wake = () => {};
    const sleep = () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      });
    let calls = 0;
    const timeout = startTimeout({ now: () => 0, sleep }, 1_000, () => {
      calls += 1;
    });
    wake();
    timeout.stop();
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toBe(0);
  });
});

describe('within', () => {
  it('says whether the promise came first, and leaves no sleeper behind', async () => {
    const clock = createFakeClock();
    await expect(within(Promise.resolve(1), { ms: 100, clock, signal: forever })).resolves.toBe(true);
    expect(clock.sleepers).toBe(0);
    const late = within(new Promise(() => {}), { ms: 100, clock, signal: forever });
    await clock.advance(100);
    await expect(late).resolves.toBe(false);
  });

  it('passes on what goes wrong', async () => {
    const clock = createFakeClock();
    const broken = Promise.reject(new Error('broken'));
    await expect(within(broken, { ms: 100, clock, signal: forever })).rejects.toThrow('broken');
    const abort = new AbortController();
    const waiting = within(new Promise(() => {}), { ms: 100, clock, signal: abort.signal });
    abort.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
  });
});
