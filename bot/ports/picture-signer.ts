/** Says in files what they are, signed. */
export interface PictureSigner {
  /**
   * A PNG, JPEG or WebP whose XMP packet says that a network made it, with a manifest of C2PA that says so too; others,
   * and what has one already, as they are.
   */
  sign(file: Uint8Array): Uint8Array;
}
