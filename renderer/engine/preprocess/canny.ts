import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

export interface CannyOptions {
  /** Of |dx| + |dy| in Sobel's units, 0 … 2040; the lower one says what goes on a line, the higher what begins one. */
  readonly low: number;
  readonly high: number;
  /** Measures steepness by √(dx² + dy²) instead; false when left out. */
  readonly euclidean?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Some 20 ms of the widest pictures. */
const ROWS_AT_ONCE = 64;

/** tan 22.5° in units of 2^-15: which way a gradient points is asked in whole numbers. */
const TANGENT = 13573;

/**
 * Edges of a picture (1 or 3 channels), white on black, as cv2.Canny finds them (https://doi.org/10.1109/TPAMI.1986.4767851),
 * exact to the byte. Of several channels each pixel follows the steepest. An abort is heeded.
 */
export async function canny(picture: ChannelRaster, options: CannyOptions): Promise<ChannelRaster> {
  const { width, height } = picture;
  const [low, high] = thresholds(options);
  const slopes = await slopesOf(picture, options);
  const candidates = await ridges(slopes, { low, high, signal: options.signal });
  await follow(candidates, options.signal);
  const data = new Uint8Array(width * height);
  const stride = width + 2;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      data[y * width + x] = candidates.state[(y + 1) * stride + x + 1] === STRONG ? 255 : 0;
  }
  return { width, height, channels: 1, data };
}

function thresholds({ low, high, euclidean }: CannyOptions): readonly [number, number] {
  const ordered = low > high ? [high, low] : [low, high];
  const squared = (value: number) => Math.min(32767, value) * Math.max(0, Math.min(32767, value));
  const [a, b] = ordered.map((value) => Math.floor(euclidean ? squared(value) : value));
  return [a!, b!];
}

interface Slopes {
  readonly width: number;
  readonly height: number;
  readonly dx: Int16Array;
  readonly dy: Int16Array;
  /** With a border of one pixel that is not steep at all. */
  readonly steepness: Int32Array;
}

/** Sobel's derivatives; beyond the border everything goes on as it is there. */
async function slopesOf(picture: ChannelRaster, { euclidean = false, signal }: CannyOptions): Promise<Slopes> {
  const { width, height, channels, data } = picture;
  const dx = new Int16Array(width * height);
  const dy = new Int16Array(width * height);
  const steepness = new Int32Array((width + 2) * (height + 2));
  for (let y = 0, i = 0; y < height; y++) {
    if (y % ROWS_AT_ONCE === 0) await yieldToEventLoop(signal);
    const above = Math.max(y - 1, 0) * width;
    const row = y * width;
    const below = Math.min(y + 1, height - 1) * width;
    for (let x = 0; x < width; x++, i++) {
      const left = Math.max(x - 1, 0);
      const right = Math.min(x + 1, width - 1);
      let most = -1;
      for (let c = 0; c < channels; c++) {
        const nw = data[(above + left) * channels + c]!;
        const ne = data[(above + right) * channels + c]!;
        const sw = data[(below + left) * channels + c]!;
        const se = data[(below + right) * channels + c]!;
        const west = data[(row + left) * channels + c]!;
        const east = data[(row + right) * channels + c]!;
        const across = ne - nw + 2 * (east - west) + se - sw;
        const rise = data[(below + x) * channels + c]! - data[(above + x) * channels + c]!;
        const down = sw - nw + 2 * rise + se - ne;
        const steep = euclidean ? across * across + down * down : Math.abs(across) + Math.abs(down);
        if (steep <= most) continue;
        most = steep;
        dx[i] = across;
        dy[i] = down;
      }
      steepness[(y + 1) * (width + 2) + x + 1] = most;
    }
  }
  return { width, height, dx, dy, steepness };
}

const WEAK = 1;
const STRONG = 2;

interface Candidates {
  /** With a border of one pixel. */
  readonly state: Uint8Array;
  readonly stride: number;
  /** Places of what is strong. */
  readonly strong: number[];
}

/** Keeps what is steeper than its two neighbours along the gradient. */
async function ridges(
  { width, height, dx, dy, steepness }: Slopes,
  { low, high, signal }: { readonly low: number; readonly high: number; readonly signal: AbortSignal | undefined },
): Promise<Candidates> {
  const stride = width + 2;
  const state = new Uint8Array(steepness.length);
  const strong: number[] = [];
  for (let y = 0, i = 0; y < height; y++) {
    if (y % ROWS_AT_ONCE === 0) await yieldToEventLoop(signal);
    for (let x = 0; x < width; x++, i++) {
      const at = (y + 1) * stride + x + 1;
      const steep = steepness[at]!;
      if (steep <= low || !isRidge(steepness, { at, stride, across: dx[i]!, down: dy[i]! })) continue;
      state[at] = steep > high ? STRONG : WEAK;
      if (steep > high) strong.push(at);
    }
  }
  return { state, stride, strong };
}

/** Of two that are alike the first is kept, but on diagonals neither. */
function isRidge(
  steepness: Int32Array,
  { at, stride, across, down }: { readonly at: number; readonly stride: number; across: number; down: number },
): boolean {
  const steep = steepness[at]!;
  const [run, rise] = [Math.abs(across), Math.abs(down) * 2 ** 15];
  const flat = run * TANGENT;
  if (rise < flat) return steep > steepness[at - 1]! && steep >= steepness[at + 1]!;
  if (rise > flat + run * 2 ** 16) return steep > steepness[at - stride]! && steep >= steepness[at + stride]!;
  const turn = (across ^ down) < 0 ? -1 : 1;
  return steep > steepness[at - stride - turn]! && steep > steepness[at + stride + turn]!;
}

/** Places looked at before other work gets in between. */
const PLACES_AT_ONCE = 1_000_000;

/** What is weak and touches what is strong becomes strong. */
async function follow({ state, stride, strong }: Candidates, signal?: AbortSignal): Promise<void> {
  const around = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1];
  for (let count = 1; strong.length > 0; count++) {
    if (count % PLACES_AT_ONCE === 0) await yieldToEventLoop(signal);
    const at = strong.pop()!;
    for (const step of around) {
      if (state[at + step] !== WEAK) continue;
      state[at + step] = STRONG;
      strong.push(at + step);
    }
  }
}
