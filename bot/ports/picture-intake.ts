import type { PictureArea } from '#bot/domain/picture-area.ts';
import type { BlobRef } from '#bot/domain/task.ts';
import type { PictureMarks } from '#bot/ports/picture-marks.ts';
import type { PicturesToTrain } from '#bot/ports/training-pictures.ts';

/** Bytes of a file as it is given. What is kept of it is smaller. */
export const GIVEN_BYTES_MAX = 25 * 2 ** 20;

/** A picture that somebody gives: a file on a platform's own servers, or one that was taken in before. */
export type GivenPicture =
  | { readonly url: string; readonly name: string; readonly bytes: number }
  | { readonly sha256: string };

/** A picture that has been taken in: a plain PNG or JPEG without metadata, kept by its content. */
export interface TakenPicture {
  readonly image: BlobRef;
  /** Pixels, as it is shown. */
  readonly width: number;
  readonly height: number;
  /** Of an animation that was given, whose first one this is; 1 when left out. */
  readonly frames?: number;
}

/** How far a mask's shape may be from its picture's: both are cut to the same size. */
const SHAPE_TOLERANCE = 0.02;

/** Whether a mask can be laid on a picture. */
export function hasShapeOf(mask: TakenPicture, { width, height }: TakenPicture): boolean {
  return Math.abs(Math.log((width * mask.height) / (height * mask.width))) <= SHAPE_TOLERANCE;
}

/** The one way in for pictures that people give. All methods throw Failure with a sentence for the member. */
export interface PictureIntake {
  /** Fetches what lies elsewhere, and only from where the platform keeps files. */
  take(given: GivenPicture): Promise<TakenPicture>;
  /** Whether the platform itself keeps the file at an address. */
  isKept(url: string): boolean;
  /** A mask for a picture of that size, white in the part that is named. */
  areaMask(area: PictureArea, size: Pick<TakenPicture, 'width' | 'height'>): Promise<TakenPicture>;
  /** The settings that a picture which lies elsewhere says it was drawn with, as A1111 writes them; null = none. */
  settingsOf(given: GivenPicture): Promise<string | null>;
  /** What is known of its making: marks in the file and in its pixels. */
  marksOf(given: GivenPicture): Promise<PictureMarks>;
  /** The words of a text file that lies elsewhere, likewise. Throws `invalid` where it is too large or no UTF-8. */
  text(given: GivenPicture): Promise<string>;
  /** The bytes of what was taken in; null = it is forgotten. */
  look(sha256: string): Promise<Uint8Array | null>;
  /** Pictures to train on, of files and archives that lie elsewhere. */
  forTraining(given: readonly GivenPicture[]): Promise<PicturesToTrain>;
  /** The same of files that came with the request. */
  filesForTraining(files: readonly { readonly name: string; readonly data: Uint8Array }[]): Promise<PicturesToTrain>;
  /** Takes in the bytes of a file. */
  keep(file: Uint8Array): Promise<TakenPicture>;
}
