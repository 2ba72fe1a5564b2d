import fc from 'fast-check';
import { expect, it } from 'vitest';
import { squaredDistances } from '#renderer/engine/image/distance-transform.ts';

it('finds the nearest site of every pixel, as trying each of them does', () => {
  const planes = fc
    .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
    .chain(({ width, height }) =>
      fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        sites: fc.uniqueArray(fc.nat(width * height - 1), { maxLength: 12 }),
      }),
    );
  fc.assert(
    fc.property(planes, ({ width, height, sites }) => {
      const { data } = squaredDistances({ width, height }, (index) => sites.includes(index));
      const at = (index: number) => [index % width, Math.floor(index / width)] as const;
      const nearest = Array.from({ length: width * height }, (_, index) => {
        const [x, y] = at(index);
        return Math.min(...sites.map(at).map(([sx, sy]) => (x - sx) ** 2 + (y - sy) ** 2));
      });
      expect([...data]).toEqual(nearest);
    }),
  );
});
