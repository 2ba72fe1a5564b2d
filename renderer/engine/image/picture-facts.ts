import sharp from 'sharp';

/** What a picture's file says of it before it is decoded. */
export interface PictureFacts {
  readonly width: number;
  readonly height: number;
  /** "png", "jpeg", "webp" … */
  readonly format: string;
  /** Pictures in it: more than one where it moves. */
  readonly pages: number;
}

/** Reads a file's header; null for what is no picture. */
export async function pictureFacts(file: Uint8Array): Promise<PictureFacts | null> {
  try {
    const { width = 0, height = 0, pages = 1, format = '' } = await sharp(file).metadata();
    return { width, height, pages, format };
  } catch {
    return null;
  }
}
