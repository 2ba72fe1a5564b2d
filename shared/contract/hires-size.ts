import { SIDE_MULTIPLE } from '#shared/contract/bounds.ts';

/**
 * The size that a second pass leads to. Both sides of the wire reckon it, and a scale that crossed it has 24 bits (1.1
 * arrives as 1.10000002384), which would round some sides the other way: the shortest text for it is meant.
 */
export function hiresSize(
  { width, height }: { readonly width: number; readonly height: number },
  scale: number,
): { readonly width: number; readonly height: number } {
  const meant = Number(scale.toPrecision(7));
  const scaled = (side: number) => Math.round((side * meant) / SIDE_MULTIPLE) * SIDE_MULTIPLE;
  return { width: scaled(width), height: scaled(height) };
}
