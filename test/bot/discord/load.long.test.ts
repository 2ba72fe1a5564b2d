import { describe, expect, it } from 'vitest';
import { measureBurst } from '#test/bench/load/burst.ts';
import { measureCrowd } from '#test/bench/load/crowd.ts';
import { measureMemory } from '#test/bench/load/memory.ts';
import { measureRefusedHour } from '#test/bench/load/refused-hour.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

/** The figures of `npm run bench -- load`, in their short forms. */
describe('a whole bot on the fake Discord', () => {
  it('acknowledges a hundred interactions in two seconds, with two hundred jobs queued, each within a second', async () => {
    const burst = { folder: scratchFolder(), interactions: 100, seconds: 2, waiting: 200 };
    const { asked, acknowledged, p99Ms, announced } = await measureBurst(burst);
    expect({ acknowledged, announced }).toEqual({ acknowledged: asked, announced: 0 });
    expect(p99Ms).toBeLessThan(1000);
  }, 60_000);

  it('shows each of twelve who draw in one channel what comes of it, and waits where Discord says so', async () => {
    const { previews, announced } = await measureCrowd({ folder: scratchFolder(), people: 12, seconds: 20 });
    expect(previews[0]).toBeGreaterThanOrEqual(1);
    expect(announced).toBe(0);
  }, 120_000);

  it('is refused seldom in an hour of forbidden channels and words', async () => {
    const { refused } = await measureRefusedHour({ folder: scratchFolder(), seconds: 20, seed: 2 });
    expect(refused).toBeLessThanOrEqual(200);
  }, 60_000);

  it('holds after two hundred jobs about what it held after a hundred', async () => {
    const { early, late } = await measureMemory({ folder: scratchFolder(), early: 100, late: 200, restMs: 1000 });
    expect(late.heap + late.external).toBeLessThan((early.heap + early.external) * 1.1);
  }, 120_000);
});
