/** Numbers that follow from others alone, so that a training that goes on draws what it would have drawn. */
export interface RandomNumbers {
  /** In [0, 1). */
  fraction(): number;
  /** A whole number from 0 up to, not including, `count`. */
  below(count: number): number;
}

/** Random numbers that these whole numbers decide (splitmix32). */
export function createRandomNumbers(...decided: readonly number[]): RandomNumbers {
  let state = decided.reduce((sum, number) => mixed(sum ^ mixed(number | 0)), 0x2545f491);
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    return mixed(state);
  };
  return {
    fraction: () => next() / 2 ** 32,
    below: (count) => Math.floor((next() / 2 ** 32) * count),
  };
}

/** In an order that these numbers decide (Fisher and Yates); a new list. */
export function shuffled<T>(list: readonly T[], random: RandomNumbers): T[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

function mixed(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
