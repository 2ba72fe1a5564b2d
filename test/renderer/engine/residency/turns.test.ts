import { describe, expect, it } from 'vitest';
import { createTurns } from '#renderer/engine/residency/turns.ts';

const forever = new AbortController().signal;

/** Turns over one place, and who got it in which order. */
function onePlace() {
  const turns = createTurns();
  const order: string[] = [];
  let free = true;
  const take = (name: string, signal = forever) => {
    const attempt = () => {
      if (!free) return null;
      free = false;
      order.push(name);
      return { name };
    };
    return turns.take(attempt, signal);
  };
  const leave = () => {
    free = true;
    turns.retry();
  };
  return { turns, order, take, leave };
}

describe('turns', () => {
  it('come at once where there is room, and in the order of arrival where there is none', async () => {
    const { order, take, leave } = onePlace();
    expect(await take('a')).toEqual({ value: { name: 'a' }, waited: false });
    const waiting = ['b', 'c', 'd'].map((name) => take(name));
    for (const one of waiting) {
      leave();
      expect((await one).waited).toBe(true);
    }
    expect(order).toEqual(['a', 'b', 'c', 'd']);
  });

  it('let who finds room go before who does not, so many times and no more', async () => {
    const { turns, take, leave } = onePlace();
    await take('a');
    const waiting = take('b');
    let passed = 0;
    const pass = () => {
      passed += 1;
      return {};
    };
    const small = Array.from({ length: 20 }, () => turns.take(pass, forever));
    expect(passed).toBe(8);
    leave();
    await waiting;
    await Promise.all(small);
    expect(passed).toBe(20);
  });

  it('go on when one leaves that held up others', async () => {
    const { turns, take } = onePlace();
    await take('a');
    const abort = new AbortController();
    const waiting = take('b', abort.signal);
    const small = Array.from({ length: 9 }, () => turns.take(() => ({}), forever));
    abort.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await expect(small[8]).resolves.toMatchObject({ waited: true });
    await expect(take('c', abort.signal)).rejects.toThrow('left');
  });

  it('end with what an attempt throws, and for that one alone', async () => {
    const { turns, take, leave } = onePlace();
    await take('a');
    const odd = turns.take((): object | null => {
      throw new Error('odd');
    }, forever);
    const waiting = take('b');
    await expect(odd).rejects.toThrow('odd');
    leave();
    await expect(waiting).resolves.toMatchObject({ waited: true });
  });
});
