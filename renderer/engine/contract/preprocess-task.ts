import type { PreprocessMethod } from '#shared/contract/preprocess-methods.ts';

/** A network that a control picture is found with: its file, found by the catalog. The path is absolute. */
export interface PreprocessorChoice {
  readonly name: string;
  readonly file: string;
}

/** A control picture to be made of another one: every limit holds, every name is resolved. */
export interface ValidPreprocess {
  readonly kind: 'preprocess';
  readonly method: PreprocessMethod;
  /** Null for methods that need none. */
  readonly network: PreprocessorChoice | null;
  /** PNG, JPEG or WebP, of 8 bits a channel. */
  readonly image: Uint8Array;
  /** Pixels of the result's shorter side, sides being brought to multiples of 64; null = the picture's own size. */
  readonly side: number | null;
  /** Pixels of the shorter side at which the picture is looked at; null = what suits the method. */
  readonly detectSide: number | null;
  /** Thresholds of canny. */
  readonly low: number;
  readonly high: number;
}
