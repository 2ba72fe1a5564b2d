/** Which model makes pictures move: its folder or file, found by the catalog. Absolute path. */
export interface AnimatorChoice {
  readonly name: string;
  readonly path: string;
}

/** A picture to be made to move: every limit holds, every name is resolved. */
export interface ValidAnimate {
  readonly kind: 'animate';
  readonly animator: AnimatorChoice;
  /** PNG, JPEG or WebP, of 8 bits a channel. */
  readonly image: Uint8Array;
  /** How it comes to the size: its middle, or all of it whatever its shape (as diffusers does). */
  readonly fit: 'cover' | 'stretch';
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly framesPerSecond: number;
  readonly steps: number;
  /** Guidance of the first frame and of the last; the others lie between. */
  readonly guidance: { readonly first: number; readonly last: number };
  readonly seed: number;
  /** How much moves, 0 … 255 ("motion bucket"). */
  readonly motion: number;
  /** Noise that the picture gets before it is animated, 0 … 1. */
  readonly imageNoise: number;
  /** Frames that are decoded at once; null = as many as memory allows at this size. */
  readonly decodedAtOnce: number | null;
  readonly previews: { readonly everySteps: number; readonly maxSide: number } | null;
}

/** What a film is made with where nothing is said, as its makers do; sizes in pixels. */
export const USUAL_FILM = {
  width: 1024,
  height: 576,
  steps: 25,
  framesPerSecond: 7,
  motion: 127,
  imageNoise: 0.02,
  guidance: { first: 1, last: 3 },
} as const;

/** The most that a motion bucket can say. */
export const MOTION_MAX = 255;

/** Seen by the network, and how fast the frames follow each other. */
export const FRAMES_PER_SECOND = { from: 1, to: 60 };
