/** Steps of which a preview is shown beside a picture, as far as it has them; the last step always is. */
const STEPS = [1, 2, 3, 4, 6, 8, 12, 20, 30, 40, 60, 80, 100];
const SHOWN_MAX = 8;

/** The steps of a picture with so many of which previews are kept and shown: its first, its last, and some between. */
export function stripSteps(steps: number): readonly number[] {
  if (steps < 2) return [];
  const early = STEPS.filter((step) => step < steps);
  return [...early.slice(0, 1), ...early.slice(1).slice(2 - SHOWN_MAX), steps];
}

/**
 * For each of those steps the newest preview that is not older than the step before, as some are left out when a reader
 * is slow; null = there is none.
 */
export function previewsFor<One extends { readonly step: number }>(
  steps: readonly number[],
  seen: readonly One[],
): readonly (One | null)[] {
  return steps.map((upTo, index) => {
    const after = steps[index - 1] ?? 0;
    return seen.findLast(({ step }) => step > after && step <= upTo) ?? null;
  });
}
