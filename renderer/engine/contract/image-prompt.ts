/** Which IP-Adapter, and the image encoder that it reads: their files, found by the catalog. Paths are absolute. */
export interface ImageAdapterChoice {
  readonly name: string;
  readonly file: string;
  /** A folder with config.json, or a file. */
  readonly encoder: string;
}

/** What of a picture an IP-Adapter passes on: all of it, or (SDXL) its style, its layout, or both. */
export type ImagePromptScope = 'all' | 'style' | 'layout' | 'style-and-layout';

/** Pictures that a render is told what to be like, beside words. */
export interface ValidImagePrompt {
  readonly adapter: ImageAdapterChoice;
  /** At least one. */
  readonly pictures: readonly ValidImagePromptPicture[];
  readonly scope: ImagePromptScope;
}

export interface ValidImagePromptPicture {
  /** PNG, JPEG or WebP. Its middle square is seen. */
  readonly image: Uint8Array;
  /** 0 … 2: how strongly it acts; 1 = as trained. */
  readonly strength: number;
  /** PNG, JPEG or WebP, brought to the render's size: it acts where this is white. Null = everywhere. */
  readonly mask: Uint8Array | null;
}
