import { roundToEven } from '#renderer/engine/image/round-to-even.ts';
import type { Canvas, Colour, Point } from '#renderer/engine/preprocess/draw/canvas.ts';
import { fillDisc } from '#renderer/engine/preprocess/draw/disc.ts';
import { FRACTION, fillConvexPolygon } from '#renderer/engine/preprocess/draw/polygon.ts';

/** A line of an even number of pixels' breadth with round ends, as cv2.line draws it. */
export function thickLine(
  canvas: Canvas,
  [a, b]: readonly [Point, Point],
  { breadth, colour }: { readonly breadth: number; readonly colour: Colour },
): void {
  const [dx, dy] = [a.x - b.x, b.y - a.y];
  const length = Math.hypot(dx, dy);
  if (length > 0) {
    const share = (breadth * FRACTION) / 2 / Math.sqrt(dx * dx + dy * dy);
    const [x, y] = [roundToEven(dy * share), roundToEven(dx * share)];
    const aside = ({ x: px, y: py }: Point, way: 1 | -1) => ({
      x: px * FRACTION + way * x,
      y: py * FRACTION + way * y,
    });
    fillConvexPolygon(canvas, [aside(a, 1), aside(a, -1), aside(b, -1), aside(b, 1)], { colour, fine: true });
  }
  for (const end of [a, b]) fillDisc(canvas, end, { radius: breadth / 2, colour });
}
