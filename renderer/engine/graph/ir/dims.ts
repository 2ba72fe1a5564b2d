import {
  atomsOf,
  floorOf,
  type Polynomial,
  plus,
  polynomialOf,
  readFloor,
  textOf,
  times,
} from '#renderer/engine/graph/ir/polynomial.ts';

/**
 * One dimension of a value: a number, an expression over the named dimensions of the graph's inputs ("h",
 * "floor((h+1)/2)", "64*h*w"; equal expressions have equal text), or null where it cannot be known.
 */
export type Dim = number | string | null;
export type Dims = readonly Dim[];

/** a + b */
export function addDims(a: Dim, b: Dim): Dim {
  if (a === null || b === null) return null;
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (b === 0) return a;
  return once(`${a} + ${b}`, () => textOf(plus(polynomialOf(a), polynomialOf(b))));
}

/** a - b */
export function subtractDims(a: Dim, b: Dim): Dim {
  return b === 0 ? a : addDims(a, multiplyDims(b, -1));
}

/** a · b */
export function multiplyDims(a: Dim, b: Dim): Dim {
  if (a === null || b === null) return null;
  // 0 times a negative number is -0, which is another value to whoever compares.
  if (typeof a === 'number' && typeof b === 'number') return a * b + 0;
  if (a === 1) return b;
  if (b === 1) return a;
  return once(`${a} * ${b}`, () => textOf(times(polynomialOf(a), polynomialOf(b))));
}

/** Of a list; 1 for an empty one. */
export function productOfDims(dims: Dims): Dim {
  return dims.reduce(multiplyDims, 1);
}

/** The largest whole number that is not above a / n. */
export function floorDivide(a: Dim, n: number): Dim {
  if (a === null || n === 1) return a;
  return typeof a === 'number' ? Math.floor(a / n) : textOf(floorOf(polynomialOf(a), n));
}

/** a / b where b divides every term of a; null where that cannot be seen. */
export function divideExactly(a: Dim, b: Dim): Dim {
  if (a === null || b === null || b === 0) return null;
  if (a === b) return 1;
  if (typeof a === 'number' && typeof b === 'number') return a % b === 0 ? a / b : null;
  return once(`${a} / ${b}`, () => quotientOf(a, b));
}

function quotientOf(a: number | string, b: number | string): Dim {
  const divisor = [...polynomialOf(b)];
  if (divisor.length !== 1) return null;
  const [atoms, count] = divisor[0]!;
  const quotient = new Map<string, number>();
  for (const [product, coefficient] of polynomialOf(a)) {
    const left = without(product, atoms);
    if (left === null || coefficient % count !== 0) return null;
    quotient.set(left, coefficient / count);
  }
  return textOf(quotient);
}

/** Results by what was asked: layers of one resolution ask the same of its few sizes. */
const results = new Map<string, Dim>();
const RESULTS_MAX = 512;

function once(asked: string, compute: () => Dim): Dim {
  const known = results.get(asked);
  if (known !== undefined) return known;
  const result = compute();
  if (results.size >= RESULTS_MAX) results.clear();
  results.set(asked, result);
  return result;
}

/** A product of atoms divided by another; null where that does not come out even. */
function without(product: string, divisor: string): string | null {
  const left = [...atomsOf(product)];
  for (const atom of atomsOf(divisor)) {
    const at = left.indexOf(atom);
    if (at < 0) return null;
    left.splice(at, 1);
  }
  return left.join('\n');
}

/** Whether a >= b whatever the named dimensions are; false also where that cannot be seen. */
export function isAtLeast(a: Dim, b: Dim): boolean {
  if (a === null || b === null) return false;
  let bound = plus(polynomialOf(a), times(polynomialOf(b), polynomialOf(-1)));
  for (let floor = outmostFloor(bound); floor !== null; floor = outmostFloor(bound)) bound = withoutFloor(bound, floor);
  // Named dimensions count something, so a sum without negative terms is no less than 0.
  return [...bound.values()].every((coefficient) => coefficient >= 0);
}

/** One that stands in no other: what it holds may cancel out with the rest. */
function outmostFloor(sum: Polynomial): string | null {
  const floors = [...sum.keys()].filter((product) => readFloor(product) !== null);
  return floors.reduce<string | null>(
    (longest, one) => (longest && longest.length >= one.length ? longest : one),
    null,
  );
}

/** A sum that is no greater, by (x - n + 1) / n <= floor(x / n) <= x / n. */
function withoutFloor(sum: Polynomial, atom: string): Polynomial {
  const { inside, divisor } = readFloor(atom)!;
  const coefficient = sum.get(atom)!;
  const bound = coefficient > 0 ? plus(inside, polynomialOf(1 - divisor)) : inside;
  const rest = new Map([...sum].filter(([product]) => product !== atom));
  return plus(rest, new Map([...bound].map(([product, count]) => [product, (count * coefficient) / divisor])));
}

/** The number that a dimension is when the named ones have these sizes; null where it is unknown. */
export function evaluateDim(dim: Dim, sizes: (name: string) => number): number | null {
  if (dim === null || typeof dim === 'number') return dim;
  return evaluate(polynomialOf(dim), sizes);
}

function evaluate(sum: Polynomial, sizes: (name: string) => number): number {
  const atomValue = (atom: string) => {
    const floor = readFloor(atom);
    return floor ? Math.floor(evaluate(floor.inside, sizes) / floor.divisor) : sizes(atom);
  };
  let total = 0;
  for (const [product, count] of sum) total += atomsOf(product).reduce((left, atom) => left * atomValue(atom), count);
  return total;
}

/** Sizes at which expressions are compared; odd and even, large and small, none alike. */
const SAMPLES = [7, 64, 129].map((first) => (name: string) => first + 5 * [...name].reduce(spread, 1));

function spread(sum: number, character: string): number {
  return (sum * 31 + character.codePointAt(0)!) % 97;
}

/**
 * Whether two dimensions can be meant to be equal: false where both are numbers and differ, or both are expressions
 * that differ at some size of the inputs. An expression beside a number says what size the inputs must have.
 */
export function canBeEqual(a: Dim, b: Dim): boolean {
  if (a === b || a === null || b === null) return true;
  if (typeof a === 'number' || typeof b === 'number') return typeof a !== typeof b && canBeNumber(a, b);
  return SAMPLES.every((sizes) => evaluateDim(a, sizes) === evaluateDim(b, sizes));
}

/** An expression without negative terms is at least its constant term. */
function canBeNumber(a: number | string, b: number | string): boolean {
  const [number, expression] = typeof a === 'number' ? [a, b] : [b as number, a];
  return !isAtLeast(expression, number + 1);
}

/** What is known of a dimension from two sources that agree. */
export function mergeDims(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' || b === null) return a;
  return typeof b === 'number' || a === null ? b : a;
}
