import type { Limits } from '#shared/contract/messages.ts';

/** A ratio of sides, and what is fixed beside it. */
export interface RatioWish {
  /** Width by height. */
  readonly ratio: number;
  /** How many pixels it should have where no side is fixed. */
  readonly pixels: number;
  readonly width?: number | null | undefined;
  readonly height?: number | null | undefined;
}

/** How far a ratio on the grid may be from the one that was asked for: about a fifth (coarse grids, small pictures). */
const TOLERANCE = Math.log(1.25);

/**
 * Among the sizes on the grid near the ideal one, the one whose ratio is closest; null when none fits the limits. The
 * bot draws in these sizes, and a renderer that warms a model up for them must come to the same.
 */
export function ratioSize(
  { ratio, pixels, width, height }: RatioWish,
  limits: Pick<Limits, 'sideMin' | 'sideMax' | 'sideMultiple'>,
): { readonly width: number; readonly height: number } | null {
  const ideal = { width: Math.sqrt(pixels * ratio), height: Math.sqrt(pixels / ratio) };
  const widths = width != null ? [width] : gridNear(height != null ? height * ratio : ideal.width, limits);
  const heights = height != null ? [height] : gridNear(width != null ? width / ratio : ideal.height, limits);
  const sizes = widths.flatMap((across) => heights.map((down) => ({ width: across, height: down })));
  const error = (size: { width: number; height: number }) => Math.abs(Math.log(size.width / size.height / ratio));
  const [best] = sizes.toSorted((a, b) => error(a) - error(b));
  return best === undefined || error(best) > TOLERANCE ? null : best;
}

function gridNear(
  side: number,
  { sideMin, sideMax, sideMultiple }: Pick<Limits, 'sideMin' | 'sideMax' | 'sideMultiple'>,
): readonly number[] {
  const least = Math.ceil(sideMin / sideMultiple) * sideMultiple;
  const most = Math.floor(sideMax / sideMultiple) * sideMultiple;
  const below = Math.floor(side / sideMultiple) * sideMultiple;
  const near = [below, below + sideMultiple].map((value) => Math.min(most, Math.max(least, value)));
  return [...new Set(near)];
}
