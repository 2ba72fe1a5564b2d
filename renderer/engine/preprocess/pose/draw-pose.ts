import { roundToEven } from '#renderer/engine/image/round-to-even.ts';
import type { Canvas, Colour, Point } from '#renderer/engine/preprocess/draw/canvas.ts';
import { fillDisc } from '#renderer/engine/preprocess/draw/disc.ts';
import { ellipseOutline } from '#renderer/engine/preprocess/draw/ellipse.ts';
import { fillConvexPolygon } from '#renderer/engine/preprocess/draw/polygon.ts';
import { thickLine } from '#renderer/engine/preprocess/draw/thick-line.ts';
import { DRAWN_LIMBS, LIMBS, POSE_COLOURS } from '#renderer/engine/preprocess/pose/skeleton.ts';

/** Key points as shares of a picture's width and height; null where one was not found. */
export type KeyPoints = readonly (Point | null)[];

const STICK_HALF_WIDTH = 4;
const JOINT_RADIUS = 4;
const LIMB_BRIGHTNESS = 0.6;

/** One person's body as OpenPose shows it: sticks of dimmed colours, then joints. */
export function drawBody(canvas: Canvas, points: KeyPoints): void {
  for (const [i, { from, to }] of LIMBS.slice(0, DRAWN_LIMBS).entries()) {
    const [a, b] = [points[from] ?? null, points[to] ?? null];
    if (!a || !b) continue;
    const [ax, ay, bx, by] = [a.x * canvas.width, a.y * canvas.height, b.x * canvas.width, b.y * canvas.height];
    const length = ((ay - by) ** 2 + (ax - bx) ** 2) ** 0.5;
    const outline = ellipseOutline(whole({ x: (ax + bx) / 2, y: (ay + by) / 2 }), {
      halfLength: Math.trunc(length / 2),
      halfWidth: STICK_HALF_WIDTH,
      degrees: Math.trunc((Math.atan2(ay - by, ax - bx) * 180) / Math.PI),
    });
    fillConvexPolygon(canvas, outline, { colour: dimmed(POSE_COLOURS[i]!) });
  }
  for (const [i, point] of points.entries()) {
    if (point) fillDisc(canvas, pixelOf(canvas, point), { radius: JOINT_RADIUS, colour: POSE_COLOURS[i]! });
  }
}

/** Fingers, each from the wrist on. */
const FINGERS = [1, 5, 9, 13, 17].flatMap((first) => [
  [0, first],
  ...[0, 1, 2].map((i) => [first + i, first + i + 1]),
]) as readonly (readonly [number, number])[];

const FINGER_BREADTH = 2;

/** A hand of 21 key points: lines of all hues, then blue joints. What lies on the upper or left edge was not found. */
export function drawHand(canvas: Canvas, points: KeyPoints): void {
  const places = points.map((point) => point && pixelOf(canvas, point)).map((at) => (isFound(at) ? at : null));
  for (const [i, [from, to]] of FINGERS.entries()) {
    const [a, b] = [places[from], places[to]];
    if (a && b) thickLine(canvas, [a, b], { breadth: FINGER_BREADTH, colour: hue(i / FINGERS.length) });
  }
  for (const at of places) if (at) fillDisc(canvas, at, { radius: JOINT_RADIUS, colour: [0, 0, 255] });
}

const FACE_RADIUS = 3;

/** A face of 68 or 70 key points: white dots. */
export function drawFace(canvas: Canvas, points: KeyPoints): void {
  for (const point of points) {
    const at = point && pixelOf(canvas, point);
    if (isFound(at)) fillDisc(canvas, at, { radius: FACE_RADIUS, colour: [255, 255, 255] });
  }
}

function isFound(at: Point | null): at is Point {
  return at !== null && at.x > 0 && at.y > 0;
}

function pixelOf({ width, height }: Canvas, { x, y }: Point): Point {
  return whole({ x: x * width, y: y * height });
}

function whole({ x, y }: Point): Point {
  return { x: Math.trunc(x), y: Math.trunc(y) };
}

function dimmed(colour: Colour): Colour {
  const [red, green, blue] = colour.map((value) => Math.trunc(value * LIMB_BRIGHTNESS));
  return [red!, green!, blue!];
}

/** A colour of full strength by its share of the circle (HSV with s = v = 1). */
function hue(share: number): Colour {
  const sixth = Math.floor(share * 6);
  const rest = share * 6 - sixth;
  const [falling, rising] = [1 - rest, 1 - (1 - rest)];
  const colours = [
    [1, rising, 0],
    [falling, 1, 0],
    [0, 1, rising],
    [0, falling, 1],
    [rising, 0, 1],
    [1, 0, falling],
  ] as const;
  const [red, green, blue] = colours[sixth % 6]!.map((value) => roundToEven(value * 255));
  return [red!, green!, blue!];
}
