import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMailbox } from '#shared/async/mailbox.ts';

async function drain<T>(items: AsyncGenerator<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('mailbox', () => {
  it('gives items in order and ends when closed', async () => {
    const box = createMailbox<number>();
    box.put(1);
    box.put(2);
    box.close();
    expect(await drain(box.read())).toEqual([1, 2]);
  });

  it('replaces an unread item of the same key and keeps its place', async () => {
    const box = createMailbox<string>();
    box.put('preview 1', 'preview');
    box.put('picture');
    box.put('preview 2', 'preview');
    box.close();
    expect(await drain(box.read())).toEqual(['preview 2', 'picture']);
  });

  it('refuses items beyond its bound but still takes newer ones of a waiting key', () => {
    const box = createMailbox<number>(1);
    expect(box.put(1, 'a')).toBe(true);
    expect(box.put(2)).toBe(false);
    expect(box.put(3, 'a')).toBe(true);
  });

  it('wakes a reader that waits', async () => {
    const box = createMailbox<number>();
    const reader = drain(box.read());
    await Promise.resolve();
    box.put(7);
    box.close();
    expect(await reader).toEqual([7]);
  });

  it('throws the reason it was closed with after the items', async () => {
    const box = createMailbox<number>();
    box.put(1);
    box.close(new Error('the other side died'));
    const seen: number[] = [];
    const reading = (async () => {
      for await (const item of box.read()) seen.push(item);
    })();
    await expect(reading).rejects.toThrow('the other side died');
    expect(seen).toEqual([1]);
  });

  it('ends a waiting reader when the signal aborts', async () => {
    const abort = new AbortController();
    const reading = drain(createMailbox<number>().read(abort.signal));
    await Promise.resolve();
    abort.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });

  it('takes nothing after the reader has left', async () => {
    const box = createMailbox<number>();
    box.put(1);
    for await (const _ of box.read()) break;
    expect(box.put(2)).toBe(false);
  });

  it('delivers the newest of every key whatever the order of puts', async () => {
    const puts = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), value: fc.integer() }));
    await fc.assert(
      fc.asyncProperty(puts, async (list) => {
        const box = createMailbox<{ key: string; value: number }>();
        for (const put of list) box.put(put, put.key);
        box.close();
        const newest = new Map(list.map((put) => [put.key, put.value]));
        const seen = new Map((await drain(box.read())).map((put) => [put.key, put.value]));
        expect(seen).toEqual(newest);
      }),
    );
  });
});
