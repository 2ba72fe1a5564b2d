import type { SpelledWindow } from '#shared/contract/token-count.ts';
import type { Message } from '#shared/text/message.ts';

/** An order as it would be read and drawn now, taken apart for whoever writes it. */
export interface Explanation {
  /** The prompt with its choices made, which is what is read; null where it has none. */
  readonly chosen: string | null;
  /** Null when its style or model cannot be had, or no renderer has told. */
  readonly reading: ExplainedReading | null;
  /** Why it could not be drawn. */
  readonly problems: readonly Message[];
  /** What is odd, left out, or changed on the way. */
  readonly notices: readonly Message[];
}

/** How the words are read, and by what. */
export interface ExplainedReading {
  readonly model: string;
  /** Null = plain. */
  readonly style: string | null;
  /** How weights act; see WEIGHTINGS. */
  readonly weighting: string;
  /** Tokens that fit into one window. */
  readonly windowTokens: number;
  readonly prompt: ExplainedWords;
  readonly negative: ExplainedWords;
  /** Empty where it could not be drawn. */
  readonly settings: readonly ExplainedSetting[];
  readonly adapters: readonly { readonly name: string; readonly weight: number; readonly from: 'prompt' | 'style' }[];
  /** Words that the model does not know, each once, with the known one that is most like it. */
  readonly unknown: readonly { readonly word: string; readonly near: string | null }[];
}

/** Words of the member and of the style, put together. */
export interface ExplainedWords {
  readonly text: string;
  /** What the style says before and after the member's words. */
  readonly added: { readonly before: string; readonly after: string };
  /** One where nothing changes from step to step and AND joins nothing; else each text that is read, up to TEXTS_MAX. */
  readonly texts: readonly ExplainedText[];
  /** Texts beyond those. */
  readonly more: number;
}

/** More texts than this are counted and not shown. */
export const TEXTS_MAX = 16;

/** A text that the encoder reads. */
export interface ExplainedText {
  /** What AND makes it pull; 1 where it is alone. */
  readonly weight: number;
  /** Steps that it is said at, from 1; null = at all of them. `to` null = to the end. */
  readonly steps: readonly { readonly from: number; readonly to: number | null }[] | null;
  /** False: no renderer could be asked, so that words stand where tokens would, each BREAK's in one window. */
  readonly isSpelled: boolean;
  readonly windows: readonly SpelledWindow[];
}

/** Who said a setting: an option, a flag in the prompt, the style, the model, the picture given, chance, or nobody. */
export type SettingOrigin = 'option' | 'flag' | 'style' | 'model' | 'picture' | 'chance' | 'usual';

/** A setting, what it is, and who said so. */
export interface ExplainedSetting {
  readonly name:
    | ('sampler' | 'spacing' | 'steps' | 'guidance' | 'size' | 'seed' | 'count' | 'clip-skip' | 'strength')
    | ('variation' | 'tile' | 'stop' | 'keep');
  readonly value: string | number;
  readonly from: SettingOrigin;
}
