import type { Colour } from '#renderer/engine/preprocess/draw/canvas.ts';

/** Key points of a body in OpenPose's COCO order: nose, neck, right arm, left arm, right leg, left leg, eyes, ears. */
export const BODY_POINTS = 18;

/** Two key points that belong together, and where the network's part-affinity maps have the way from one to the other. */
export interface Limb {
  readonly from: number;
  readonly to: number;
  /** Of the map with the x component; y follows it. */
  readonly map: number;
}

const limb = (from: number, to: number, map: number): Limb => ({ from, to, map });

/** In the order in which people are put together. The last two, shoulder to ear, are not drawn and begin no person. */
export const LIMBS: readonly Limb[] = [
  limb(1, 2, 12),
  limb(1, 5, 20),
  limb(2, 3, 14),
  limb(3, 4, 16),
  limb(5, 6, 22),
  limb(6, 7, 24),
  limb(1, 8, 0),
  limb(8, 9, 2),
  limb(9, 10, 4),
  limb(1, 11, 6),
  limb(11, 12, 8),
  limb(12, 13, 10),
  limb(1, 0, 28),
  limb(0, 14, 30),
  limb(14, 16, 34),
  limb(0, 15, 32),
  limb(15, 17, 36),
  limb(2, 16, 18),
  limb(5, 17, 26),
];

/** Limbs that are drawn, and that can begin a person. */
export const DRAWN_LIMBS = 17;

/** Of a key point, and of the limb of the same number. */
export const POSE_COLOURS: readonly Colour[] = [
  [255, 0, 0],
  [255, 85, 0],
  [255, 170, 0],
  [255, 255, 0],
  [170, 255, 0],
  [85, 255, 0],
  [0, 255, 0],
  [0, 255, 85],
  [0, 255, 170],
  [0, 255, 255],
  [0, 170, 255],
  [0, 85, 255],
  [0, 0, 255],
  [85, 0, 255],
  [170, 0, 255],
  [255, 0, 255],
  [255, 0, 170],
  [255, 0, 85],
];
