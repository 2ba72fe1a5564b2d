/** Which network says what is in pictures: its file or folder, found by the catalog. Paths are absolute. */
export interface DescriberChoice {
  readonly name: string;
  readonly kind: 'captions' | 'tags';
  readonly path: string;
}

/** How captions are written; lengths are tokens of the whole text, its first one and what it is begun with included. */
export interface CaptionWriting {
  /** What texts are begun with, which is not part of the result; empty = nothing, also where the network has no such words. */
  readonly begun: string;
  /** Texts followed at the same time; 1 = the likeliest word each time. */
  readonly beams: number;
  readonly lengthMin: number;
  /** Null = twenty more than it is begun with. */
  readonly lengthMax: number | null;
  /** Above 1, words come again less often. */
  readonly repetitionPenalty: number;
}

/** A picture to be described: every limit holds, every name is resolved. */
export interface ValidDescribe {
  readonly kind: 'describe';
  /** Asked one after the other. */
  readonly describers: readonly DescriberChoice[];
  /** PNG, JPEG or WebP, of 8 bits a channel. */
  readonly image: Uint8Array;
  /** Tags less certain than this are left out; null = as each tagger's program has it. */
  readonly scoreMin: number | null;
  /** Captions, and tags, at most. */
  readonly textsMax: number;
  readonly writing: CaptionWriting;
}
