/** A stretch of text with one weight; what travels to the renderer. */
export interface Span {
  readonly text: string;
  readonly weight: number;
}

/** Spans between two BREAKs. */
export interface Chunk {
  readonly spans: readonly Span[];
}

/** A parsed prompt: no character in it means anything special any more. */
export interface Prompt {
  readonly chunks: readonly Chunk[];
}

/** Something the author probably did not mean, with the place it is at (UTF-16 offsets into the text as typed). */
export interface Problem {
  readonly from: number;
  readonly to: number;
  /** A short, kind sentence: what is odd and what was done with it. */
  readonly message: string;
}

/** Inline settings: `--seed 7 --steps 4 --ar 3:2 --no hands`. Absent = not given. */
export interface Flags {
  readonly seed?: number;
  readonly steps?: number;
  readonly guidance?: number;
  readonly count?: number;
  /** Width to height, each at least 1. */
  readonly ratio?: { readonly width: number; readonly height: number };
  readonly width?: number;
  readonly height?: number;
  readonly style?: string;
  readonly model?: string;
  readonly sampler?: string;
  /** Text to add to the negative prompt. */
  readonly no?: string;
}

/** What reading a prompt gives: always everything that was understood, and what was not. */
export interface ReadPrompt {
  readonly prompt: Prompt;
  /** The text without the flags, as typed. */
  readonly text: string;
  readonly flags: Flags;
  readonly problems: readonly Problem[];
}
