import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDims,
  canBeEqual,
  type Dim,
  divideExactly,
  evaluateDim,
  floorDivide,
  isAtLeast,
  mergeDims,
  multiplyDims,
  subtractDims,
} from '#renderer/engine/graph/ir/dims.ts';

/** An expression, and the number that it must be at h = 7, w = 10, b = 3. */
interface Known {
  readonly dim: Dim;
  readonly number: number;
}

const SIZES: Readonly<Record<string, number>> = { h: 7, w: 10, b: 3 };
const sizeOf = (name: string) => SIZES[name]!;

const leaf = fc.oneof(
  fc.integer({ min: -6, max: 20 }).map((number): Known => ({ dim: number, number })),
  fc.constantFrom('h', 'w', 'b').map((name): Known => ({ dim: name, number: sizeOf(name) })),
);

/** 0 is one number here: `+ 0` makes 0 of the -0 that a product with a negative number may be. */
const expression = fc.letrec<{ all: Known }>((tie) => ({
  all: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.tuple(tie('all'), tie('all')).map(([a, b]) => ({ dim: addDims(a.dim, b.dim), number: a.number + b.number })),
    fc
      .tuple(tie('all'), tie('all'))
      .map(([a, b]) => ({ dim: subtractDims(a.dim, b.dim), number: a.number - b.number })),
    fc.tuple(tie('all'), leaf).map(([a, b]) => ({ dim: multiplyDims(a.dim, b.dim), number: a.number * b.number + 0 })),
    fc
      .tuple(tie('all'), fc.integer({ min: 1, max: 5 }))
      .map(([a, n]) => ({ dim: floorDivide(a.dim, n), number: Math.floor(a.number / n) + 0 })),
  ),
})).all;

describe('expressions over named dimensions', () => {
  it('are the numbers that arithmetic on the sizes gives', () => {
    fc.assert(
      fc.property(expression, ({ dim, number }) => {
        expect(evaluateDim(dim, sizeOf)! + 0).toBe(number + 0);
      }),
    );
  });

  it('have one text in whatever order they were made', () => {
    fc.assert(
      fc.property(expression, expression, (a, b) => {
        expect(addDims(a.dim, b.dim)).toBe(addDims(b.dim, a.dim));
        expect(multiplyDims(a.dim, b.dim)).toBe(multiplyDims(b.dim, a.dim));
        expect(subtractDims(addDims(a.dim, b.dim), b.dim)).toBe(a.dim);
      }),
    );
  });

  it('are at least another only where their numbers are', () => {
    fc.assert(
      fc.property(expression, expression, (a, b) => {
        if (isAtLeast(a.dim, b.dim)) expect(a.number).toBeGreaterThanOrEqual(b.number);
      }),
    );
  });

  it('are divided only where nothing is left', () => {
    fc.assert(
      fc.property(expression, expression, (a, b) => {
        const quotient = evaluateDim(divideExactly(a.dim, b.dim), sizeOf);
        if (quotient !== null && b.number !== 0) expect(quotient + 0).toBe(a.number / b.number + 0);
      }),
    );
  });

  it.each([
    ['half the rows, rounded up', addDims(floorDivide(addDims('h', -1), 2), 1), 'floor((h+1)/2)'],
    ['a product', multiplyDims(multiplyDims('w', 4), 'h'), '4*h*w'],
    ['a difference', subtractDims('h', multiplyDims('w', 2)), 'h-2*w'],
    ['what cancels out', subtractDims(addDims('h', 3), 'h'), 3],
    ['an exact quotient', divideExactly('36*b*h', '9*h'), '4*b'],
    ['no quotient that is not whole', divideExactly('3*h', 2), null],
    ['nothing of what is unknown', addDims(null, 1), null],
  ] as const)('are written shortest: %s', (_, dim, text) => {
    expect(dim).toBe(text);
  });

  it('shows that tiles of four cover every size', () => {
    for (const size of ['h', 'floor(h/2)', 'floor((floor((h+1)/2)+1)/2)']) {
      const covered = multiplyDims(floorDivide(addDims(size, 3), 4), 4);
      expect(isAtLeast(covered, size)).toBe(true);
      expect(isAtLeast(size, covered)).toBe(false);
    }
  });

  it.each([
    [3, 3, true],
    [3, 4, false],
    ['h', 3, true],
    ['h', 'h', true],
    ['h', 'w', false],
    ['h', 'h+1', false],
    ['h+8', 3, false],
    ['floor((h+1)/2)', 'floor(h/2)', false],
    [null, 3, true],
  ] as const)('can be meant to be equal: %s and %s, %s', (a, b, can) => {
    expect(canBeEqual(a, b)).toBe(can);
    expect(canBeEqual(b, a)).toBe(can);
  });

  it.each([
    [3, 'h', 3],
    ['h', 3, 3],
    ['h', null, 'h'],
    [null, 'h', 'h'],
    [null, null, null],
  ] as const)('say the most of two that agree: %s, %s', (a, b, known) => {
    expect(mergeDims(a, b)).toBe(known);
  });
});
