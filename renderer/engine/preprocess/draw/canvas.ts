/** Red, green and blue, 0 … 255 each. */
export type Colour = readonly [red: number, green: number, blue: number];

/** What is drawn on, in pixels of three channels. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A place in pixels; whole numbers unless something else is said. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A black canvas. */
export function blackCanvas(width: number, height: number): Canvas {
  return { width, height, data: new Uint8Array(width * height * 3) };
}

/** Colours one pixel; nothing where it lies outside. */
export function putPixel({ width, height, data }: Canvas, { x, y }: Point, colour: Colour): void {
  if (x >= 0 && y >= 0 && x < width && y < height) data.set(colour, (y * width + x) * 3);
}

/** Colours a row from one column to another, both included, as far as it lies inside. */
export function putRow(canvas: Canvas, { y, from, to }: { y: number; from: number; to: number }, colour: Colour): void {
  if (y < 0 || y >= canvas.height) return;
  const last = Math.min(to, canvas.width - 1);
  for (let x = Math.max(from, 0); x <= last; x++) canvas.data.set(colour, (y * canvas.width + x) * 3);
}
