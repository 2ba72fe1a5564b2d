import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { gather } from '#bot/studio/page/app/gather.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (paint: () => void) => setTimeout(paint, 16));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  vi.stubGlobal('window', globalThis);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('news are taken with the next paint, and what comes faster than the pace in a few lots, nothing lost', () => {
  const lots: number[][] = [];
  const take = gather<number>((items) => lots.push([...items]));
  take(0);
  vi.advanceTimersByTime(16);
  expect(lots).toEqual([[0]]);
  for (let index = 1; index <= 100; index++) {
    take(index);
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(200);
  expect(lots.flat()).toEqual(Array.from({ length: 101 }, (_, index) => index));
  expect(lots.length).toBeLessThan(14); // a second of a hundred news
  vi.advanceTimersByTime(1_000);
  take(101);
  vi.advanceTimersByTime(16);
  expect(lots.at(-1)).toEqual([101]);
});
