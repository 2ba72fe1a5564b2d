/**
 * A sum of products of atoms: the coefficient of every product, whose atoms stand in order, one a line; '' is the constant
 * term. An atom is a name, or "floor(x/n)" with x the text of another sum. No coefficient is 0.
 */
export type Polynomial = ReadonlyMap<string, number>;

const FLOOR = /^floor\((.*)\/(\d+)\)$/;

/** Reads what `textOf` wrote, or a number. */
export function polynomialOf(text: number | string): Polynomial {
  if (typeof text === 'number') return new Map(text === 0 ? [] : [['', text]]);
  const known = read.get(text);
  if (known) return known;
  const sum = readSum(text);
  if (read.size >= READ_MAX) read.clear();
  read.set(text, sum);
  return sum;
}

/** Sums by their text: a network has few, and asks for each in every layer. */
const read = new Map<string, Polynomial>();
const READ_MAX = 512;

function readSum(text: string): Polynomial {
  const sum = new Map<string, number>();
  for (const { sign, term } of termsOf(text)) {
    const factors = splitOutside(term, '*');
    const isNumber = /^\d+$/.test(factors[0]!);
    const product = (isNumber ? factors.slice(1) : factors).toSorted().join('\n');
    sum.set(product, (sum.get(product) ?? 0) + sign * (isNumber ? Number(factors[0]) : 1));
  }
  return tidied(sum);
}

/** Equal sums have equal texts; a constant is a number. */
export function textOf(sum: Polynomial): number | string {
  const products = [...sum.keys()].filter((product) => product !== '').sort();
  const constant = sum.get('') ?? 0;
  if (products.length === 0) return constant;
  const terms = products.map((product) => termText(sum.get(product)!, product));
  if (constant !== 0) terms.push(String(constant));
  return terms.join('+').replaceAll('+-', '-');
}

/** a + b */
export function plus(a: Polynomial, b: Polynomial): Polynomial {
  const sum = new Map(a);
  for (const [product, count] of b) sum.set(product, (sum.get(product) ?? 0) + count);
  return tidied(sum);
}

/** a · b */
export function times(a: Polynomial, b: Polynomial): Polynomial {
  const sum = new Map<string, number>();
  for (const [left, leftCount] of a) {
    for (const [right, rightCount] of b) {
      const product = [...atomsOf(left), ...atomsOf(right)].sort().join('\n');
      sum.set(product, (sum.get(product) ?? 0) + leftCount * rightCount);
    }
  }
  return tidied(sum);
}

/** floor(x / n), with what n divides outside. */
export function floorOf(x: Polynomial, n: number): Polynomial {
  const outside = new Map<string, number>();
  const inside = new Map<string, number>();
  for (const [product, count] of x) {
    const whole = product === '' || count % n === 0 ? Math.floor(count / n) : 0;
    outside.set(product, whole);
    inside.set(product, count - whole * n);
  }
  const rest = tidied(inside);
  if ([...rest.keys()].every((product) => product === '')) return tidied(outside);
  return plus(tidied(outside), new Map([[`floor(${enclosed(rest)}/${n})`, 1]]));
}

/** x and n of an atom floor(x/n); null for a name or a product. */
export function readFloor(product: string): { readonly inside: Polynomial; readonly divisor: number } | null {
  const found = product.includes('\n') ? null : FLOOR.exec(product);
  if (!found) return null;
  return {
    inside: polynomialOf(found[1]!.startsWith('(') ? found[1]!.slice(1, -1) : found[1]!),
    divisor: Number(found[2]),
  };
}

/** The atoms of a product. */
export function atomsOf(product: string): readonly string[] {
  return product === '' ? [] : product.split('\n');
}

function enclosed(sum: Polynomial): string {
  const text = String(textOf(sum));
  return /[+-]/.test(text) || sum.size > 1 ? `(${text})` : text;
}

function termText(count: number, product: string): string {
  const text = product.replaceAll('\n', '*');
  if (count === 1) return text;
  return count === -1 ? `-${text}` : `${count}*${text}`;
}

function tidied(sum: Map<string, number>): Polynomial {
  for (const [product, count] of sum) if (count === 0) sum.delete(product);
  return sum;
}

function termsOf(text: string): readonly { readonly sign: number; readonly term: string }[] {
  return splitOutside(text, '+').flatMap((sum) =>
    splitOutside(sum, '-').flatMap((term, i) => (term === '' ? [] : [{ sign: i === 0 ? 1 : -1, term }])),
  );
}

/** Splits at a mark that stands in no bracket. */
function splitOutside(text: string, mark: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (text[at] === mark && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}
