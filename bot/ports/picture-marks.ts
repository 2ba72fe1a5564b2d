/**
 * What a picture's manifest says, and whether it holds: `valid`, the signature is its certificate's and nothing was
 * changed since; `changed`, the picture was; `broken`, the manifest itself is not what was signed, or cannot be read.
 * Whether to trust the certificate is another question: who signed is said, and lists of trust are not asked.
 */
export interface FoundManifest {
  readonly state: 'valid' | 'changed' | 'broken';
  /** Of the certificate: its organisation or name; null = none could be read. */
  readonly signer: string | null;
  /** SHA-256 of the certificate, in hex. */
  readonly certificate: string | null;
  readonly program: string | null;
  /** The last part of IPTC's name for what the picture is made of. */
  readonly digitalSource: string | null;
  /** As it stands there. */
  readonly when: string | null;
  /** Titles of what it was made from, as far as that said something of itself. */
  readonly ingredients: readonly string[];
}

/** Who made a picture and what may be done with it, as its XMP packet, IPTC record or Exif data says; null = not said. */
export interface PictureCredit {
  readonly title: string | null;
  readonly creator: string | null;
  /** To whom it is to be credited. */
  readonly creditLine: string | null;
  readonly rights: string | null;
  /** How it may be used, in words or by a link. */
  readonly terms: string | null;
  /** Whether machines may learn from it, by PLUS' name: DMI-PROHIBITED. */
  readonly mining: string | null;
}

/** What is known of a picture's making, from its file and its pixels. */
export interface PictureMarks {
  /** Null = it has no manifest of C2PA. */
  readonly manifest: FoundManifest | null;
  /** Our own: standard deviations over what pictures have by chance, and whether that is enough. */
  readonly watermark: { readonly isMarked: boolean; readonly score: number };
  /** What its XMP packet says, by the last part of IPTC's name; null = nothing. */
  readonly digitalSource: string | null;
  /** Null = its file names nobody. */
  readonly credit: PictureCredit | null;
  /** As A1111 writes them; null = none. */
  readonly settings: string | null;
  /** Of the file, in hex. */
  readonly sha256: string;
  /** How far another picture is from it, once it has the same size. */
  differenceFrom(other: Uint8Array): Promise<PictureDifference>;
}

/** Between two pictures, in levels of 0-255 of red, green and blue. */
export interface PictureDifference {
  readonly mean: number;
  readonly max: number;
  /** The other one had another size, and was scaled. */
  readonly isScaled: boolean;
}
