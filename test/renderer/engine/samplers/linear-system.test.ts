import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveLinear } from '#renderer/engine/samplers/linear-system.ts';

describe('solveLinear', () => {
  it('exchanges rows where the first pivot is 0', () => {
    expect(
      solveLinear(
        [
          [0, 2],
          [4, 1],
        ],
        [6, 7],
      ),
    ).toEqual([1, 3]);
  });

  it('finds what was multiplied, for up to 3 unknowns', () => {
    const number = fc.double({ min: -1, max: 1, noNaN: true });
    const system = fc
      .integer({ min: 1, max: 3 })
      .chain((n) =>
        fc.tuple(
          fc.array(fc.array(number, { minLength: n, maxLength: n }), { minLength: n, maxLength: n }),
          fc.array(number, { minLength: n, maxLength: n }),
        ),
      );
    fc.assert(
      fc.property(system, ([noise, x]) => {
        // A strong diagonal keeps the system well posed.
        const a = noise.map((row, i) => row.map((value, j) => (i === j ? 4 + value : value)));
        const b = a.map((row) => row.reduce((sum, value, j) => sum + value * x[j]!, 0));
        solveLinear(a, b).forEach((value, i) => {
          expect(value).toBeCloseTo(x[i]!, 9);
        });
      }),
    );
  });
});
