import { describe, expect, it } from 'vitest';
import { createNotifier } from '#shared/async/notifier.ts';

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
