import { describe, expect, it } from 'vitest';
import { createLiveValue } from '#shared/async/live-value.ts';

describe('a live value', () => {
  it('tells its value at once and then every change that looks different', async () => {
    const value = createLiveValue({ n: 1 });
    const reader = value.changes(new AbortController().signal);
    expect((await reader.next()).value).toEqual({ n: 1 });
    const next = reader.next();
    value.set({ n: 1 });
    value.set({ n: 2 });
    expect((await next).value).toEqual({ n: 2 });
  });

  it('tells a slow reader the newest only', async () => {
    const value = createLiveValue(0);
    const reader = value.changes(new AbortController().signal);
    await reader.next();
    for (let i = 1; i <= 5; i++) value.set(i);
    expect((await reader.next()).value).toBe(5);
  });

  it('ends by throwing why it was told to', async () => {
    const abort = new AbortController();
    const reader = createLiveValue(0).changes(abort.signal);
    await reader.next();
    const next = reader.next();
    abort.abort(new Error('closing'));
    await expect(next).rejects.toThrow('closing');
  });
});
