import { createHash } from 'node:crypto';
import { type Ingredients, NO_INGREDIENTS } from '#bot/provenance/ingredients.ts';
import { manifestStore } from '#bot/provenance/manifest.ts';
import { type LeftOut, manifestIn, placeIn } from '#bot/provenance/manifest-place.ts';
import type { SigningKey } from '#bot/provenance/own-certificate.ts';

/** How often a manifest is made again because its own length, which stands in it, has changed. */
const ROUNDS_MAX = 4;

/** What is said of a picture, and by whom. */
export interface SigningWish {
  readonly digitalSource: string;
  readonly at: Date;
  readonly key: SigningKey;
  /** What it was drawn from; nothing that is known when left out. */
  readonly ingredients?: Ingredients;
}

/**
 * A PNG, JPEG or WebP with a manifest that says what it is made of, by which program and when, signed (C2PA: caBX
 * chunk, APP11 segments, C2PA chunk). Others, and what has a manifest already, as they are.
 */
export function signPicture(file: Uint8Array, { key, ingredients = NO_INGREDIENTS, ...said }: SigningWish): Uint8Array {
  const place = placeIn(file);
  if (!place || manifestIn(file)) return file;
  let wrapped = place.wrap(
    manifestStore({ ...said, ingredients, leftOut: { start: 0, length: 0 }, hash: NO_HASH }, key),
  );
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const { before, after } = place.around(wrapped);
    const leftOut: LeftOut = { start: before.length, length: wrapped.length };
    const hash = createHash('sha256').update(before).update(after).digest();
    const { length } = wrapped;
    wrapped = place.wrap(manifestStore({ ...said, ingredients, leftOut, hash }, key));
    if (wrapped.length === length) return Buffer.concat([before, wrapped, after]);
  }
  throw new Error('a manifest of C2PA came to no length');
}

const NO_HASH = new Uint8Array(32);
