// What pages of one canvas say to each other, by way of the studio. Types only, as in api.ts.

/** A picture that somebody laid on the easel, a line that they drew on it, or who draws there beside the reader. */
export type CanvasNews =
  | { readonly kind: 'begin'; readonly sha256: string; readonly width: number; readonly height: number }
  | {
      readonly kind: 'line';
      /** Of the picture that it is drawn on. */
      readonly sha256: string;
      /** x and y in turn, in the picture's pixels. */
      readonly points: readonly number[];
      /** Pixels; 0 = what the line encloses. */
      readonly radius: number;
      readonly erase: boolean;
    }
  | {
      readonly kind: 'people';
      readonly names: readonly string[];
      /** Who has just left; null = nobody. */
      readonly left: string | null;
    };

/** What a member wrote in the form that launched the studio for them: `POST /api/canvas/words`; null = nothing. */
export interface LaunchWords {
  readonly words: string | null;
}
