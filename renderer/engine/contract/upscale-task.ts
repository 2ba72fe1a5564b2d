/** Which network makes pictures larger: its file, found by the catalog. Paths are absolute. */
export interface UpscalerChoice {
  readonly name: string;
  readonly file: string;
  /** Another file of the same network whose weights take so much of the place of the first one's, 0 … 1; null = none. */
  readonly blend: { readonly file: string; readonly share: number } | null;
}

/** A picture to be made larger: every limit holds, every name is resolved. */
export interface ValidUpscale {
  readonly kind: 'upscale';
  readonly upscaler: UpscalerChoice;
  /** PNG, JPEG or WebP, of 8 bits a channel. */
  readonly image: Uint8Array;
  /** Times that the sides get longer; null = as the network does it. */
  readonly scale: number | null;
  /** Pixels of a tile's side, and around it; null = the picture goes through the network whole. */
  readonly tiles: { readonly side: number; readonly pad: number } | null;
}
