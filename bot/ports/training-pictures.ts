import type { BlobRef } from '#bot/domain/task.ts';
import type { Message } from '#shared/text/message.ts';

/** A picture that a model is to be trained on, as it is sent to renderers. */
export interface PictureToTrain {
  /** As its file was called; it is shown to who gave it and goes nowhere else. */
  readonly name: string;
  readonly image: BlobRef;
  /** What its file or folder says of it; empty = nothing. */
  readonly caption: string;
  /** How often it comes in an epoch. */
  readonly repeats: number;
}

/** A file that a model is not trained on, and why. */
export interface RefusedPicture {
  readonly name: string;
  readonly reason: Message;
}

/** What came of the files that somebody gave. */
export interface PicturesToTrain {
  readonly pictures: readonly PictureToTrain[];
  readonly refused: readonly RefusedPicture[];
}
