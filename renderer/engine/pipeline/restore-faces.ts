import { type Affine, inverseOf } from '#renderer/engine/faces/affine.ts';
import { alignFace } from '#renderer/engine/faces/align-face.ts';
import { cutFace } from '#renderer/engine/faces/cut-face.ts';
import { type DetectedFace, findFaces } from '#renderer/engine/faces/find-faces.ts';
import { facePlaces, type PastedFace, pasteFace } from '#renderer/engine/faces/paste-face.ts';
import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import type { PixelSize } from '#renderer/engine/image/decode-picture.ts';
import { greyOf } from '#renderer/engine/image/grey.ts';
import { resizeLikeOpencv } from '#renderer/engine/image/opencv-resize.ts';
import { pixelsOf, rasterOf } from '#renderer/engine/image/raster.ts';
import type { FaceDetector, FaceParser, FaceRestorer } from '#renderer/engine/networks/open-face-networks.ts';
import { finitePixels } from '#renderer/engine/pipeline/finite-pixels.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';

/** Red green blue, at least so large that a face in it can be cut out well. */
type Colours = ChannelRaster & { readonly channels: 3 };

/** A face, and how it lies in the square that a restorer reads. */
export interface AlignedFace {
  readonly matrix: Affine;
  /** The square, 512 × 512. */
  readonly cut: Colours;
}

/** A face that was drawn anew. */
export interface NewFace extends AlignedFace {
  readonly drawn: Colours;
}

/** Faces that are mended in one picture, the most certain ones. */
export const FACES_MAX = 64;

const FACE_SIDE = 512;

/** Pictures whose shorter side is less are enlarged first, as CodeFormer's own program does. */
const SHORT_SIDE_MIN = 512;
/** What faces are found at: the shorter side, and pixels in all, however long the other side is. */
const FINDING_SIDE = 640;
const FINDING_PIXELS_MAX = 2 ** 22;
const THRESHOLDS = { scoreMin: 0.8, overlapMax: 0.4 };
/** Pixels between the eyes of faces that are worth it. */
const EYES_APART_MIN = 5;
/** Of the pictures that the detector learnt from, blue green red. */
const MEANS = [104, 117, 123] as const;

/** The picture's colours as faces are found and mended in them: without opacity, and large enough. */
export async function workingPicture(picture: ChannelRaster, signal: AbortSignal): Promise<Colours> {
  const colours = coloursOf(picture);
  const times = SHORT_SIDE_MIN / Math.min(picture.width, picture.height);
  if (times <= 1) return { ...colours, data: Uint8Array.from(colours.data) };
  const [width, height] = [Math.trunc(picture.width * times), Math.trunc(picture.height * times)];
  const large = await resizeLikeOpencv(colours, { width, height, filter: 'linear', signal });
  return { width, height, channels: 3, data: large.data };
}

/** The faces in it, the most certain first. Those that are hardly more than a few pixels are left out. */
export async function alignedFaces(
  picture: Colours,
  detector: FaceDetector,
  signal: AbortSignal,
): Promise<readonly AlignedFace[]> {
  const { width, height } = findingSize(picture);
  const isSmaller = width < picture.width;
  const seen = await resizeLikeOpencv(picture, { width, height, filter: isSmaller ? 'area' : 'linear', signal });
  const found = findFaces(await detector.find(blueFirst(seen)), { width, height }, THRESHOLDS);
  const times = picture.width / width;
  const faces: AlignedFace[] = [];
  for (const face of found.slice(0, FACES_MAX)) {
    await yieldToEventLoop(signal);
    const landmarks = face.landmarks.map(({ x, y }) => ({ x: x * times, y: y * times }));
    const matrix = eyesApart(landmarks) < EYES_APART_MIN ? null : alignFace(landmarks);
    if (!matrix) continue;
    const { data } = cutFace(picture, matrix, FACE_SIDE);
    faces.push({ matrix, cut: { width: FACE_SIDE, height: FACE_SIDE, channels: 3, data } });
  }
  return faces;
}

