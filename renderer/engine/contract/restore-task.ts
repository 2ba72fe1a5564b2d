/** Networks that mend faces, by their files, found by the catalog. Paths are absolute. */
export interface RestorerChoice {
  readonly name: string;
  /** CodeFormer. */
  readonly restorer: string;
  /** RetinaFace, which finds faces. */
  readonly detector: string;
  /** ParseNet, which tells a face from what is round it; null = none, so that faces fade out in squares. */
  readonly parser: string | null;
}

/** A picture whose faces shall be mended: every limit holds, every name is resolved. */
export interface ValidRestore {
  readonly kind: 'restore';
  readonly restorer: RestorerChoice;
  /** PNG, JPEG or WebP, of 8 bits a channel. */
  readonly image: Uint8Array;
  /** 0 … 1: more keeps to the faces as they are, less to what the network knows of faces. */
  readonly fidelity: number;
}
