import { describe, expect, it } from 'vitest';
import { needsKey, needsOf } from '#bot/domain/task-needs.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

const needsWith = (change: Parameters<typeof settledOrder>[0]) => needsOf(settledOrder(change).task);

describe('what tasks need', () => {
  it('is one object for tasks that need the same of a renderer, whatever else they ask for', () => {
    const one = needsWith({ width: 256, model: 'sdxl', steps: 4 });
    expect(needsWith({ width: 512, model: 'sdxl', steps: 20 })).toBe(one);
    const other = needsWith({ width: 256, model: 'vega', steps: 4 });
    expect(other).not.toBe(one);
    expect(needsKey(other)).not.toBe(needsKey(one));
  });

  it('does not depend on the order of the adapters, and does on their weights', () => {
    const [ink, toon] = [
      { name: 'ink', weight: 0.5 },
      { name: 'toon', weight: 1 },
    ];
    const keys = [[ink, toon], [toon, ink], [ink], [{ ...ink, weight: 0.6 }]].map((adapters) =>
      needsKey(needsWith({ adapters })),
    );
    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
  });
});
