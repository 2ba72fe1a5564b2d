import type { RichText } from '#shared/text/rich.ts';

/** A message that is about no job, in its reader's language, free of any platform's markup. */
export interface Card {
  readonly heading: RichText;
  readonly paragraphs: readonly RichText[];
  readonly fields: readonly CardField[];
  /** Pictures side by side, ten at most, above the fields. */
  readonly gallery?: readonly GalleryPicture[];
}

/** A small WebP among others, and what it shows. */
export interface GalleryPicture {
  readonly data: Uint8Array;
  readonly alt: string;
}

/** A name with what there is to say about it. */
export interface CardField {
  readonly name: RichText;
  readonly value: RichText;
  /** A small WebP that shows it. */
  readonly picture?: Uint8Array;
}

/** Where a card stands among those that belong together, from 1. */
export interface Pages {
  readonly page: number;
  readonly count: number;
}
