import { type Canvas, type Colour, type Point, putPixel, putRow } from '#renderer/engine/preprocess/draw/canvas.ts';

/** Fractions of pixels are in units of 2^-16. */
export const FRACTION = 2 ** 16;
const HALF = FRACTION / 2;

/**
 * A filled convex polygon with its outline, as cv2.fillConvexPoly draws it. Corners are in units of 2^-16 pixels where
 * `fine` says so, else in pixels.
 */
export function fillConvexPolygon(
  canvas: Canvas,
  corners: readonly Point[],
  { colour, fine = false }: { readonly colour: Colour; readonly fine?: boolean },
): void {
  for (const [i, corner] of corners.entries()) {
    const before = corners.at(i - 1)!;
    if (fine) fineLine(canvas, [before, corner], colour);
    else line(canvas, [before, corner], colour);
  }
  if (corners.length < 3) return;
  const unit = fine ? FRACTION : 1;
  const rowOf = ({ y }: Point) => Math.floor((y + unit / 2) / unit);
  fillRows(canvas, { corners, rowOf: fine ? rowOf : ({ y }) => y, xScale: FRACTION / unit }, colour);
}

interface Outline {
  readonly corners: readonly Point[];
  readonly rowOf: (corner: Point) => number;
  /** What makes units of 2^-16 of a corner's x. */
  readonly xScale: number;
}

/** One of the two sides of a convex polygon, followed from its top down. */
interface Side {
  at: number;
  readonly step: number;
  x: number;
  dx: number;
  /** The row in which its present edge ends. */
  end: number;
}

function fillRows(canvas: Canvas, outline: Outline, colour: Colour): void {
  const { corners, rowOf } = outline;
  const top = corners.reduce((least, { y }, i) => (y < corners[least]!.y ? i : least), 0);
  const rows = corners.map(rowOf);
  const first = rows[top]!;
  const sides = [1, corners.length - 1].map((step): Side => ({ at: top, step, x: -FRACTION, dx: 0, end: first }));
  const left = { edges: corners.length };
  for (let y = first; y <= Math.min(Math.max(...rows), canvas.height - 1); y++) {
    for (const side of sides) if (y >= side.end) nextEdge(side, y, { ...outline, left });
    const xs = sides.map(({ x }) => Math.floor((x + HALF) / FRACTION));
    putRow(canvas, { y, from: Math.min(...xs), to: Math.max(...xs) }, colour);
    for (const side of sides) side.x += side.dx;
  }
}

/** Goes on to the next edge that leads further down; no edge is taken twice. */
function nextEdge(
  side: Side,
  y: number,
  { corners, rowOf, xScale, left }: Outline & { left: { edges: number } },
): void {
  let from = side.at;
  let to = (from + side.step) % corners.length;
  while (left.edges > 0) {
    left.edges -= 1;
    const end = rowOf(corners[to]!);
    if (end > y) {
      const [start, goal] = [corners[from]!.x * xScale, corners[to]!.x * xScale];
      const rows = end - y;
      Object.assign(side, { end, dx: Math.trunc(((goal - start) * 2 + rows) / (2 * rows)), x: start, at: to });
      return;
    }
    from = to;
    to = (to + side.step) % corners.length;
  }
}

/** Bresenham's line, from left to right. */
function line(canvas: Canvas, [a, b]: readonly [Point, Point], colour: Colour): void {
  const [from, to] = b.x < a.x ? [b, a] : [a, b];
  const [dx, dy] = [to.x - from.x, Math.abs(to.y - from.y)];
  const down = to.y < from.y ? -1 : 1;
  const isSteep = dy > dx;
  const [long, short] = isSteep ? [dy, dx] : [dx, dy];
  let error = long - 2 * short;
  let { x, y } = from;
  for (let i = 0; i <= long; i++) {
    putPixel(canvas, { x, y }, colour);
    const isAside = error < 0;
    error += (isAside ? 2 * long : 0) - 2 * short;
    if (isSteep || isAside) y += down;
    if (!isSteep || isAside) x += 1;
  }
}

/** A line between places in fractions of pixels. */
function fineLine(canvas: Canvas, [a, b]: readonly [Point, Point], colour: Colour): void {
  const isFlat = Math.abs(b.x - a.x) > Math.abs(b.y - a.y);
  const along = (point: Point) => (isFlat ? point.x : point.y);
  const aside = (point: Point) => (isFlat ? point.y : point.x);
  const [from, to] = along(b) < along(a) ? [b, a] : [a, b];
  const length = along(to) - along(from);
  const odd = length % 2 === 0 ? length + 1 : length;
  const step = Math.trunc(((aside(to) - aside(from)) * FRACTION) / odd);
  const put = (main: number, other: number) =>
    putPixel(canvas, isFlat ? { x: main, y: other } : { x: other, y: main }, colour);
  const whole = (value: number) => Math.floor(value / FRACTION);
  put(whole(along(to) + HALF), whole(aside(to) + HALF));
  const start = whole(along(from) + HALF);
  for (let i = 0; i <= whole(length); i++) put(start + i, whole(aside(from) + HALF + i * step));
}
