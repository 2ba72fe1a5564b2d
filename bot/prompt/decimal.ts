/**
 * A number as people type it, with a point or a comma; null when it is none. Infinite where it says so, or has more
 * digits than a number can hold.
 */
export function readDecimal(typed: string): number | null {
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(typed);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return DECIMAL.test(typed) ? Number(typed.replace(',', '.')) : null;
}

const DECIMAL = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/i;
