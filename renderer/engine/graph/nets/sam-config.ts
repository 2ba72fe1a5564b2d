/** What the shapes of a Segment Anything's weights say (https://arxiv.org/abs/2304.02643). */
export interface SamConfig {
  readonly encoder: SamEncoderConfig;
  readonly decoder: SamDecoderConfig;
}

/** The vision transformer, which looks once at a picture. */
export interface SamEncoderConfig {
  /** Side of the square picture that it reads, in pixels. */
  readonly side: number;
  /** Side of the squares that are one token each. */
  readonly patch: number;
  readonly width: number;
  readonly inner: number;
  readonly heads: number;
  /** Rows of each layer's tables of relative places: 2·n - 1 for windows of n×n tokens, or for all of them. */
  readonly tableRows: readonly number[];
  /** Channels of what it gives. */
  readonly channels: number;
}

/** The small network that finds a mask for points and boxes. */
export interface SamDecoderConfig {
  /** Tokens along a side of the picture. */
  readonly grid: number;
  readonly channels: number;
  readonly layers: number;
  readonly inner: number;
  readonly heads: number;
  /** Channels of attention between tokens and picture. */
  readonly crossWidth: number;
  /** Channels of the last of two steps that make a given mask smaller. */
  readonly maskChannels: number;
  /** Masks of a call: one for the whole, three for whole, part and part of a part. */
  readonly masks: number;
  readonly scoreInner: number;
  readonly scoreDepth: number;
}

/** Tokens along a side. */
export function samGrid({ side, patch }: SamEncoderConfig): number {
  return side / patch;
}
