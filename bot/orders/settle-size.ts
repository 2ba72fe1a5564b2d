import { sideProblems } from '#bot/presets/ranges.ts';
import { say } from '#bot/text/say.ts';
import type { Limits } from '#shared/contract/messages.ts';
import { ratioSize } from '#shared/contract/ratio-size.ts';
import type { Message } from '#shared/text/message.ts';

/** A wish for a size, from one source. */
export interface SizeWish {
  readonly width?: number | null | undefined;
  readonly height?: number | null | undefined;
  readonly ratio?: { readonly width: number; readonly height: number } | null | undefined;
}

/** Pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The size to draw, or sentences that say why there is none. */
export type SettledSize = { readonly size: PictureSize } | { readonly problems: readonly Message[] };

/**
 * The size of the first wish that says anything, strongest first. What it leaves open comes from `base`: a ratio alone
 * keeps the base's number of pixels, a side alone its other side. Typed sides must fit the limits; computed ones are
 * made to fit.
 */
export function settleSize(
  wishes: readonly SizeWish[],
  { base, limits }: { readonly base: PictureSize; readonly limits: Limits },
): SettledSize {
  const wish: SizeWish =
    wishes.find(({ width, height, ratio }) => width != null || height != null || ratio != null) ?? base;
  const typed = (['width', 'height'] as const).filter((side) => wish[side] != null);
  const problems = typed.flatMap((side) => sideProblems(side, { value: wish[side]!, limits }));
  if (problems.length > 0) return { problems };
  if (typed.length === 2) return { size: { width: wish.width!, height: wish.height! } };
  if (wish.ratio == null) return { size: { width: wish.width ?? base.width, height: wish.height ?? base.height } };
  return ofRatio(wish, { base, limits });
}

/** A sentence where the pictures of one job have more pixels together than renderers take. */
export function pixelProblem(
  { width, height, count }: { width: number; height: number; count: number },
  { pixelsMax }: Limits,
): readonly Message[] {
  const pixels = width * height * count;
  if (pixels <= pixelsMax) return [];
  return [say('order.pixels', { count, width, height, max: pixelsMax, given: pixels })];
}

function ofRatio(wish: SizeWish, { base, limits }: { base: PictureSize; limits: Limits }): SettledSize {
  const { width: across, height: down } = wish.ratio!;
  const ratio = across / down;
  if (!(across > 0 && down > 0 && Number.isFinite(ratio))) {
    return { problems: [say('order.ratio')] };
  }
  const { width, height } = wish;
  const size = ratioSize({ ratio, pixels: base.width * base.height, width, height }, limits);
  if (size !== null) return { size };
  const widest = Math.floor(limits.sideMax / limits.sideMin);
  const range = { min: limits.sideMin, max: limits.sideMax, widest };
  return { problems: [say('order.ratio-range', { across, down, ...range })] };
}
