/** A point of the picture, in its own pixels. */
export interface PicturePoint {
  readonly x: number;
  readonly y: number;
}

/** A line as somebody drew it; radius 0 = what it encloses. */
export interface DrawnLine {
  readonly points: readonly PicturePoint[];
  readonly radius: number;
  readonly erase: boolean;
}

/** What is marked to be drawn anew: white on nothing, in the pixels of the picture. */
export interface Mask {
  /** Counts changes: who has seen this version has seen all. */
  readonly version: number;
  readonly canvas: HTMLCanvasElement;
  /** Share of the picture that is marked, 0 … 1. */
  readonly share: number;
  /** A new picture: nothing is marked, and nothing can be undone. */
  begin(size: { readonly width: number; readonly height: number }): void;
  /** Marks, or takes marks away, along a line of this thickness. */
  stroke(points: readonly PicturePoint[], how: { readonly radius: number; readonly erase: boolean }): void;
  /** Marks what the line encloses. */
  enclose(points: readonly PicturePoint[]): void;
  /** Marks what is white in a picture, which is laid over the whole of it. */
  lay(picture: ImageBitmap): void;
  /** Remembers how it is now, before something changes it. */
  remember(): void;
  undo(): void;
  redo(): void;
  clear(): void;
  onChange(listener: () => void): void;
  /** Hears of each line that is drawn here. */
  onLine(listener: (line: DrawnLine) => void): void;
  /** Draws a line that somebody else drew. */
  follow(line: DrawnLine): void;
}

/** Steps that can be undone. */
const REMEMBERED_MAX = 30;

/** Nothing is marked. */
export function createMask(): Mask {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const listeners: (() => void)[] = [];
  const followers: ((line: DrawnLine) => void)[] = [];
  let version = 0;
  let counted = { version: -1, share: 0 };
  const changed = () => {
    version++;
    for (const listener of listeners) listener();
  };
  const past = createPast(context, changed);
  const draw = (line: DrawnLine) => {
    put(context, line);
    for (const follower of followers) follower(line);
    changed();
  };
  return {
    canvas,
    get version() {
      return version;
    },
    get share() {
      if (counted.version !== version) counted = { version, share: shareOf(picture(context)) };
      return counted.share;
    },
    begin({ width, height }) {
      Object.assign(canvas, { width, height });
      past.forget();
      changed();
    },
    stroke: (points, { radius, erase }) => draw({ points, radius, erase }),
    enclose: (points) => draw({ points, radius: 0, erase: false }),
    follow(line) {
      put(context, line);
      changed();
    },
    onLine(listener) {
      followers.push(listener);
    },
    lay(found) {
      past.remember();
      context.globalCompositeOperation = 'source-over';
      context.drawImage(whiteOf(found), 0, 0, canvas.width, canvas.height);
      changed();
    },
    remember: past.remember,
    undo: past.undo,
    redo: past.redo,
    clear() {
      context.clearRect(0, 0, canvas.width, canvas.height);
      changed();
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}

function put(context: CanvasRenderingContext2D, { points, radius, erase }: DrawnLine): void {
  context.globalCompositeOperation = erase ? 'destination-out' : 'source-over';
  trace(context, points.length === 1 ? [...points, points[0]!] : points);
  if (radius === 0) {
    context.fillStyle = '#fff';
    context.fill();
    return;
  }
  Object.assign(context, { strokeStyle: '#fff', lineWidth: 2 * radius, lineCap: 'round', lineJoin: 'round' });
  context.stroke();
}

/** What the mask was before, and what of it was undone. */
function createPast(context: CanvasRenderingContext2D, changed: () => void) {
  const past: ImageData[] = [];
  const future: ImageData[] = [];
  const go = (from: ImageData[], to: ImageData[]) => {
    const before = from.pop();
    if (!before) return;
    to.push(picture(context));
    context.putImageData(before, 0, 0);
    changed();
  };
  return {
    undo: () => go(past, future),
    redo: () => go(future, past),
    remember() {
      past.push(picture(context));
      if (past.length > REMEMBERED_MAX) past.shift();
      future.length = 0;
    },
    forget() {
      past.length = 0;
      future.length = 0;
    },
  };
}

/** White on nothing, as opaque as the picture is light. */
function whiteOf(found: ImageBitmap): HTMLCanvasElement {
  const paper = Object.assign(document.createElement('canvas'), { width: found.width, height: found.height });
  const context = paper.getContext('2d')!;
  context.drawImage(found, 0, 0);
  const pixels = picture(context);
  for (let at = 0; at < pixels.data.length; at += 4) {
    pixels.data[at + 3] = pixels.data[at]!;
    pixels.data.fill(255, at, at + 3);
  }
  context.putImageData(pixels, 0, 0);
  return paper;
}

function picture(context: CanvasRenderingContext2D): ImageData {
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}

function trace(context: CanvasRenderingContext2D, points: readonly PicturePoint[]): void {
  context.beginPath();
  for (const { x, y } of points) context.lineTo(x, y);
}

function shareOf({ data }: ImageData): number {
  let marked = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at]! > 127) marked++;
  return data.length === 0 ? 0 : marked / (data.length / 4);
}
