/** Parts of a picture that have a name, whatever is in it: halves, quarters, the middle half of both sides and the rest. */
export const PICTURE_AREAS = [
  ...(['left', 'right', 'top', 'bottom', 'middle', 'edges'] as const),
  ...(['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const),
] as const;

export type PictureArea = (typeof PICTURE_AREAS)[number];
