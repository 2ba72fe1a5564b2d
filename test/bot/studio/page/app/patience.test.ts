import { describe, expect, it } from 'vitest';
import { createPatience } from '#bot/studio/page/app/patience.ts';

/** A patience over a clock that moves by being slept on; each sleep is noted. */
function atHand() {
  let at = 0;
  const slept: number[] = [];
  const patience = createPatience(
    () => at,
    (ms) => {
      slept.push(ms);
      return new Promise((resolve) => setTimeout(resolve)); // after what has been resolved already
    },
  );
  return { patience, slept, pass: (ms: number) => (at += ms) };
}

describe('patience with a live render', () => {
  it('is long with the first, then half as long again as the last one took to be seen', async () => {
    const { patience, slept, pass } = atHand();
    patience.begin();
    pass(2_000);
    patience.see();
    pass(500);
    patience.see(); // a later preview changes nothing
    await patience.hadItsChance();
    patience.begin();
    await patience.hadItsChance();
    expect(slept[1]).toBe(3_000);
  });

  it('grows when nothing was seen in time, so that a renderer that became slow is not starved', async () => {
    const { patience, slept, pass } = atHand();
    patience.begin();
    pass(100);
    patience.see();
    for (let round = 0; round < 3; round++) {
      patience.begin();
      await patience.hadItsChance();
    }
    expect(slept.map(Math.round)).toEqual([150, 225, 338]);
  });

  it('learns nothing from a render that failed', async () => {
    const { patience, slept, pass } = atHand();
    patience.begin();
    pass(100);
    patience.see();
    patience.begin();
    pass(5);
    patience.end();
    patience.begin();
    await patience.hadItsChance();
    expect(slept).toEqual([150]);
  });
});
