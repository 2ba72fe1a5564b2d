import { describe, expect, it } from 'vitest';
import { Failure } from '#shared/failure.ts';

describe('Failure.from', () => {
  it('keeps a Failure as it is', () => {
    const failure = new Failure('exhausted', 'The queue is full');
    expect(Failure.from(failure)).toBe(failure);
  });

  it('turns an abort into cancelled', () => {
    const abort = new AbortController();
    abort.abort();
    expect(Failure.from(abort.signal.reason)).toMatchObject({ code: 'cancelled' });
  });

  it('turns anything else into one calm sentence that keeps the cause for the log', () => {
    const bug = new TypeError('x is not a function');
    const failure = Failure.from(bug);
    expect(failure.code).toBe('internal');
    expect(failure.message).not.toContain('x is not a function');
    expect(failure.cause).toBe(bug);
  });
});
