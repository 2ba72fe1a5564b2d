// How prompts become tokens: the messages of CountTokens in proto/easel/v1/renderer.proto.
import type { Prompt } from '#shared/contract/messages.ts';

export interface CountTokensRequest {
  readonly model: string;
  readonly prompt: Prompt | null;
  /** Absent = false. */
  readonly spell?: boolean;
}
export interface TokenCount {
  readonly windows: readonly number[];
  /** Renderers that cannot spell leave them out. */
  readonly texts?: readonly SpelledText[];
}
export interface SpelledText {
  readonly windows: readonly SpelledWindow[];
}
export interface SpelledWindow {
  readonly tokens: readonly SpelledToken[];
}
export interface SpelledToken {
  readonly text: string;
  readonly weight: number;
  readonly endsWord: boolean;
}
