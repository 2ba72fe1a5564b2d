import { type Canvas, type Colour, type Point, putRow } from '#renderer/engine/preprocess/draw/canvas.ts';

/** A filled circle, as cv2.circle draws it with a thickness of -1: Bresenham's, an eighth at a time. */
export function fillDisc(canvas: Canvas, centre: Point, { radius, colour }: { radius: number; colour: Colour }): void {
  let [dx, dy, error, plus, minus] = [radius, 0, 0, 1, 2 * radius - 1];
  while (dx >= dy) {
    for (const [rise, run] of [
      [dy, dx],
      [dx, dy],
    ] as const) {
      const row = { from: centre.x - run, to: centre.x + run };
      putRow(canvas, { ...row, y: centre.y - rise }, colour);
      putRow(canvas, { ...row, y: centre.y + rise }, colour);
    }
    dy += 1;
    error += plus;
    plus += 2;
    if (error <= 0) continue;
    error -= minus;
    dx -= 1;
    minus -= 2;
  }
}
