import type { DescriberChoice } from '#renderer/engine/contract/describe-task.ts';

/** Which network finds things in pictures: its file, found by the catalog. Absolute path. */
export interface SegmenterChoice {
  readonly name: string;
  readonly file: string;
  /** Of attention, where the network is none of the published sizes; null = as those have it. */
  readonly heads: number | null;
}

/** A thing to be found in a picture: every limit holds, every name is resolved. */
export interface ValidSegment {
  readonly kind: 'segment';
  readonly segmenter: SegmenterChoice;
  /** PNG, JPEG or WebP, of 8 bits a channel. */
  readonly image: Uint8Array;
  /** Pixels of the picture as it is shown. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly outside: boolean }[];
  readonly box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number } | null;
  /** `one`: the mask that fits; `several`: whole, part and part of a part; `all`: everything that stands out. */
  readonly wanted: 'one' | 'several' | 'all';
  readonly masksMax: number;
  /** Which of all things is meant, and the captioner that judges; left out = none more than others. */
  readonly meant?: { readonly text: string; readonly captioner: DescriberChoice };
}