function eyesApart([left, right]: DetectedFace['landmarks']): number {
  return Math.hypot(right!.x - left!.x, right!.y - left!.y);
}

function findingSize({ width, height }: PixelSize): PixelSize {
  const times = Math.min(FINDING_SIDE / Math.min(width, height), Math.sqrt(FINDING_PIXELS_MAX / (width * height)));
  return { width: Math.max(1, Math.trunc(width * times)), height: Math.max(1, Math.trunc(height * times)) };
}

function blueFirst({ width, height, data }: ChannelRaster): Tensor {
  const plane = width * height;
  const pixels = tensor([1, 3, height, width]);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < plane; i++) pixels.data[c * plane + i] = data[3 * i + 2 - c]! - MEANS[c]!;
  }
  return pixels;
}

/** The face drawn anew. */
export async function drawFace(face: AlignedFace, restorer: FaceRestorer, fidelity: number): Promise<NewFace> {
  const pixels = finitePixels(await restorer.restore(pixelsOf(face.cut), fidelity), 'restorer.not-a-number');
  const { width, height, data } = rasterOf(pixels);
  return { ...face, drawn: { width, height, channels: 3, data } };
}

/** Pastes faces into the working picture, whose pixels are changed. Without a parser they fade out in squares. */
export async function pasteFaces(
  picture: Colours,
  faces: readonly NewFace[],
  { parser, signal }: { readonly parser: FaceParser | null; readonly signal: AbortSignal },
): Promise<readonly PastedFace[]> {
  const pasted: PastedFace[] = [];
  for (const { matrix, drawn } of faces) {
    await yieldToEventLoop(signal);
    const places = parser && facePlaces(await parser.parse(pixelsOf(drawn)));
    pasted.push(pasteFace(picture, { face: drawn, matrix: inverseOf(matrix), scale: 1, places }));
  }
  return pasted;
}

/** The picture as it was given, its size, opacity and greys, with what was mended in the working picture. */
export async function mendedPicture(
  given: ChannelRaster,
  { working, pasted }: { readonly working: Colours; readonly pasted: readonly PastedFace[] },
  signal: AbortSignal,
): Promise<ChannelRaster> {
  const { width, height, channels } = given;
  const isSame = working.width === width && working.height === height;
  const mended = isSame ? working : await shrunkFaces(coloursOf(given), { working, pasted }, signal);
  if (channels === 1) return { ...given, data: greyOf(mended).data };
  const data = Uint8Array.from(given.data);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) data[i * channels + c] = mended.data[3 * i + c]!;
  }
  return { ...given, data };
}

/** What was enlarged goes back where it was changed, and nowhere else. */
async function shrunkFaces(
  given: Colours,
  { working, pasted }: { readonly working: Colours; readonly pasted: readonly PastedFace[] },
  signal: AbortSignal,
): Promise<ChannelRaster> {
  const { width, height } = given;
  const shares = new Uint8Array(working.width * working.height);
  for (const { region, share } of pasted) {
    for (const [i, value] of share.entries()) {
      const at = (region.top + Math.floor(i / region.width)) * working.width + region.left + (i % region.width);
      shares[at] = Math.max(shares[at]!, Math.round(255 * value));
    }
  }
  const size = { width, height, filter: 'area', signal } as const;
  const changed = await resizeLikeOpencv({ ...working, channels: 1, data: shares }, size);
  const small = await resizeLikeOpencv(working, size);
  const data = Uint8Array.from(given.data, (level, i) => {
    const of = changed.data[Math.floor(i / 3)]! / 255;
    return Math.round(of * small.data[i]! + (1 - of) * level);
  });
  return { ...given, data };
}

function coloursOf({ width, height, channels, data }: ChannelRaster): Colours {
  if (channels === 3) return { width, height, channels, data };
  const colours = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) colours[3 * i + c] = data[i * channels + (channels === 1 ? 0 : c)]!;
  }
  return { width, height, channels: 3, data: colours };
}
