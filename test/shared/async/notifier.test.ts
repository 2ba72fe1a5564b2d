import { describe, expect, it } from 'vitest';
import { createNotifier, within } from '#shared/async/notifier.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

const forever = new AbortController().signal;

describe('a notifier', () => {
  it('wakes everyone who asked before it rang, and nobody later', async () => {
    const notifier = createNotifier();
    const early = [notifier.next(forever), notifier.next(forever)];
    notifier.notify();
    await expect(Promise.all(early)).resolves.toHaveLength(2);
    const late = notifier.next(forever).then(() => 'woken');
    await expect(Promise.race([late, Promise.resolve('asleep')])).resolves.toBe('asleep');
    notifier.notify();
    await expect(late).resolves.toBe('woken');
  });

  it('lets go of who gives up', async () => {
    const notifier = createNotifier();
    const abort = new AbortController();
    const waiting = notifier.next(abort.signal);
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(notifier.next(abort.signal)).rejects.toThrow('enough');
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
