import type { PictureArea } from '#bot/domain/picture-area.ts';
import type { BlobRef } from '#bot/domain/task.ts';

/** A picture that says beside the words what it shall be like. Absent = not said. */
export interface LikePicture {
  readonly image: BlobRef;
  /** What is taken of it. */
  readonly scope: LikeScope;
  /** Above 0, up to 2: how strongly it acts. */
  readonly strength?: number;
  /** The part of the new picture in which it acts, by its name: all of it when neither is said. */
  readonly area?: PictureArea;
  /** The same by another picture, in which that part is white. */
  readonly mask?: { readonly image: BlobRef; readonly width: number; readonly height: number };
}

/** What of a picture the new one may be like. */
export const LIKE_SCOPES = ['all', 'style', 'layout', 'style-and-layout'] as const;

export type LikeScope = (typeof LIKE_SCOPES)[number];

/** A picture whose edges, depth, pose … the new one follows. Absent = not said. */
export interface FollowedPicture {
  /** Left out = the picture to start from, with what is to be drawn anew left open: for inpainting's networks. */
  readonly image?: BlobRef;
  /** Which of the model's control networks reads it; the only one when left out. */
  readonly network?: string;
  /** Above 0, up to 2: how closely it is followed. */
  readonly weight?: number;
  /** It acts in the steps between these shares of all steps, 0 … 1; all of them when left out. */
  readonly from?: number;
  readonly to?: number;
}
