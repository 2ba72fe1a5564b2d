import type { Provider } from '#shared/contract/bounds.ts';

/** Any call of an opened network may take this long. Milliseconds. */
const LEAST_MS = 20_000;

/** Nor does a call hang before it has taken so many times what was measured. */
const TIMES = 8;

/** The measurements that count: of the first calls, which are slow, nothing stays. */
const KEPT = 8;

/**
 * What the first call of a network may take, when nothing was measured. On a GPU kernels are compiled in it; a CPU may
 * need minutes for a batch of large pictures. Milliseconds.
 */
const FIRST_MS: { readonly [Name in Provider]: number } = { cpu: 600_000, webgpu: 120_000, cuda: 120_000 };

/** What opening a network, or deriving weights, may take: gigabytes may come from a slow disk. Milliseconds. */
export const OPENING_MS = 600_000;

/** How long a call of one opened network may take. */
export interface CallAllowance {
  /** For a call with this many input values, in milliseconds. */
  allowedMs(size: number): number;
  /** A call with this many took this long. */
  took(size: number, ms: number): void;
}

/** Nothing was measured yet. Attention makes a call's cost grow with the square of its pixels, at worst. */
export function createCallAllowance(provider: Provider): CallAllowance {
  const measured: { readonly size: number; readonly ms: number }[] = [];
  return {
    allowedMs(size) {
      if (measured.length === 0) return FIRST_MS[provider];
      const expected = measured.map((call) => call.ms * Math.max(1, size / call.size) ** 2);
      return Math.max(LEAST_MS, TIMES * Math.max(...expected));
    },
    took(size, ms) {
      measured.push({ size: Math.max(1, size), ms });
      if (measured.length > KEPT) measured.shift();
    },
  };
}
