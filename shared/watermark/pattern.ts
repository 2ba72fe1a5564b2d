/** Frequencies along a side that are looked at: wave u has u half periods over the picture, whatever its size. */
export const WAVES = 27;

/** Waves shorter than this many half periods are left alone, they are most of what a picture is. */
const RADIUS_MIN = 4;

/** Coefficients in one projection: the change of each is small, and all of them together are read. */
const SPREAD = 4;

/** What a projection is made of, and where its lattice begins, as a share of its step. */
export interface Projection {
  /** Indices u + WAVES v of coefficients. */
  readonly at: readonly number[];
  /** 1 or -1 for each. */
  readonly signs: readonly number[];
  readonly dither: number;
}

/**
 * The projections of spread-transform dither modulation (Chen and Wornell, 2001): groups of coefficients of middle
 * frequency with fixed random signs. Each quarter of a step is the dither of as many projections as every other, so
 * that a picture without such frequencies (flat, a soft gradient) scores 0.
 */
export const PROJECTIONS: readonly Projection[] = drawProjections();

function drawProjections(): Projection[] {
  const random = randomNumbers(0x0ea5e1);
  const band: number[] = [];
  for (let v = 1; v < WAVES; v++)
    for (let u = 1; u < WAVES; u++) {
      const radius = Math.hypot(u, v);
      if (radius >= RADIUS_MIN && radius < WAVES) band.push(u + WAVES * v);
    }
  for (let at = band.length - 1; at > 0; at--) {
    const other = random() % (at + 1);
    [band[at], band[other]] = [band[other]!, band[at]!];
  }
  const count = Math.floor(band.length / SPREAD / 4) * 4;
  return Array.from({ length: count }, (_, index) => ({
    at: band.slice(index * SPREAD, (index + 1) * SPREAD),
    signs: Array.from({ length: SPREAD }, () => (random() & 1 ? 1 : -1)),
    dither: (index % 4) / 4,
  }));
}

/** Marsaglia's xorshift of 32 bits: the same numbers on every machine, for ever, or no old mark is found. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 8;
  };
}
