import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { oncePerTurn } from '#shared/async/once-per-turn.ts';

describe('calls within one turn of the event loop', () => {
  it('do the work at once and, if more came, once more when the turn is over', async () => {
    let runs = 0;
    const work = oncePerTurn(() => {
      runs += 1;
    });
    work();
    expect(runs).toBe(1);
    for (let count = 0; count < 10; count += 1) work();
    await Promise.resolve();
    expect(runs).toBe(1);
    await setImmediate();
    expect(runs).toBe(2);
    await setImmediate();
    await setImmediate();
    expect(runs).toBe(2);
    work();
    expect(runs).toBe(3);
  });
  it('may come from the work itself, which then goes on turn by turn', async () => {
    let runs = 0;
    const work = oncePerTurn(() => {
      runs += 1;
      if (runs < 4) work();
    });
    work();
    expect(runs).toBe(1);
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    expect(runs).toBe(4);
  });
});
