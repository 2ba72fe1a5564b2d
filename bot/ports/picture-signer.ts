/**
 * A picture that shows the same as a given one, enlarged or mended, with the author and rights that the given one
 * named, and with its source where a network made that.
 */
export type KeepCredit = (drawn: Uint8Array, given: Uint8Array) => Uint8Array;

/** Says in files what they are, signed. */
export interface PictureSigner {
  /**
   * A PNG, JPEG or WebP whose XMP packet says that a network made it, with a manifest of C2PA that says so too; others,
   * and what has one already, as they are. What the pictures say that it was drawn from stands there, with their own
   * manifests.
   */
  sign(file: Uint8Array, given?: readonly Uint8Array[]): Uint8Array;
  /** The same for a file that shows what one does that is signed already: it was drawn from the same. */
  signCopy(file: Uint8Array, signed: Uint8Array): Uint8Array;
}
