import { describe, expect, it } from 'vitest';
import { abortable } from '#shared/async/abortable.ts';

describe('an abortable promise', () => {
  const never = new AbortController().signal;

  it('gives what the promise gives, or its failure', async () => {
    await expect(abortable(Promise.resolve(7), never)).resolves.toBe(7);
    await expect(abortable(Promise.reject(new Error('broken')), never)).rejects.toThrow('broken');
  });

  it('ends with the reason of the abort, also one from before, and leaves no failure unhandled', async () => {
    const abort = new AbortController();
    const { promise, reject } = Promise.withResolvers<never>();
    const waiting = abortable(promise, abort.signal);
    abort.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await expect(abortable(promise, abort.signal)).rejects.toThrow('left');
    reject(new Error('too late'));
    await expect(promise).rejects.toThrow('too late');
  });
});
