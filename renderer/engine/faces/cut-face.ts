import type { Affine } from '#renderer/engine/faces/affine.ts';
import { levelled, type Pixels, warped } from '#renderer/engine/faces/warp.ts';

/** What lies beyond the picture's edge, red green blue. */
const BEYOND = [132, 133, 135] as const;

/** The square of 512 pixels that a restorer reads, cut out of a picture, red green blue. */
export function cutFace(picture: Pixels<Uint8Array>, matrix: Affine, side: number): Pixels<Uint8Array> {
  const region = { left: 0, top: 0, width: side, height: side };
  return levelled(warped(picture, { matrix, region, beyond: BEYOND }));
}
